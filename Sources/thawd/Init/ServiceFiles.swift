import DaemonSupport

/// The files of the packaged service, which the unit `thawd.service` names as well.
package struct ServiceFiles: Hashable, Sendable {
    package let folder: String
    package let dataFolder: String
    /// A Unix socket that the service may make, for a proxy or tor on this machine.
    package let socket: String

    package static let system = ServiceFiles(folder: "/etc/thawd", dataFolder: "/var/lib/thawd", socket: "/run/thawd/thawd.sock")

    package init(folder: String, dataFolder: String, socket: String) {
        self.folder = folder
        self.dataFolder = dataFolder
        self.socket = socket
    }

    package var configuration: String { folder + "/thawd.yaml" }
    package var areas: String { folder + "/areas.geojson" }

    /// Root's alone: systemd reads it, and hands it to the service as a credential.
    package var sealKey: SealKeyFile {
        SealKeyFile(configured: folder + "/seal.key", paths: HomePaths(environment: [:]), dataFolder: dataFolder)
    }
}
