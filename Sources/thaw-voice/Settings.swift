package import Logging
package import Plates
package import Server
package import Voice

/// All settings of thaw-voice. A new value has the defaults.
///
/// Keys, ranges and help texts are in `Setting.all`. Each entry names its property here.
package struct Settings: Sendable {
    package var registryAddress = WebAddress.local
    package var tokenFile: String?
    /// A name such as America/Chicago; nil for the machine's zone.
    package var timeZone: String?

    package var language = SpokenLanguage.english
    package var person: String?
    package var limits = CallLimits.Settings()

    package var carrier: Carrier?
    package var webhookAddress = ListenAddress.tcp(host: "127.0.0.1", port: 8782)
    package var webhookURL: WebAddress?
    package var carrierKeyFile: String?

    package var audioSocketAddress: ListenAddress?
    package var audioSocketPeers = ["127.0.0.1", "::1"]
    package var recognizerSocket = "/run/thaw-recognizer/recognizer.sock"
    package var soundsFolder = "/var/lib/thaw-voice/sounds"
    package var asteriskSoundsFolder = "/usr/share/asterisk/sounds"

    package var operatorAddress = ListenAddress.tcp(host: "127.0.0.1", port: 8783)
    package var logLevel = Logger.Level.info

    package init() {}
}
