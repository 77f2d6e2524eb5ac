package import Alerts
import DaemonSupport
package import Logging
package import Plates
package import Server
package import Sightings
package import Web
package import Wire

/// All settings, read and checked. A new value has the defaults.
///
/// Keys, ranges and help texts are in `Setting.all`. Each entry names its property here.
package struct Settings: Sendable {
    package var rules = Rules()

    package var registryName = "Thaw"
    package var country = Country.us
    /// A name such as America/Chicago; nil for the machine's zone.
    package var timeZone: String?
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
    package var pagesPerMinute = 300
    /// The first one is for browsers that ask for none of them.
    package var languages = Language.builtIn
    /// nil for the registry's name.
    package var appName: String?
    package var wordsFolder: String?
    /// An address outside of the registry.
    package var exitAddress: String?
    package var onionOrigin: PageOrigin?

    /// nil for the XDG state folder.
    package var dataFolder: String?
    /// nil for the systemd credential `seal.key` if there is one, else `seal.key` in the data folder.
    package var sealKeyFile: String?
    package var sealBesideData = false
    package var freeMebibytesMin = 64

    package var areasFile: String?
    package var areaFormat = AreaFile.Format()

    package var chapterHelp: String?
    /// By the code of the language.
    package var chapterHelpByLanguage: [String: String] = [:]
    package var adviceFile: String?
    package var chapterContact: String?

    /// By name. Their limits are in `rules.alerts`.
    package var alertOutputs: [String: AlertOutputSettings] = [:]
    package var alertProxy: AlertProxy?

    package var logLevel = Logger.Level.info

    package init() {}
}
