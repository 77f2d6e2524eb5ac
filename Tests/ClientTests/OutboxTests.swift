import Client
import Foundation
import TestSupport
import Testing
import Wire

@Suite struct OutboxTests {
    @Test func `a report is saved with its time rounded down, and no other time`() throws {
        let fixture = try Fixture()
        let report = ReportBody.test()
        let entry = try fixture.outbox.add(report)
        #expect(entry.report.seenAt == "2026-11-22T15:30:00Z" && entry.report.plate == report.plate && entry.id == report.id)
        #expect(try fixture.outbox.contents().waiting == [entry])
        #expect(try fixture.outbox.add(.test(), slotMinutes: 60).report.seenAt == "2026-11-22T15:00:00Z")
        let file = fixture.folders.state + "/outbox/" + fixture.outboxFiles[0]
        #expect(
            try FileManager.default.attributesOfItem(atPath: file)[.modificationDate] as? Date == Date(timeIntervalSince1970: 1_795_361_400)
        )
    }

    @Test func `files are private, and named by sequence number and ID`() throws {
        let fixture = try Fixture()
        let report = ReportBody.test("MN ABC123")
        try fixture.outbox.add(report)
        #expect(fixture.outboxFiles == ["0000000001-\(report.id).json"])
        #expect(fixture.scratch.mode(fixture.folders.state + "/outbox/" + fixture.outboxFiles[0]) == 0o600)
        #expect(fixture.scratch.mode(fixture.folders.state) == 0o700 && fixture.scratch.mode(fixture.folders.state + "/outbox") == 0o700)
    }

    @Test func `reports wait in the order in which they were made`() throws {
        let fixture = try Fixture()
        let plates = (0..<12).map { "MN ABC\($0)" }
        for plate in plates { try fixture.outbox.add(.test(plate)) }
        #expect(try fixture.outbox.contents().waiting.map(\.report.plate) == plates)
    }

    @Test func `ids are random and well-formed`() {
        let ids = Set((0..<1_000).map { _ in ReportIdentity.random() })
        #expect(ids.count == 1_000 && ids.allSatisfy(ReportIdentity.isWellFormed))
        for wrong in ["", "5F" + String(repeating: "0", count: 30), String(repeating: "0", count: 31), String(repeating: "g", count: 32)] {
            #expect(!ReportIdentity.isWellFormed(wrong))
        }
    }

    @Test func `without an account nothing is saved`() throws {
        let fixture = try Fixture()
        try fixture.folders.eraseEverything()
        #expect(reason { try fixture.outbox.add(.test()) } == .loggedOut)
        try Account.test(port: fixture.server.port, token: .other).save(in: fixture.folders)
        #expect(reason { try fixture.outbox.add(.test()) } == .loggedOut)
        #expect(fixture.outboxFiles.isEmpty)
    }

    @Test func `an outbox that cannot be written reports an error`() throws {
        let fixture = try Fixture()
        let blocked = fixture.folders.state
        try? FileManager.default.removeItem(atPath: blocked)
        try FileManager.default.createDirectory(atPath: (blocked as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try Data().write(to: URL(fileURLWithPath: blocked))
        let error = #expect(throws: ClientError.self) { try fixture.outbox.add(.test()) }
        #expect(error?.kind == .local)
    }

    @Test func `a dropped report is gone, and an unknown ID is an error`() throws {
        let fixture = try Fixture()
        let entry = try fixture.outbox.add(.test())
        #expect(try fixture.outbox.drop(entry.id) == entry)
        #expect(try fixture.outbox.contents().waiting.isEmpty && fixture.outboxFiles.isEmpty)
        #expect(reason { try fixture.outbox.drop(entry.id) } == .unknownID)
    }

    @Test func `the IDs of an import depend on the content and the salt`() throws {
        let fixture = try Fixture()
        let identity = try ImportIdentity(folders: fixture.folders, server: fixture.account.server)
        let again = try ImportIdentity(folders: fixture.folders, server: fixture.account.server)
        var report = ReportBody.test()
        report.signs = ["convoy", "tactical-gear"]
        let id = identity.id(for: report)
        #expect(ReportIdentity.isWellFormed(id) && again.id(for: report) == id)
        var other = report
        other.id = ReportIdentity.random()
        other.signs = ["tactical-gear", "convoy", "convoy"]
        #expect(identity.id(for: other) == id)
        let changes: [(inout ReportBody) -> Void] = [
            { $0.plate = "MN ABC124" }, { $0.seenAt = "2026-11-22T16:00:00Z" }, { $0.area = "whittier" }, { $0.vehicle.make = "ford" },
            { $0.vehicle = VehicleBody(body: "black") }, { $0.signs = [] },
        ]
        for change in changes {
            var changed = report
            change(&changed)
            #expect(identity.id(for: changed) != id, "\(changed)")
        }
        #expect(try ImportIdentity(folders: fixture.folders, server: ServerAddress("https://other.example.org")).id(for: report) != id)
        let elsewhere = Scratch()
        #expect(try ImportIdentity(folders: elsewhere.folders, server: fixture.account.server).id(for: report) != id)
        #expect(identity.name(of: [1]) == again.name(of: [1]) && identity.name(of: [1]) != identity.name(of: [2]))
        #expect(fixture.scratch.mode(fixture.folders.state + "/import-salt") == 0o600)
    }

    @Test func `a damaged salt is an error, and is not replaced`() throws {
        let fixture = try Fixture()
        _ = try ImportIdentity(folders: fixture.folders, server: fixture.account.server)
        let file = URL(fileURLWithPath: fixture.folders.state + "/import-salt")
        try Data(contentsOf: file).prefix(31).write(to: file)
        #expect(reason { try ImportIdentity(folders: fixture.folders, server: fixture.account.server) } == .fileMalformed)
    }

    @Test func `a file of the state folder is whole and private`() throws {
        let fixture = try Fixture()
        #expect(try fixture.folders.readState("base") == nil)
        try fixture.folders.writeState([1, 2, 3], as: "base")
        #expect(try fixture.folders.readState("base") == [1, 2, 3])
        #expect(fixture.scratch.mode(fixture.folders.state + "/base") == 0o600)
    }

    @Test func `logging out overwrites and removes everything`() throws {
        let fixture = try Fixture()
        try fixture.outbox.add(.test())
        let sent = try fixture.outbox.add(.test())
        _ = try fixture.outbox.deliver(through: fixture.client)
        try fixture.outbox.add(.test())
        try Preferences(area: "powderhorn").save(in: fixture.folders)
        _ = try ImportIdentity(folders: fixture.folders, server: fixture.account.server)
        try FileManager.default.createDirectory(atPath: fixture.folders.cache, withIntermediateDirectories: true)
        try Data("cached".utf8).write(to: URL(fileURLWithPath: fixture.folders.cache + "/vocabulary.json"))
        let certificate = fixture.folders.config + "/ca.pem"
        try Data("the user's own".utf8).write(to: URL(fileURLWithPath: certificate))
        let files = [fixture.folders.config + "/account.json"] + fixture.sentFiles.map { fixture.folders.state + "/sent/" + $0 }
        let handles = try files.map { try #require(FileHandle(forReadingAtPath: $0)) }
        #expect(try fixture.outbox.sent().contains { $0.id == sent.id })

        try fixture.folders.eraseEverything()
        #expect(
            !FileManager.default.fileExists(atPath: fixture.folders.state) && !FileManager.default.fileExists(atPath: fixture.folders.cache)
        )
        #expect(fixture.scratch.files(in: fixture.folders.config) == ["ca.pem"])
        for handle in handles {
            let left = try #require(try handle.readToEnd())
            #expect(!left.isEmpty && left.allSatisfy { $0 == 0 })
        }
        try fixture.folders.eraseEverything()
    }
}
