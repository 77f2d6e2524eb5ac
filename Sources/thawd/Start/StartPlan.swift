import Crypto
package import DaemonSupport
import Files
import Foundation
package import Seal
package import Server
import Sightings
import Web
package import Wire

/// The settings resolved on this machine: the data folder, the key, the areas, the certificate. Changes nothing and takes no lock.
package struct StartPlan: Sendable {
    package let settings: Settings
    package let dataFolder: String
    package let keyFile: SealKeyFile
    package let areas: AreaMap
    /// The pages; nil if none are served.
    let site: Site?
    /// The outputs of alerts; nil without one, and for a command that does not send.
    package let alerts: AlertPlan?
    /// Probable mistakes in the areas file.
    let areaWarnings: [String]

    /// The certificate and its key, if both are set.
    package let certificateFiles: TLSFiles?

    /// Throws every error in the paths and files at once.
    ///
    /// - Parameter listens: whether it will serve the configured addresses.
    package init(_ settings: Settings, paths: HomePaths, listens: Bool = true) throws(DaemonError) {
        var settings = settings
        settings.rules.alerts.outputs = settings.ruledOutputs
        self.settings = settings
        var causes: [DaemonError.Cause] = []

        dataFolder = causes.collect { () throws(DaemonError) in try Self.dataFolder(settings, paths) } ?? ""
        keyFile = SealKeyFile(configured: settings.sealKeyFile, paths: paths, dataFolder: dataFolder)
        if listens, let open = [settings.address, settings.operatorAddress].first(where: { !$0.isLocal }), keyFile.liesInDataFolder,
            !settings.sealBesideData
        {
            causes.append(.init(.sealBesideData, "\(open) is not on loopback, and the seal key \(keyFile.path) is in the data folder."))
        }
        if let certificate = settings.certificateFile, let key = settings.certificateKeyFile {
            certificateFiles = TLSFiles(certificate: paths.expand(certificate), key: paths.expand(key))
        } else {
            certificateFiles = nil
        }
        let file: AreaFile? = causes.collect { () throws(DaemonError) in try Self.readAreas(settings, paths) } ?? nil
        areaWarnings = file?.warnings ?? []
        let map: AreaMap = file?.map ?? .everywhere
        areas = map
        let alerts = listens && !settings.alertOutputs.isEmpty
        let needsWords = alerts || listens && settings.servesPages
        let words =
            causes.collect { () throws(DaemonError) in try needsWords ? Self.words(settings, paths) : WordFiles() } ?? WordFiles()
        site =
            causes.collect { () throws(DaemonError) -> Site? in
                try listens ? Self.site(settings, areas: map, words, paths) : nil
            } ?? nil
        self.alerts =
            causes.collect { () throws(DaemonError) -> AlertPlan? in
                try alerts ? AlertPlan(settings, areas: map, words: words.words, paths: paths) : nil
            } ?? nil
        guard causes.isEmpty else { throw DaemonError(causes) }
    }

    package static func dataFolder(_ settings: Settings, _ paths: HomePaths) throws(DaemonError) -> String {
        guard let folder = settings.dataFolder.map(paths.expand) ?? paths.dataFolder else {
            throw DaemonError(.configValue, "data.folder: there is no home folder for the data. Set data.folder.")
        }
        return URL(filePath: folder).standardizedFileURL.path
    }

    /// The largest areas file that is read. The most points of a registry need less.
    private static let areaBytesMax = 128 << 20

    /// nil if no file is set.
    static func readAreas(_ settings: Settings, _ paths: HomePaths) throws(DaemonError) -> AreaFile? {
        guard let file = settings.areasFile.map(paths.expand) else { return nil }
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try FileLocation(path: file).read(bytesMax: areaBytesMax, .named)
        } catch {
            throw DaemonError(.areasUnreadable, "areas.file: cannot read \(file) (\(error.cause)).")
        }
        do {
            return try AreaFile(geoJSON: Data(bytes), settings.areaFormat)
        } catch {
            throw DaemonError(error.problems.map { DaemonError.Cause($0.code, "\(file): \($0.detail)") })
        }
    }

    /// Changes if a setting or an area changes. Settings are not secret: keys are in their own files.
    package var settingsDigest: Digest128 {
        let lines = settings.table.map { "\($0.key)=\($0.show(settings) ?? "")" } + areas.areas.map { "area=\($0.id)" }
        var hash = SHA256()
        for line in lines { hash.update(data: Array("\(line)\n".utf8)) }
        guard let digest = Digest128(hash.finalize()) else { preconditionFailure("SHA-256 gives 32 bytes") }
        return digest
    }
}
