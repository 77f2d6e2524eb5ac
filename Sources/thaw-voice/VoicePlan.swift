package import DaemonSupport
import Files
import Foundation
import Plates
import Server
package import Voice
package import Wire

/// Everything that thaw-voice starts with: its settings, and the data that it reads from files.
package struct VoicePlan: Sendable {
    private static let secretBytesMax = 4_096
    private static let clipBytesMax = 1 << 20

    package let settings: Settings
    package let token: BearerToken
    /// nil without a carrier.
    package let webhook: WebhookFront.Settings?
    /// nil without AudioSocket.
    package let sounds: SoundLibrary?

    /// Throws everything that is wrong, at once.
    package init(_ settings: Settings, paths: HomePaths) throws(DaemonError) {
        var causes: [DaemonError.Cause] = []
        self.settings = settings
        var token: BearerToken?
        if let text = Self.secret(settings.tokenFile, "registry.token_file", credential: "registry.token", paths, &causes) {
            token = BearerToken(text)
            if token == nil {
                causes.append(.init(.configValue, "registry.token_file: the file holds no token. Make one with the role caller."))
            }
        }
        webhook = Self.webhook(settings, paths, &causes)
        sounds = settings.audioSocketAddress == nil ? nil : Self.sounds(settings, paths, &causes)
        guard causes.isEmpty, let token else { throw DaemonError(causes) }
        self.token = token
    }

    package static func call(_ settings: Settings) -> Call.Settings {
        let zone = settings.timeZone.flatMap { TimeZone(identifier: $0) } ?? .current
        var call = Call.Settings()
        call.hasPerson = settings.person != nil
        call.offsetSeconds = { Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval($0)))) }
        return call
    }

    private static func webhook(
        _ settings: Settings, _ paths: HomePaths, _ causes: inout [DaemonError.Cause]
    ) -> WebhookFront.Settings? {
        guard let carrier = settings.carrier, let address = settings.webhookURL,
            let key = secret(settings.carrierKeyFile, "webhook.key_file", credential: "carrier.key", paths, &causes)
        else { return nil }
        guard let signature = CarrierSignature(carrier, key: key, origin: address.origin) else {
            causes.append(.init(.configValue, "webhook.key_file: the file holds no key of \(carrier.rawValue)."))
            return nil
        }
        var webhook = WebhookFront.Settings(origin: address.origin, path: address.path, signature: signature)
        (webhook.language, webhook.person, webhook.call) = (settings.language, settings.person, call(settings))
        return webhook
    }

    /// The text of a secret's file, or of the systemd credential.
    private static func secret(
        _ configured: String?, _ key: String, credential: String, _ paths: HomePaths, _ causes: inout [DaemonError.Cause]
    ) -> String? {
        guard let path = configured.map(paths.expand) ?? paths.credentialsFolder.map({ "\($0)/\(credential)" }) else {
            causes.append(.init(.configValue, "\(key) is not set."))
            return nil
        }
        do throws(FileError) {
            let bytes = try FileLocation(path: path).read(bytesMax: secretBytesMax, paths.trust(inSecret: path))
            return String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        } catch {
            causes.append(.init(.configUnreadable, "\(key): cannot read \(path) (\(error.cause))."))
            return nil
        }
    }

    /// Reads every clip into memory. A clip that is missing would make an answer without its most important word, so none may be.
    private static func sounds(_ settings: Settings, _ paths: HomePaths, _ causes: inout [DaemonError.Cause]) -> SoundLibrary {
        var clips: [SpokenLanguage: [String: [Int16]]] = [:]
        for language in SpokenLanguage.allCases {
            let own = "\(paths.expand(settings.soundsFolder))/\(language.rawValue)"
            let recorded = "\(paths.expand(settings.asteriskSoundsFolder))/\(language.rawValue)"
            for phrase in CallWords.of(language).phrases {
                guard let name = phrase.clip else { continue }
                let files = asteriskFile(phrase).map { ["\(recorded)/\($0)"] } ?? []
                clips[language, default: [:]][name] = (files + ["\(own)/\(name).wav"]).lazy.compactMap(clip).first
            }
        }
        let library = SoundLibrary(clips: clips)
        for language in SpokenLanguage.allCases {
            let missing = library.missing(in: language)
            guard let first = missing.first else { continue }
            causes.append(
                .init(
                    .configUnreadable,
                    "audiosocket.sounds: \(missing.count) sounds of \(language.rawValue) are missing, such as \(first).wav. "
                        + "Make them with scripts/voice-sounds."))
        }
        return library
    }

    /// The recording of a character in Asterisk's core sounds, from the language's folder.
    private static func asteriskFile(_ phrase: Phrase) -> String? {
        guard case .character(let ascii) = phrase else { return nil }
        let character = Character(Unicode.Scalar(ascii)).lowercased()
        return UInt8(ascii: "0")...UInt8(ascii: "9") ~= ascii ? "digits/\(character).wav" : "phonetic/\(character)_p.wav"
    }

    private static func clip(_ path: String) -> [Int16]? {
        (try? FileLocation(path: path).read(bytesMax: clipBytesMax, .named)).flatMap { Sound.samples(wav: $0) }
    }
}
