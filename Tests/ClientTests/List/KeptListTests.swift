import Client
import Foundation
import Plates
import TestSupport
import Testing
import Wire

@Suite("The list on a machine") struct KeptListTests {
    private let fixture: ListFixture

    init() throws { fixture = try ListFixture() }

    @Test func `a fetched list answers, exact plates first and similar ones apart`() throws {
        let synced = try fixture.sync()
        #expect(synced.isNew && synced.summary.count == 5 && synced.summary.isWhole && synced.help == "Call \"555-0100\".")
        #expect(synced.summary.asOf == "2026-11-22T15:37:10Z")
        #expect(
            try fixture.found("MN ABC128") == [
                "US-MN ABC128", "confusable US-MN ABC12B", "substitution US-MN ABC123", "substitution US-WI ABC123",
            ])
        #expect(try fixture.found("ABC123", similar: false) == ["US-MN ABC123", "US-WI ABC123"])
        #expect(try fixture.found("IA ABC123", similar: false) == ["issuer US-MN ABC123", "issuer US-WI ABC123"])
        #expect(try fixture.found("MN XYZ987").isEmpty)
        #expect(try fixture.found("MN ABD123").first == "issuer ZZ ABD123")
    }

    @Test func `its files are private, and a logout erases them`() throws {
        try fixture.sync()
        for file in [fixture.listFile, fixture.indexFile, fixture.trustFile] { #expect(fixture.scratch.mode(file.path) == 0o600) }
        let kept = try #require(FileHandle(forReadingAtPath: fixture.listFile.path))
        try fixture.folders.eraseEverything()
        let left = try #require(try kept.readToEnd())
        #expect(left.allSatisfy { $0 == 0 })
        for folder in [fixture.folders.config, fixture.folders.state, fixture.folders.cache] {
            #expect(!FileManager.default.fileExists(atPath: folder))
        }
        #expect(reason { try fixture.open() } == .listMissing)
    }

    @Test func `after a logout nothing is kept, even if the list was on its way`() throws {
        fixture.registry.change { state in
            let folders = fixture.folders
            state.onReply = { reply in
                let erasing = Reply.Step.run { _ = try? folders.eraseEverything() }
                return Reply(steps: [erasing] + reply.steps)
            }
        }
        #expect(reason { try fixture.sync() } == .loggedOut)
        #expect(!FileManager.default.fileExists(atPath: fixture.listFile.path))
    }

    @Test func `without a list there is a named error`() throws {
        let error = #expect(throws: ClientError.self) { try fixture.open() }
        #expect(error?.name == "client.list_missing")
        #expect(!fixture.list().isDue)
        #expect(fixture.list().refreshInPassing(through: fixture.client()) == nil)
        #expect(fixture.server.received.isEmpty)
    }

    @Test func `a known list is not sent again, and a damaged one is`() throws {
        try fixture.sync()
        let again = try fixture.sync(at: testNow + 4_000)
        #expect(!again.isNew && again.summary.count == 5)
        #expect(fixture.listRequests.map { $0.headers["if-none-match"] != nil } == [false, true])
        #expect(fixture.listRequests.allSatisfy { $0.headers["accept-encoding"] == "gzip" })
        try Data("x".utf8).write(to: fixture.listFile)
        #expect(reason { try fixture.open() } == .listDamaged)
        #expect(try fixture.sync(at: testNow + 4_001).isNew)
        #expect(try fixture.found("ABC123", similar: false, at: testNow + 4_001).count == 2)
    }

    @Test func `it is fetched in passing once it is an hour old`() throws {
        try fixture.sync()
        for (seconds, isDue) in [(Int64(0), false), (3_599, false), (3_600, true), (-1, true)] {
            #expect(fixture.list(at: testNow + seconds).isDue == isDue, "\(seconds)")
        }
        #expect(fixture.list(at: testNow + 100).refreshInPassing(through: fixture.client(at: testNow + 100)) == nil)
        #expect(fixture.listRequests.count == 1)
        #expect(fixture.list(at: testNow + 3_600).refreshInPassing(through: fixture.client(at: testNow + 3_600)) == nil)
        #expect(fixture.listRequests.count == 2)
        #expect(!fixture.list(at: testNow + 3_700).isDue)
    }

    @Test func `an expired list is erased and answers nothing`() throws {
        fixture.registry.change { $0.hours = 2 }
        try fixture.sync()
        let end = testNow - 600 + 2 * 3_600
        #expect(try !fixture.found("ABC123", at: end - 1).isEmpty)
        let kept = try #require(FileHandle(forReadingAtPath: fixture.listFile.path))
        #expect(reason { try fixture.open(at: end) } == .listExpired)
        let left = try #require(try kept.readToEnd())
        #expect(left.allSatisfy { $0 == 0 })
        #expect(reason { try fixture.open(at: end) } == .listMissing)
        #expect(reason { try fixture.open() } == .listMissing, "setting the clock back brings nothing back")
        #expect(fixture.list(at: end).isDue)
    }

    @Test func `a list that cannot be read whole never says that a plate is not on it`() throws {
        fixture.registry.change { $0.isTruncated = true }
        #expect(try !fixture.sync().summary.isWhole)
        fixture.registry.change { state in
            state.isTruncated = false
            state.asOf += 60
            // An issuer that this version does not know.
            state.change = { Array(String(decoding: $0, as: UTF8.self).replacing("US-WI", with: "US-QQ").utf8) }
        }
        let synced = try fixture.sync()
        #expect(!synced.summary.isWhole && synced.summary.count == 4)
        #expect(try !fixture.open().summary.isWhole)
    }

    @Test func `two logins to two servers never use each other's list`() throws {
        try fixture.sync()
        let other = try ListFixture()
        var account = other.account
        account.token = fixture.account.token
        try account.save(in: fixture.folders)
        let list = KeptList(folders: fixture.folders, account: account, environment: .test())
        #expect(reason { try list.open() } == .listMissing)
        try list.pin(ListKeyBody(other.registry.key))
        #expect(reason { try list.open() } == .listMissing)
        #expect(!FileManager.default.fileExists(atPath: fixture.listFile.path))
    }
}
