package import Logging
package import Plates
package import Server
package import Sightings
package import Wire

/// Everything that an operator may choose, read and checked; a fresh value holds the defaults.
///
/// The keys, ranges and sentences are rows of `Setting.all`; each row names its property here and nowhere else.
package struct Settings: Sendable {
    package var rules = Rules()

    package var registryName = "Thaw"
    package var country = Country.us
    /// The issuer of a report that names none.
    package var issuer = Issuer.unknown

    package var address = ListenAddress.tcp(host: "127.0.0.1", port: 8780)
    package var operatorAddress = ListenAddress.tcp(host: "127.0.0.1", port: 8781)
    package var certificateFile: String?
    package var certificateKeyFile: String?
    /// Peers that speak for others, as `TrustedProxies` takes them.
    package var proxies: [String] = []
    package var limits = ServerLimits()
    package var usesFastPath = true
    package var anonymousLookupsPerMinute = 60
    package var tokenRequestsPerMinute = 600

    /// Nil for the XDG state folder.
    package var dataFolder: String?
    /// Nil for the systemd credential `seal.key` where there is one, else `seal.key` in the data folder.
    package var sealKeyFile: String?
    package var sealBesideData = false
    package var freeMebibytesMin = 64

    package var areasFile: String?
    package var areaFormat = AreaFile.Format()

    package var chapterHelp: String?
    package var chapterContact: String?

    package var logLevel = Logger.Level.info

    package init() {}
}
