import Foundation
package import Server
package import Wire

/// What the settings come to on this machine: which folder, which key, which areas. Changes nothing and takes no lock.
package struct StartPlan: Sendable {
    package let settings: Settings
    package let dataFolder: String
    package let keyFile: SealKeyFile
    package let areas: AreaMap
    /// What in the file of areas may be a slip.
    let areaWarnings: [String]

    /// The certificate and its key, where both are set.
    package let certificateFiles: TLSFiles?

    /// Throws all that is wrong with files and places at once.
    ///
    /// - Parameter listens: whether anything beyond this machine is going to reach it.
    package init(_ settings: Settings, paths: HomePaths, listens: Bool = true) throws(DaemonError) {
        self.settings = settings
        var causes: [DaemonError.Cause] = []

        var folder = ""
        do throws(DaemonError) {
            folder = try Self.dataFolder(settings, paths)
        } catch {
            causes += error.causes
        }
        dataFolder = folder
        keyFile = SealKeyFile(configured: settings.sealKeyFile, paths: paths, dataFolder: dataFolder)
        if listens, let open = [settings.address, settings.operatorAddress].first(where: { !$0.isLocal }), keyFile.liesInDataFolder,
            !settings.sealBesideData
        {
            causes.append(.init(.sealBesideData, "\(open) is not on loopback, and the seal key \(keyFile.path) lies in the data folder."))
        }
        if let certificate = settings.certificateFile, let key = settings.certificateKeyFile {
            certificateFiles = TLSFiles(certificate: paths.expand(certificate), key: paths.expand(key))
        } else {
            certificateFiles = nil
        }
        var areas: AreaFile?
        do throws(DaemonError) {
            areas = try Self.readAreas(settings, paths)
        } catch {
            causes += error.causes
        }
        self.areas = areas?.map ?? .everywhere
        areaWarnings = areas?.warnings ?? []
        guard causes.isEmpty else { throw DaemonError(causes) }
    }

    /// Where the data lies.
    package static func dataFolder(_ settings: Settings, _ paths: HomePaths) throws(DaemonError) -> String {
        guard let folder = settings.dataFolder.map(paths.expand) ?? paths.dataFolder else {
            throw DaemonError(.configValue, "data.folder: there is no home folder to keep the data in; name a folder.")
        }
        return URL(filePath: folder).standardizedFileURL.path
    }

    /// nil where no file is named.
    private static func readAreas(_ settings: Settings, _ paths: HomePaths) throws(DaemonError) -> AreaFile? {
        guard let file = settings.areasFile.map(paths.expand) else { return nil }
        guard let data = FileManager.default.contents(atPath: file) else {
            throw DaemonError(.areasUnreadable, "areas.file: \(file) cannot be read.")
        }
        do {
            return try AreaFile(geoJSON: data, settings.areaFormat)
        } catch {
            throw DaemonError(error.problems.map { DaemonError.Cause($0.code, "\(file): \($0.detail)") })
        }
    }
}
