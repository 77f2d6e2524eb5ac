import Foundation
import TestSupport
import Testing
import Wire
import thawd

@Suite("The first admin token")
struct FirstAdminTokenTests {
    private let place = TemporaryFolder()
    private let token = BearerToken(random: Array(0..<20))

    @Test func `the text for a terminal has the token`() {
        #expect(FirstAdminToken.shown(token).contains(token.text))
    }

    @Test func `without a terminal, a private file has the token, and the text only its path`() throws {
        let folder = try DataFolder(path: place.path)
        let file = FirstAdminToken(folder: folder)
        #expect(file.waiting() == nil)
        try file.write(token)
        #expect(file.announcement.contains(folder.firstAdminToken))
        #expect(!file.announcement.contains(token.text))
        #expect(place.mode(of: "first-admin-token") == 0o600)
        #expect(file.waiting() == token)
    }

    @Test func `the first use erases the file and overwrites its bytes`() throws {
        let folder = try DataFolder(path: place.path)
        try FirstAdminToken(folder: folder).write(token)
        // A second name for the file shows its bytes afterwards.
        let other = "\(place.path)/other-name"
        try FileManager.default.linkItem(atPath: folder.firstAdminToken, toPath: other)
        try FirstAdminToken(folder: folder).erase()
        #expect(!FileManager.default.fileExists(atPath: folder.firstAdminToken))
        let left = try #require(FileManager.default.contents(atPath: other))
        #expect(left.count == token.text.utf8.count + 1)
        #expect(left.allSatisfy { $0 == 0 })
        try FirstAdminToken(folder: folder).erase()
    }

    @Test func `a new token replaces one that was never used`() throws {
        let folder = try DataFolder(path: place.path)
        try FirstAdminToken(folder: folder).write(token)
        let second = BearerToken(random: Array(20..<40))
        try FirstAdminToken(folder: folder).write(second)
        #expect(FirstAdminToken(folder: folder).waiting() == second)
    }
}
