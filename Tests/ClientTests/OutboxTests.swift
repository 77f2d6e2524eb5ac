import Client
import Foundation
import Testing
import Wire

@Suite struct OutboxTests {
    @Test func `a report is kept with its time rounded down, and no other time`() throws {
        let bench = try Bench()
        let report = ReportBody.test()
        let entry = try bench.outbox.add(report)
        #expect(entry.report.seenAt == "2026-11-22T15:30:00Z" && entry.report.plate == report.plate && entry.id == report.id)
        #expect(try bench.outbox.contents().waiting == [entry])
        #expect(try bench.outbox.add(.test(), slotMinutes: 60).report.seenAt == "2026-11-22T15:00:00Z")
        let file = bench.folders.state + "/outbox/" + bench.outboxFiles[0]
        #expect(
            try FileManager.default.attributesOfItem(atPath: file)[.modificationDate] as? Date == Date(timeIntervalSince1970: 1_795_361_400)
        )
    }

    @Test func `files are private, and named by order and id`() throws {
        let bench = try Bench()
        let report = ReportBody.test("MN ABC123")
        try bench.outbox.add(report)
        #expect(bench.outboxFiles == ["0000000001-\(report.id).json"])
        #expect(bench.scratch.mode(bench.folders.state + "/outbox/" + bench.outboxFiles[0]) == 0o600)
        #expect(bench.scratch.mode(bench.folders.state) == 0o700 && bench.scratch.mode(bench.folders.state + "/outbox") == 0o700)
    }

    @Test func `they wait in the order in which they were made`() throws {
        let bench = try Bench()
        let plates = (0..<12).map { "MN ABC\($0)" }
        for plate in plates { try bench.outbox.add(.test(plate)) }
        #expect(try bench.outbox.contents().waiting.map(\.report.plate) == plates)
    }

    @Test func `ids are random and well-formed`() {
        let ids = Set((0..<1_000).map { _ in ReportIdentity.random() })
        #expect(ids.count == 1_000 && ids.allSatisfy(ReportIdentity.isWellFormed))
        for wrong in ["", "5F" + String(repeating: "0", count: 30), String(repeating: "0", count: 31), String(repeating: "g", count: 32)] {
            #expect(!ReportIdentity.isWellFormed(wrong))
        }
    }

    @Test func `nothing is saved for nobody`() throws {
        let bench = try Bench()
        try bench.folders.eraseEverything()
        #expect(reason { try bench.outbox.add(.test()) } == .loggedOut)
        try Account.test(port: bench.server.port, token: .other).save(in: bench.folders)
        #expect(reason { try bench.outbox.add(.test()) } == .loggedOut)
        #expect(bench.outboxFiles.isEmpty)
    }

    @Test func `an outbox that cannot be written says so`() throws {
        let bench = try Bench()
        let blocked = bench.folders.state
        try? FileManager.default.removeItem(atPath: blocked)
        try FileManager.default.createDirectory(atPath: (blocked as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try Data().write(to: URL(fileURLWithPath: blocked))
        let error = #expect(throws: ClientError.self) { try bench.outbox.add(.test()) }
        #expect(error?.kind == .local)
    }

    @Test func `what is dropped is gone, and an unknown id is named`() throws {
        let bench = try Bench()
        let entry = try bench.outbox.add(.test())
        #expect(try bench.outbox.drop(entry.id) == entry)
        #expect(try bench.outbox.contents().waiting.isEmpty && bench.outboxFiles.isEmpty)
        #expect(reason { try bench.outbox.drop(entry.id) } == .unknownID)
    }

    @Test func `an import's ids are made from content, and mean nothing elsewhere`() throws {
        let bench = try Bench()
        let identity = try ImportIdentity(folders: bench.folders, server: bench.account.server)
        let again = try ImportIdentity(folders: bench.folders, server: bench.account.server)
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
        #expect(try ImportIdentity(folders: bench.folders, server: ServerAddress("https://other.example.org")).id(for: report) != id)
        let elsewhere = Scratch()
        #expect(try ImportIdentity(folders: elsewhere.folders, server: bench.account.server).id(for: report) != id)
        #expect(identity.name(of: [1]) == again.name(of: [1]) && identity.name(of: [1]) != identity.name(of: [2]))
        #expect(bench.scratch.mode(bench.folders.state + "/import-salt") == 0o600)
    }

    @Test func `a damaged salt is named and not replaced`() throws {
        let bench = try Bench()
        _ = try ImportIdentity(folders: bench.folders, server: bench.account.server)
        let file = URL(fileURLWithPath: bench.folders.state + "/import-salt")
        try Data(contentsOf: file).prefix(31).write(to: file)
        #expect(reason { try ImportIdentity(folders: bench.folders, server: bench.account.server) } == .fileMalformed)
    }

    @Test func `a file of the state folder is kept whole and private`() throws {
        let bench = try Bench()
        #expect(try bench.folders.readState("base") == nil)
        try bench.folders.writeState([1, 2, 3], as: "base")
        #expect(try bench.folders.readState("base") == [1, 2, 3])
        #expect(bench.scratch.mode(bench.folders.state + "/base") == 0o600)
    }

    @Test func `logging out leaves nothing, and overwrites what it removes`() throws {
        let bench = try Bench()
        try bench.outbox.add(.test())
        let sent = try bench.outbox.add(.test())
        _ = try bench.outbox.deliver(through: bench.client)
        try bench.outbox.add(.test())
        try Preferences(area: "powderhorn").save(in: bench.folders)
        _ = try ImportIdentity(folders: bench.folders, server: bench.account.server)
        try FileManager.default.createDirectory(atPath: bench.folders.cache, withIntermediateDirectories: true)
        try Data("cached".utf8).write(to: URL(fileURLWithPath: bench.folders.cache + "/vocabulary.json"))
        let certificate = bench.folders.config + "/ca.pem"
        try Data("the user's own".utf8).write(to: URL(fileURLWithPath: certificate))
        let files = [bench.folders.config + "/account.json"] + bench.sentFiles.map { bench.folders.state + "/sent/" + $0 }
        let handles = try files.map { try #require(FileHandle(forReadingAtPath: $0)) }
        #expect(try bench.outbox.sent().contains { $0.id == sent.id })

        try bench.folders.eraseEverything()
        #expect(
            !FileManager.default.fileExists(atPath: bench.folders.state) && !FileManager.default.fileExists(atPath: bench.folders.cache))
        #expect(bench.scratch.files(in: bench.folders.config) == ["ca.pem"])
        for handle in handles {
            let left = try #require(try handle.readToEnd())
            #expect(!left.isEmpty && left.allSatisfy { $0 == 0 })
        }
        try bench.folders.eraseEverything()
    }
}
