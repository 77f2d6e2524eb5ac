import Client
import Foundation
import Plates
import TestSupport
import Testing
import Vocabulary
import Wire

@Suite struct AccountTests {
    private let scratch = Scratch()

    private func account() throws -> Account {
        var account = try Account.test(port: 8780)
        account.pins = try PublicKeyPins(["sha256//YhKJKSzoTt2b5FP18fvpHo7fJYqQCjAa3HWY3tvRMwE="])
        account.certificateFile = "/etc/thaw/ca.pem"
        return account
    }

    private var file: String {
        get throws { try scratch.folders.config + "/account.json" }
    }

    @Test func `a saved account can be loaded, and its file is private`() throws {
        let folders = try scratch.folders
        #expect(try Account.load(from: folders) == nil)
        try account().save(in: folders)
        #expect(try Account.load(from: folders) == account())
        #expect(scratch.mode(try file) == 0o600 && scratch.mode(folders.config) == 0o700)
        #expect(scratch.files(in: folders.config) == ["account.json"])
    }

    @Test("a file that others can read or write is refused", arguments: [0o640, 0o604, 0o620, 0o602, 0o644, 0o601] as [mode_t])
    func notPrivate(mode: mode_t) throws {
        try account().save(in: scratch.folders)
        chmod(try file, mode)
        let error = #expect(throws: ClientError.self) { try Account.load(from: scratch.folders) }
        #expect(error?.reason == .notPrivate && error?.name == "client.permissions")
        let path = try file
        #expect(error?.subject == path)
    }

    @Test func `a symbolic link is refused, whatever its target`() throws {
        let folders = try scratch.folders
        try account().save(in: folders)
        let elsewhere = scratch.path + "/elsewhere.json"
        try FileManager.default.moveItem(atPath: file, toPath: elsewhere)
        try FileManager.default.createSymbolicLink(atPath: file, withDestinationPath: elsewhere)
        #expect(reason { try Account.load(from: folders) } == .symlink)
        try FileManager.default.moveItem(atPath: folders.config, toPath: scratch.path + "/real")
        try FileManager.default.createSymbolicLink(atPath: folders.config, withDestinationPath: scratch.path + "/real")
        #expect(reason { try Account.load(from: folders) } == .symlink)
    }

    @Test func `anything but a regular file is refused, and a pipe does not block`() throws {
        let folders = try scratch.folders
        try FileManager.default.createDirectory(atPath: file, withIntermediateDirectories: true)
        #expect(reason { try Account.load(from: folders) } == .notRegular)
        rmdir(try file)
        mkfifo(try file, 0o600)
        #expect(reason { try Account.load(from: folders) } == .notRegular)
    }

    @Test(.enabled(if: geteuid() == 0, "needs root")) func `another user's file is refused`() throws {
        let folders = try scratch.folders
        try account().save(in: folders)
        chown(try file, 12_345, 12_345)
        #expect(reason { try Account.load(from: folders) } == .notOwned)
        chown(folders.config, 12_345, 12_345)
        #expect(reason { try Account.load(from: folders) } == .notOwned)
    }

    @Test func `a folder that others can enter is made private`() throws {
        let folders = try scratch.folders
        try FileManager.default.createDirectory(
            atPath: folders.config, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        try account().save(in: folders)
        #expect(scratch.mode(folders.config) == 0o700)
    }

    @Test func `a file that is cut short at any byte is damaged, never another account`() throws {
        let folders = try scratch.folders
        try account().save(in: folders)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: file))
        for count in 0..<bytes.count {
            try bytes.prefix(count).write(to: URL(fileURLWithPath: file))
            #expect(reason { try Account.load(from: folders) } == .fileMalformed, "cut to \(count)")
        }
    }

    @Test func `an unreadable pin counts as damage, not as no pin`() throws {
        let folders = try scratch.folders
        try account().save(in: folders)
        let text = try String(contentsOfFile: file, encoding: .utf8).replacing("sha256//Y", with: "sha256//!")
        try text.write(toFile: file, atomically: false, encoding: .utf8)
        #expect(reason { try Account.load(from: folders) } == .fileMalformed)
    }

    @Test func `another login overwrites the earlier token`() throws {
        let folders = try scratch.folders
        try account().save(in: folders)
        let former = try #require(FileHandle(forReadingAtPath: file))
        try Account.test(port: 1, token: .other).save(in: folders)
        let left = try #require(try former.readToEnd())
        #expect(!left.isEmpty && left.allSatisfy { $0 == 0 })
        #expect(try Account.load(from: folders)?.token == .other)
    }

    @Test func `no description of an account shows its token`() throws {
        let account = try account()
        var dumped = ""
        dump(account, to: &dumped)
        for text in ["\(account)", String(reflecting: account), dumped, "\(Optional(account) as Any)"] {
            #expect(!text.contains(account.token.text.dropFirst(5).prefix(8)), "\(text)")
        }
    }

    @Test(
        "folders follow XDG",
        arguments: [
            (["HOME": "/h"], ["/h/.config/thaw", "/h/.local/state/thaw", "/h/.cache/thaw"]),
            (["HOME": "/h", "XDG_STATE_HOME": "/s", "XDG_CACHE_HOME": ""], ["/h/.config/thaw", "/s/thaw", "/h/.cache/thaw"]),
            (["XDG_CONFIG_HOME": "/c", "XDG_STATE_HOME": "/s", "XDG_CACHE_HOME": "/k"], ["/c/thaw", "/s/thaw", "/k/thaw"]),
        ])
    func folders(environment: [String: String], expected: [String]) throws {
        let folders = try Folders(environment: environment)
        #expect([folders.config, folders.state, folders.cache] == expected)
    }

    @Test func `folders that are not absolute are refused`() {
        #expect(reason { try Folders(environment: ["HOME": "/h", "XDG_CONFIG_HOME": "c"]) } == .notAbsolute)
        #expect(reason { try Folders(environment: ["HOME": "h"]) } == .notAbsolute)
        #expect(reason { try Folders(environment: [:]) } == .noHome)
    }

    @Test func `preferences and a cached vocabulary are saved, and it is no error if they are lost`() throws {
        let folders = try scratch.folders
        #expect(Preferences.load(from: folders) == Preferences())
        let preferences = Preferences(area: "powderhorn", issuer: "US-MN", country: "US")
        try preferences.save(in: folders)
        #expect(Preferences.load(from: folders) == preferences)
        try Data("{".utf8).write(to: URL(fileURLWithPath: folders.state + "/preferences.json"))
        #expect(Preferences.load(from: folders) == Preferences())

        let rules = RulesBody(slotMinutes: 30, reportAgeHoursMax: 24, utcOffset: .zero, country: .us, issuer: nil)
        let body = VocabularyBody(areas: .everywhere, rules: rules)
        let server = FakeServer { _, _ in .json(body) }
        let client = ThawClient(server: try server.address, token: nil, environment: .test())
        #expect(CachedVocabulary.load(from: folders, server: try server.address) == nil)
        #expect(try CachedVocabulary.refresh(through: client, in: folders, now: testNow).body == body)
        let cached = try #require(CachedVocabulary.load(from: folders, server: try server.address))
        #expect(cached.body == body && cached.fetchedSeconds == testNow)
        #expect(CachedVocabulary.load(from: folders, server: try ServerAddress("https://other.example.org")) == nil)
        #expect(scratch.mode(folders.cache + "/vocabulary.json") == 0o600)
    }
}
