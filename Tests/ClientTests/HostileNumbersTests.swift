import Client
import Foundation
import Plates
import TestSupport
import Testing
import Vocabulary
import Wire

/// Numbers from a hostile server, a damaged file or a file's time.
@Suite struct `Absurd numbers` {
    private static let vocabulary = VocabularyBody(
        areas: .everywhere, rules: RulesBody(slotMinutes: 30, reportAgeHoursMax: 24, utcOffset: .zero, country: .us, issuer: nil))

    private static func text(_ field: String, _ number: String) -> String {
        let text = String(decoding: WireJSON.encode(vocabulary), as: UTF8.self)
        return text.replacing(try! Regex("\"\(field)\":-?[0-9]+"), with: "\"\(field)\":\(number)")
    }

    static let numbers = ["slot_minutes", "report_age_hours_max"].flatMap { field in
        ["9223372036854775807", "-9223372036854775808", "9223372036854775808", "1e300", "-1000", "999999999999"].map { (field, $0) }
    }

    @Test(arguments: numbers)
    func `in a vocabulary are a named error, and nothing is cached`(field: String, number: String) throws {
        let scratch = Scratch()
        let body = Self.text(field, number)
        let server = FakeServer { _, _ in .bytes(Array(body.utf8), status: 200, type: "application/json") }
        let client = ThawClient(server: try server.address, token: nil, environment: .test())
        let error = #expect(throws: ClientError.self) {
            try CachedVocabulary.refresh(through: client, in: try scratch.folders, now: testNow)
        }
        #expect(error?.name == "client.answer")
        #expect(try CachedVocabulary.load(from: scratch.folders, server: server.address) == nil)
    }

    @Test(arguments: numbers + [("fetched", "9223372036854775807"), ("fetched", "-9223372036854775808")])
    func `in the cache make it invalid, and the next answer replaces it`(field: String, number: String) throws {
        let scratch = Scratch()
        let folders = try scratch.folders
        let server = FakeServer { _, _ in .json(Self.vocabulary) }
        let client = ThawClient(server: try server.address, token: nil, environment: .test())
        _ = try CachedVocabulary.refresh(through: client, in: folders, now: testNow)
        let file = URL(fileURLWithPath: folders.cache + "/vocabulary.json")
        let kept = try String(contentsOf: file, encoding: .utf8)
        let damaged = kept.replacing(try Regex("\"\(field)\":-?[0-9]+"), with: "\"\(field)\":\(number)")
        #expect(damaged != kept)
        try Data(damaged.utf8).write(to: file)
        #expect(try CachedVocabulary.load(from: folders, server: server.address) == nil)
        _ = try CachedVocabulary.refresh(through: client, in: folders, now: testNow)
        #expect(try CachedVocabulary.load(from: folders, server: server.address)?.body == Self.vocabulary)
    }

    @Test(arguments: [Int.min, -1, 0, 1, 7, 29, 30])
    func `a slot is never shorter than half an hour`(minutes: Int) throws {
        let fixture = try Fixture()
        #expect(try fixture.outbox.add(.test(), slotMinutes: minutes).report.seenAt == "2026-11-22T15:30:00Z")
    }

    @Test(arguments: [1_440, 1_441, Int.max])
    func `a slot is never longer than a day`(minutes: Int) throws {
        let fixture = try Fixture()
        #expect(try fixture.outbox.add(.test(), slotMinutes: minutes).report.seenAt == "2026-11-22T00:00:00Z")
    }

    @Test(arguments: [
        "Retry-After: 9223372036854775807", "Retry-After: 99999999999999999999", "Retry-After: -9223372036854775808",
        "Retry-After: Fri, 31 Dec 9999 23:59:59 GMT", "Date: Fri, 31 Dec 9999 23:59:59 GMT", "Date: Fri, 31 Dec 2147483647 23:59:59 GMT",
        "Date: Thu, 01 Jan 0001 00:00:00 GMT", "Date: 9223372036854775807",
    ])
    func `in a header are ignored`(header: String) throws {
        let server = FakeServer { _, _ in .problem(.storeBusy, headers: [header]) }
        let client = ThawClient(server: try server.address, token: nil, environment: .test())
        let error = #expect(throws: ClientError.self) { try client.vocabulary() }
        #expect(error?.name == "store.busy")
        #expect((0...31 * 86_400).contains(error?.retryAfterSeconds ?? 0))
        #expect((0..<253_402_300_800).contains(testNow + (client.clockDifferenceSeconds ?? 0)))
    }

    @Test func `a report after the last sequence number is saved as well`() throws {
        let fixture = try Fixture()
        let first = try fixture.outbox.add(.test())
        let folder = fixture.folders.state + "/outbox/"
        try FileManager.default.moveItem(atPath: folder + fixture.outboxFiles[0], toPath: folder + "9999999999-\(first.id).json")
        let second = try fixture.outbox.add(.test("MN XYZ987"))
        #expect(try Set(fixture.outbox.contents().waiting.map(\.id)) == [first.id, second.id])
        #expect(try fixture.outbox.contents().setAside.isEmpty)
    }

    @Test(arguments: [-62_135_596_800.0, 0, 253_402_300_799])
    func `as the time of a damaged file do not stop a delivery`(seconds: Double) throws {
        let fixture = try Fixture()
        try fixture.outbox.add(.test())
        let folder = fixture.folders.state + "/outbox/"
        try Data("damaged".utf8).write(to: URL(fileURLWithPath: folder + fixture.outboxFiles[0]))
        let path = try #require(try fixture.outbox.contents().setAside.first?.path)
        try FileManager.default.setAttributes([.modificationDate: Date(timeIntervalSince1970: seconds)], ofItemAtPath: path)
        _ = try fixture.outbox.deliver(through: fixture.client)
        #expect(!FileManager.default.fileExists(atPath: path), "neither time is within two days")
    }
}
