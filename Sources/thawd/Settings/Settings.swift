package import Logging
package import Plates
package import Server
package import Sightings
package import Wire

/// All settings, read and checked. A new value has the defaults.
///
/// Keys, ranges and help texts are in `Setting.all`. Each entry names its property here.
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
    /// Trusted proxies, in the form that `TrustedProxies` reads.
    package var proxies: [String] = []
    package var limits = ServerLimits()
    package var usesFastPath = true
    package var anonymousLookupsPerMinute = 60
    package var tokenRequestsPerMinute = 600

    package var servesPages = true
    /// Empty for this machine's own names, which works on loopback only.
    package var pageOrigins: [PageOrigin] = []

    /// nil for the XDG state folder.
    package var dataFolder: String?
    /// nil for the systemd credential `seal.key` if there is one, else `seal.key` in the data folder.
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
