package import DaemonSupport
import Foundation
import Logging
import Plates
import Server
import Voice
import Wire

package typealias Setting = ProgramSetting<Settings>

extension Settings: ProgramSettings {
    package static let program = "thaw-voice"
    package static let variablePrefix = "THAW_VOICE_"

    package static let all = Setting.registry + Setting.voice + Setting.webhook + Setting.audioSocket + Setting.operating

    package static func looksSecret(_ text: String) -> Bool {
        text.hasPrefix(BearerToken.prefix) || (text.utf8.count >= secretLength && !text.contains("/") && !text.contains("."))
    }

    /// Carriers' keys are at least this long.
    private static let secretLength = 32

    package var contradictions: [DaemonError.Cause] {
        var problems: [DaemonError.Cause] = []
        func refuse(_ wrong: Bool, _ sentence: String) {
            if wrong { problems.append(.init(.configValue, sentence)) }
        }
        refuse(carrier == nil && audioSocketAddress == nil, "Nothing to answer: set webhook.carrier, audiosocket.address or both.")
        refuse(carrier != nil && webhookURL == nil, "webhook.carrier needs webhook.url.")
        refuse(carrier != nil && webhookURL?.path.isEmpty == true, "webhook.url needs a path, such as /call.")
        refuse(audioSocketAddress?.isSocket == true, "audiosocket.address must be a host and a port: Asterisk connects over TCP.")
        return problems
    }
}

extension Setting {
    fileprivate static var registry: [Setting] {
        [
            parsed(
                "registry.address", \.registryAddress, valueName: "URL", allowed: "an https address, or http on this machine",
                example: "https://registry.example.org", secrecy: .inErrors, "The address of thawd.",
                parse: WebAddress.init, write: { $0.text }),
            path(
                "registry.token_file", \.tokenFile, example: "/etc/thaw/voice.token",
                defaultText: "the systemd credential registry.token",
                "The file with a token of the role caller. Its mode must be 0600."),
            parsed(
                "registry.time_zone", \.timeZone, valueName: "zone", allowed: "a name of the time zone database such as America/Chicago",
                example: "America/Chicago", defaultText: "the machine's zone", "The time zone of the times that callers hear.",
                parse: { TimeZone(identifier: $0) == nil ? nil : .some($0) }, write: { $0 }),
        ]
    }

    fileprivate static var voice: [Setting] {
        [
            choice(
                "voice.language", \.language, SpokenLanguage.allCases.map { ($0.rawValue, $0) }, valueName: "language", example: "es",
                "The language in which a call begins. Callers can choose another."),
            parsed(
                "voice.person", \.person, valueName: "number", allowed: "a telephone number with its country code, such as +16125550100",
                example: "+16125550100", defaultText: "none, so no transfers", secrecy: .inErrors,
                "The number that callers can be connected to. With AudioSocket, the dialplan has it, and any value here allows transfers.",
                parse: { $0.wholeMatch(of: /\+[0-9]{5,15}/) == nil ? nil : .some($0) }, write: { $0 }),
            whole(
                "voice.calls_max", \.limits.callsMax, 1...200, "calls", example: 10,
                "The most calls at once; further callers hear that all lines are busy."),
            whole(
                "voice.lookups_a_minute", \.limits.lookupsPerMinute, 1...600, "look-ups", example: 60,
                "Look-ups per minute by all callers together. Keep it below the rate of a token in thawd."),
            whole(
                "voice.caller_lookups_an_hour", \.limits.lookupsPerCallerAndHour, 1...3_600, "look-ups", example: 60,
                "Look-ups per hour from one caller's number, if the carrier sends it."),
            whole(
                "voice.minutes_a_day", \.limits.minutesPerDay, 1...28_800, "minutes", example: 240,
                "Minutes of all calls together in a day; after that, callers hear that all lines are busy. Carriers charge for minutes."),
            whole(
                "voice.transfers_an_hour", \.limits.transfersPerHour, 0...100, "transfers", example: 3,
                "The most callers per hour who are connected to the person."),
        ]
    }

    fileprivate static var webhook: [Setting] {
        [
            choice(
                "webhook.carrier", \.carrier, Carrier.allCases.map { ($0.rawValue, $0) }, valueName: "carrier", example: "twilio",
                "The carrier whose webhooks thaw-voice answers, and how it signs them. If unset, it answers none."),
            parsed(
                "webhook.url", \.webhookURL, valueName: "URL", allowed: "an https address with a path",
                example: "https://voice.example.org/call", defaultText: "none", secrecy: .inErrors,
                "The public address that the carrier is told to call. Signatures are checked against it.",
                parse: { WebAddress($0).map { .some($0) } }, write: { $0?.text }),
            parsed(
                "webhook.address", \.webhookAddress, valueName: "address",
                allowed: "a host and a port (127.0.0.1:8782) or unix:/path/to/socket", example: "unix:/run/thaw-voice/webhook.sock",
                "The address to which a TLS proxy sends the carrier's requests.", parse: { ListenAddress($0) }, write: { $0.description }),
            path(
                "webhook.key_file", \.carrierKeyFile, example: "/etc/thaw/carrier.key",
                defaultText: "the systemd credential carrier.key",
                "The file with Twilio's auth token, SignalWire's signing key, or Telnyx's public key. Its mode must be 0600."),
        ]
    }

    fileprivate static var audioSocket: [Setting] {
        [
            parsed(
                "audiosocket.address", \.audioSocketAddress, valueName: "address", allowed: "a host and a port", example: "127.0.0.1:9092",
                defaultText: "none, so Asterisk gets no answer", "Where Asterisk connects with AudioSocket.",
                parse: { ListenAddress($0).map { .some($0) } }, write: { $0?.description }),
            commaList(
                "audiosocket.peers", \.audioSocketPeers, valueName: "peers", allowed: "addresses or ranges such as 10.0.0.0/8",
                example: "10.0.0.5", "The machines that may connect with AudioSocket, which has no encryption and no passwords.",
                read: { !$0.isEmpty && $0.allSatisfy { AddressRange($0) != nil } ? $0 : nil }, write: { $0 }),
            text(
                "audiosocket.recognizer", \.recognizerSocket, example: "/run/wyoming/whisper.sock",
                "The Unix socket of a recognizer that speaks the Wyoming protocol."),
            text(
                "audiosocket.sounds", \.soundsFolder, example: "/srv/thaw/sounds",
                "The folder with the spoken sentences, made by scripts/voice-sounds."),
            text(
                "audiosocket.asterisk_sounds", \.asteriskSoundsFolder, example: "/srv/asterisk/sounds",
                "The folder with Asterisk's own recordings of letters and digits, which are used if they exist."),
        ]
    }

    fileprivate static var operating: [Setting] {
        [
            parsed(
                "operator.address", \.operatorAddress, valueName: "address",
                allowed: "a host and a port (127.0.0.1:8783) or unix:/path/to/socket", example: "127.0.0.1:9783",
                "The address of /livez, /readyz and /metrics, and of /transfer for the dialplan; keep it on loopback.",
                parse: { ListenAddress($0) }, write: { $0.description }),
            choice(
                "log.level", \.logLevel, Logger.Level.allCases.map { ($0.rawValue, $0) }, valueName: "level", example: "warning",
                "The lowest level that thaw-voice logs. The logs never contain a caller's number, the words of a call or a plate."),
        ]
    }

    private static func text(_ key: String, _ property: Property<String>, example: String, _ help: String) -> Setting {
        parsed(
            key, property, valueName: "path", allowed: "a path", example: example, help,
            parse: { $0.contains("\0") || Settings.looksSecret($0) ? nil : $0 }, write: { $0 })
    }
}
