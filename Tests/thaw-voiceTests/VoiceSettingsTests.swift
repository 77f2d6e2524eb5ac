import DaemonSupport
import Foundation
import Glibc
import Server
import TestSupport
import Testing
import Voice
import thaw_voice

@Suite("Settings of thaw-voice")
struct VoiceSettingsTests {
    private func read(_ flags: [String: String], file: String? = nil) throws -> Settings {
        try ProgramSettingsReader<Settings>(flags: flags, environment: [:], file: file).read().settings
    }

    private func causes(_ flags: [String: String]) -> [String] {
        do {
            _ = try read(flags)
            return []
        } catch {
            return ((error as? DaemonError)?.causes ?? []).map(\.detail)
        }
    }

    /// Enough to start.
    private static let audioSocket = ["audiosocket.address": "127.0.0.1:9092"]

    @Test(arguments: [
        ("reference/voice-configuration.md", ProgramSettingsReference<Settings>.markdown),
        ("examples/thaw-voice.yaml", ProgramSettingsReference<Settings>.yaml),
    ])
    func `a generated page is up to date`(_ name: String, _ made: String) throws {
        #expect(try RepositoryFiles.difference(of: name, from: made) == nil)
    }

    @Test(arguments: Setting.all)
    func `an example is allowed, differs from the default, and the help is a sentence`(_ setting: Setting) {
        let causes = causes([setting.key: setting.example]).filter { !$0.contains("needs") && !$0.contains("Nothing to answer") }
        #expect(causes.isEmpty)
        #expect(setting.example != setting.defaultText)
        #expect(setting.help.hasSuffix(".") && setting.help.first?.isUppercase == true)
    }

    @Test func `something must be answered, and a carrier needs an address with a path`() throws {
        #expect(causes([:]).count == 1)
        #expect(causes(Self.audioSocket).isEmpty)
        #expect(causes(["webhook.carrier": "twilio"]).count == 1)
        #expect(causes(["webhook.carrier": "twilio", "webhook.url": "https://voice.example.org"]).count == 1)
        #expect(causes(["webhook.carrier": "twilio", "webhook.url": "https://voice.example.org/call"]).isEmpty)
        #expect(causes(["audiosocket.address": "unix:/run/a.sock"]).count == 1)
    }

    @Test(arguments: [
        ("voice.person", "612-555-0142"), ("registry.address", "http://canary.onion"), ("registry.address", "https://u:canary@example.org"),
        ("webhook.url", "http://canary.example.org/call"), ("registry.token_file", "thaw_canary"),
    ])
    func `a number, an address or a token that is not allowed is not repeated`(_ key: String, _ value: String) throws {
        let causes = causes(Self.audioSocket.merging([key: value]) { $1 })
        let cause = try #require(causes.first { $0.contains("\(key) takes ") })
        #expect(!cause.contains("canary") && !cause.contains("0142"), "\(cause)")
    }

    @Test(arguments: [
        ("https://voice.example.org/call", "https://voice.example.org", "/call"),
        ("https://Voice.example.org:8443/a/b/", "https://voice.example.org:8443", "/a/b"),
        ("http://127.0.0.1:8780", "http://127.0.0.1:8780", ""), ("http://[::1]:8780", "http://[::1]:8780", ""),
    ])
    func `an address is read`(_ text: String, _ origin: String, _ path: String) {
        #expect(WebAddress(text)?.origin == origin && WebAddress(text)?.path == path)
    }

    @Test(arguments: [
        "http://voice.example.org/call", "voice.example.org", "https://", "https://a.org/?x=1", "https://u:p@a.org/", "https://a.org/:x",
        "ftp://a.org",
    ])
    func `another address is refused`(_ text: String) {
        #expect(WebAddress(text) == nil)
    }

    @Test(arguments: ["registry.token_file", "webhook.key_file", "audiosocket.sounds"])
    func `a secret in the place of a path is refused, and not repeated`(_ key: String) {
        let secret = "thaw_abcdefghijklmnopqrstuvwxyz234567"
        let details = causes(Self.audioSocket.merging([key: secret]) { $1 })
        #expect(details.count == 1 && !details[0].contains(secret))
    }
}

@Suite("What thaw-voice starts with")
struct VoicePlanTests {
    private let folder = TemporaryFolder()

    private func causes(_ change: (inout Settings) -> Void) -> [String] {
        var settings = Settings()
        change(&settings)
        do throws(DaemonError) {
            _ = try VoicePlan(settings, paths: HomePaths(environment: [:], program: "thaw-voice"))
            return []
        } catch {
            return error.causes.map(\.detail)
        }
    }

    @Test func `everything that is missing is named at once`() {
        let details = causes {
            ($0.carrier, $0.webhookURL) = (.twilio, WebAddress("https://voice.example.org/call"))
            ($0.audioSocketAddress, $0.soundsFolder) = (.tcp(host: "127.0.0.1", port: 9092), "\(folder.path)/sounds")
        }
        #expect(details.count == 5)
        #expect(details.contains { $0.hasPrefix("registry.token_file") } && details.contains { $0.hasPrefix("webhook.key_file") })
        #expect(details.count { $0.hasPrefix("audiosocket.sounds") } == 3)
    }

    @Test func `a token's file must be private, and hold a token`() {
        let file = folder.write("no token", to: "voice.token")
        #expect(chmod(file, 0o644) == 0)
        #expect(causes { $0.tokenFile = file }.first?.contains("cannot read") == true)
        #expect(chmod(file, 0o600) == 0)
        #expect(causes { $0.tokenFile = file } == ["registry.token_file: the file holds no token. Make one with the role caller."])
    }
}
