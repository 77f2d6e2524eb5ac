import Foundation
import HTTPTypes
import Plates
import Server
import Sightings
import TestSupport
import Testing
import Vocabulary
import Wire

struct ReportRouteTests {
    private func record(_ server: APIServer, _ reports: [ReportBody], as token: BearerToken) async throws -> [ReportResult] {
        let answer = try await server.post("/v1/reports", ReportsRequest(reports), as: token)
        #expect(answer.status == 200, "\(answer.text)")
        return try answer.decoded(ReportsResponse.self).results
    }

    @Test("A report is recorded; a retry gets the first answer and replayed, and nothing else")
    func retry() async throws {
        try await withAPIServer { server in
            let ann = try await server.token("ann")
            let batch = ReportsRequest([
                reportBody("MN ABC-123", vehicle: VehicleBody(color: "black", body: "suv", make: "ford"), signs: ["convoy"])
            ])
            let first = try await server.post("/v1/reports", batch, as: ann)
            #expect(first.status == 200)
            let result = try #require(try first.decoded(ReportsResponse.self).results.first)
            #expect(result.result == .recorded)
            #expect(try result.plate == PlateBody(issuer: "US-MN", characters: "ABC123"))
            #expect(result.warnings == [])
            let commits = server.registry.store.commits
            for _ in 0..<2 {
                let again = try await server.post("/v1/reports", batch, as: ann)
                #expect(again.text.contains(#""replayed":true,"#))
                #expect(again.text.replacingOccurrences(of: #""replayed":true,"#, with: "") == first.text)
            }
            #expect(server.registry.store.commits == commits)
        }
    }

    @Test("A retry is answered even if the report would no longer be accepted")
    func lateRetry() async throws {
        try await withAPIServer { server in
            let ann = try await server.token("ann")
            let batch = ReportsRequest([reportBody("MN ABC-123", minutesAgo: 60 * 23)])
            let first = try await server.post("/v1/reports", batch, as: ann)
            server.registry.clock.advance(hours: 20)
            let again = try await server.post("/v1/reports", batch, as: ann)
            #expect(again.text.replacingOccurrences(of: #""replayed":true,"#, with: "") == first.text)
            #expect(again.text != first.text)
        }
    }

    @Test("The same plate, area and slot again is merged; other content under the same id is refused")
    func merged() async throws {
        try await withAPIServer { server in
            let ann = try await server.token("ann")
            let first = reportBody("MN ABC-123")
            var other = reportBody("MN abc 123")
            #expect(try await record(server, [first, other], as: ann).map(\.result) == [.recorded, .merged])
            other.area = "seward"
            let reused = try #require(try await record(server, [other], as: ann).first)
            #expect(reused.result == .refused)
            #expect(reused.error?.errorCode == .reportIDReused)
            #expect(reused.error?.field == "id")
            // Another token's ids are its own.
            let bea = try await server.token("bea")
            #expect(try await record(server, [other], as: bea).map(\.result) == [.recorded])
        }
    }

    @Test("Each bad report of a batch gets its own error, and the good ones are recorded")
    func itemErrors() async throws {
        try await withAPIServer { server in
            let ann = try await server.token("ann")
            func changed(_ change: (inout ReportBody) -> Void) -> ReportBody {
                var body = reportBody("MN ABC-123", vehicle: VehicleBody(color: "black"), signs: ["convoy"])
                change(&body)
                return body
            }
            let bad: [(ReportBody, ErrorCode, String)] = [
                (changed { $0.id = "xyz" }, .reportIDMalformed, "id"),
                (changed { $0.id = String(repeating: "A", count: 32) }, .reportIDMalformed, "id"),
                (changed { $0.plate = "" }, .plateEmpty, "plate"),
                (changed { $0.plate = "- -" }, .plateEmpty, "plate"),
                (changed { $0.plate = "ABCDEFGHJKLMN" }, .plateTooLong, "plate"),
                (changed { $0.plate = String(repeating: "A", count: 10_000) }, .plateTooLong, "plate"),
                (changed { $0.plate = "AB!12" }, .plateCharacter, "plate"),
                (changed { $0.plate = "NOPLATE" }, .platePlaceholder, "plate"),
                (changed { $0.plate = "qq:ABC123" }, .issuerUnknown, "plate"),
                (changed { $0.seenAt = "yesterday" }, .reportSeenAtMalformed, "seen_at"),
                (changed { $0.seenAt = "2026-02-30T00:00:00Z" }, .reportSeenAtMalformed, "seen_at"),
                (changed { $0.seenAt = WireTime.text(TestClock.start.seconds - 86_401) }, .reportTooOld, "seen_at"),
                (changed { $0.seenAt = WireTime.text(TestClock.start.seconds + 121) }, .reportTooNew, "seen_at"),
                (changed { $0.seenAt = "1970-01-01T00:00:00Z" }, .reportTooOld, "seen_at"),
                (changed { $0.seenAt = "9999-12-31T23:59:59Z" }, .reportTooNew, "seen_at"),
                (changed { $0.area = "atlantis" }, .reportAreaUnknown, "area"),
                (changed { $0.area = "Not An Area" }, .reportAreaUnknown, "area"),
                (changed { $0.signs = ["convoy", "vibes"] }, .reportSignUnknown, "signs[1]"),
                (changed { $0.vehicle.color = "Black" }, .reportColorUnknown, "vehicle.color"),
                (changed { $0.vehicle.body = "spaceship" }, .reportBodyUnknown, "vehicle.body"),
                (changed { $0.vehicle.make = "" }, .reportMakeUnknown, "vehicle.make"),
            ]
            let good = reportBody("WI:GOOD1")
            let results = try await record(server, [good] + bad.map(\.0) + [reportBody("WI:GOOD2")], as: ann)
            #expect(results.count == bad.count + 2)
            #expect(results.first?.result == .recorded && results.last?.result == .recorded)
            for (result, (body, code, field)) in zip(results.dropFirst(), bad) {
                #expect(result.result == .refused, "\(code)")
                #expect(result.id == body.id)
                #expect(result.error?.errorCode == code)
                #expect(result.error?.field == field)
                #expect(result.plate == nil && result.warnings == nil && result.replayed == nil)
            }
        }
    }

    @Test("An item that is not a report gets its own error, with its ID if it has one")
    func shapelessItems() async throws {
        try await withAPIServer { server in
            let ann = try await server.token("ann")
            let good = String(decoding: WireJSON.encode(reportBody("WI:GOOD1")), as: UTF8.self)
            let answer = try await server.post(
                "/v1/reports", #"{"reports":[7,\#(good),{"id":"abc"},{"plate":"ABC123","note":"hi"}]}"#, as: ann)
            let results = try answer.decoded(ReportsResponse.self).results
            #expect(results.map(\.result) == [.refused, .recorded, .refused, .refused])
            #expect(results.map(\.id) == [nil, results[1].id, "abc", nil])
            #expect(results.map { $0.error?.errorCode } == [.requestWrongType, nil, .requestFieldMissing, .requestUnknownField])
            #expect(results.map { $0.error?.field } == [nil, nil, "plate", "note"])
        }
    }

    @Test("A plate that can be read in more than one way is refused with its readings, and the one that a person chose is recorded")
    func ambiguous() async throws {
        try await withAPIServer { server in
            let ann = try await server.token("ann")
            let refused = try await record(server, [reportBody("MN-ABC123"), reportBody("OH MY 71"), reportBody("2.19E+26")], as: ann)
            #expect(refused.map(\.result) == [.refused, .refused, .refused])
            #expect(refused.map { $0.error?.errorCode } == [.plateAmbiguous, .plateAmbiguous, .plateSpreadsheet])
            #expect(refused.map { $0.error?.field } == ["plate", "plate", "plate"])
            let readings = refused.map { $0.readings?.map { "\($0.issuer):\($0.characters)" } }
            #expect(readings == [["US-MN:ABC123", "ZZ:MNABC123"], ["US-OH:MY71", "ZZ:OHMY71"], nil])
            #expect(refused[1].error?.detail.contains("OHMY71") == false)
            let chosen = try await record(server, [reportBody("US-MN:ABC123"), reportBody("ZZ:OHMY71")], as: ann)
            #expect(chosen.map(\.result) == [.recorded, .recorded])
            #expect(chosen.map { $0.plate?.issuer } == ["US-MN", "ZZ"])
        }
    }

    @Test("A plate that fits no series of its issuer is recorded with a warning")
    func unusualSeries() async throws {
        try await withAPIServer { server in
            let ann = try await server.token("ann")
            let results = try await record(server, [reportBody("MN:WILD1"), reportBody("MN ABC123")], as: ann)
            #expect(results.map(\.result) == [.recorded, .recorded])
            #expect(results.map { $0.warnings?.map(\.code) } == [["plate.unusual_series"], []])
        }
    }

    @Test("An unusual length is recorded with a warning")
    func warning() async throws {
        try await withAPIServer { server in
            let ann = try await server.token("ann")
            let results = try await record(server, [reportBody("MN:A1"), reportBody("MN ABC1234567")], as: ann)
            #expect(results.map(\.result) == [.recorded, .recorded])
            #expect(results.map { $0.warnings?.map(\.code) } == [["plate.unusual_length"], ["plate.unusual_length"]])
        }
    }

    @Test("A plate without an issuer gets the registry's, if it has one")
    func defaultIssuer() async throws {
        try await withAPIServer(APIOptions { $0.settings.issuer = .init(code: "US-WI") }) { server in
            let ann = try await server.token("ann")
            let results = try await record(server, [reportBody("ABC123"), reportBody("MN ABC123")], as: ann)
            #expect(results.map { $0.plate?.issuer } == ["US-WI", "US-MN"])
        }
    }

    @Test("Past the quota, 429 is the answer only if no report got another one")
    func quota() async throws {
        try await withAPIServer(APIOptions { $0.rules.tokens.reportsPerDay = 2 }) { server in
            let ann = try await server.token("ann")
            let first = reportBody("MN:ABC1")
            let mixed = try await record(server, [first, reportBody("MN:ABC2"), reportBody("MN:ABC3")], as: ann)
            #expect(mixed.map(\.result) == [.recorded, .recorded, .refused])
            #expect(mixed[2].error?.errorCode == .quotaSpent)
            let spent = try await server.post("/v1/reports", ReportsRequest([reportBody("MN:ABC4"), reportBody("MN:ABC5")]), as: ann)
            #expect(spent.status == 429)
            #expect(spent.code == .quotaSpent)
            // The clock stands at 15:45, and the day ends at midnight.
            #expect(spent.headers["retry-after"] == String(8 * 3_600 + 15 * 60))
            let replayed = try await record(server, [first, reportBody("MN:ABC6")], as: ann)
            #expect(replayed.map(\.result) == [.recorded, .refused])
            #expect(replayed[0].replayed == true)
        }
    }

    @Test("Only moderators and admins import")
    func importing() async throws {
        try await withAPIServer { server in
            let batch = ReportsRequest([reportBody("MN ABC123", minutesAgo: 60 * 24 * 20)], isImport: true)
            let ann = try await server.token("ann")
            let refused = try await server.post("/v1/reports", batch, as: ann)
            #expect(refused.code == .tokenRole)
            #expect(refused.field == "import")
            let mod = try await server.token("mod", .moderator)
            let taken = try await server.post("/v1/reports", batch, as: mod)
            #expect(try taken.decoded(ReportsResponse.self).results.map(\.result) == [.recorded])
        }
    }

    @Test("A full disk, a broken one and a stop each get their error, and look-ups go on")
    func storeErrors() async throws {
        try await withAPIServer { server in
            let ann = try await server.token("ann")
            server.registry.store.failNext(.full)
            let batch = ReportsRequest([reportBody("MN ABC123")])
            let full = try await server.post("/v1/reports", batch, as: ann)
            #expect(full.status == 507)
            #expect(full.code == .storeFull)
            let recovered = try await server.post("/v1/reports", batch, as: ann)
            #expect(try recovered.decoded(ReportsResponse.self).results.map(\.result) == [.recorded])
            #expect(try recovered.decoded(ReportsResponse.self).results.first?.replayed == nil)
            server.registry.store.failNext(.inputOutput(code: 5))
            for _ in 0..<2 {
                let failed = try await server.post("/v1/reports", ReportsRequest([reportBody("MN ABC124")]), as: ann)
                #expect(failed.status == 503)
                #expect(failed.code == .storeReadOnly)
                #expect(failed.headers["retry-after"] != nil)
            }
            #expect(try await server.post("/v1/lookups", #"{"plates":["ABC123"]}"#).status == 200)
        }
        try await withAPIServer { server in
            let ann = try await server.token("ann")
            await server.registry.ledger.stop()
            let stopping = try await server.post("/v1/reports", ReportsRequest([reportBody("MN ABC123")]), as: ann)
            #expect(stopping.code == .serverStopping)
            #expect(stopping.headers["retry-after"] != nil)
        }
    }

    @Test("A report is taken back by its id and content, once")
    func withdrawal() async throws {
        try await withAPIServer { server in
            let ann = try await server.token("ann")
            let report = reportBody("MN ABC-123")
            _ = try await record(server, [report], as: ann)
            func withdraw(_ body: ReportBody, as token: BearerToken) async throws -> WithdrawalResult {
                let answer = try await server.post("/v1/withdrawals", WithdrawalsRequest([body]), as: token)
                return try #require(try answer.decoded(WithdrawalsResponse.self).results.first)
            }
            var other = report
            other.area = "seward"
            #expect(try await withdraw(other, as: ann).error?.errorCode == .reportIDReused)
            let bea = try await server.token("bea")
            #expect(try await withdraw(report, as: bea).error?.errorCode == .reportNotFound)
            #expect(try await withdraw(reportBody("MN ABC-123"), as: ann).error?.errorCode == .reportNotFound)
            #expect(try await withdraw(report, as: ann) == .withdrawn(id: report.id, replayed: false))
            #expect(try await withdraw(report, as: ann) == .withdrawn(id: report.id, replayed: true))
            #expect(try await server.registry.record("MN ABC123") == nil)
            let mixed = try await server.post("/v1/withdrawals", #"{"withdrawals":[{"id":"x"},7]}"#, as: ann)
            let results = try mixed.decoded(WithdrawalsResponse.self).results
            #expect(results.map(\.result) == [.refused, .refused])
            #expect(results.map(\.id) == ["x", nil])
        }
    }
}

extension PlateBody {
    fileprivate init(issuer: String, characters: String) throws {
        self = try JSONDecoder().decode(PlateBody.self, from: Data(#"{"issuer":"\#(issuer)","characters":"\#(characters)"}"#.utf8))
    }
}
