import Foundation
package import Server
package import Wire

/// What the settings come to on this machine: which folder, which key, which areas. Changes nothing and takes no lock.
package struct StartPlan: Sendable {
    package let settings: Settings
    package let dataFolder: String
    package let keyFile: SealKeyFile
    package let areas: AreaMap

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
        var areas = AreaMap.everywhere
        do throws(DaemonError) {
            areas = try Self.readAreas(settings, paths)
        } catch {
            causes += error.causes
        }
        self.areas = areas
        guard causes.isEmpty else { throw DaemonError(causes) }
    }

    /// Where the data lies.
    package static func dataFolder(_ settings: Settings, _ paths: HomePaths) throws(DaemonError) -> String {
        guard let folder = settings.dataFolder.map(paths.expand) ?? paths.dataFolder else {
            throw DaemonError(.configValue, "data.folder: there is no home folder to keep the data in; name a folder.")
        }
        return URL(filePath: folder).standardizedFileURL.path
    }

    private static func readAreas(_ settings: Settings, _ paths: HomePaths) throws(DaemonError) -> AreaMap {
        guard let file = settings.areasFile.map(paths.expand) else { return .everywhere }
        guard let data = FileManager.default.contents(atPath: file) else {
            throw DaemonError(.areasUnreadable, "areas.file: \(file) cannot be read.")
        }
        do {
            return try AreaMap(geoJSON: data, squareKilometresMin: settings.areaSquareKilometresMin)
        } catch {
            throw DaemonError(error.code, "\(file): \(error.detail)")
        }
    }
}

extension StartPlan {
    /// Looks at the folder, the key and the certificate as `serve` would, and changes nothing.
    package func checkFiles() throws(DaemonError) {
        var causes: [DaemonError.Cause] = []
        do throws(DaemonError) {
            if FileManager.default.fileExists(atPath: dataFolder) { try DataFolder.checkPrivate(dataFolder) }
        } catch {
            causes += error.causes
        }
        do throws(DaemonError) {
            // A missing key is made at the first start; beside a database it is lost.
            if keyFile.exists || FileManager.default.fileExists(atPath: DataFolder.database(in: dataFolder)) { _ = try keyFile.read() }
        } catch {
            causes += error.causes
        }
        do throws(ServerError) {
            if let certificateFiles { _ = try TLSCertificates(certificateFiles) }
        } catch {
            causes += DaemonError(error).causes
        }
        guard causes.isEmpty else { throw DaemonError(causes) }
    }
}
