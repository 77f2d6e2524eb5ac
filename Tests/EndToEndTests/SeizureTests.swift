import Foundation
import Seal
import Sightings
import TestSupport
import Testing

/// Canaries go through the real daemon, and every byte of every file that it leaves is searched for them.
struct SeizureTests {
    private let plates = (0..<100).map { "QJX\(100 + $0)" }

    @Test("no plate and no token stands in any file or in the log, while it runs, after a kill -9, and after a stop")
    func canaries() async throws {
        var daemon = try await RunningDaemon(arguments: ["--log-level", "trace"])
        let folder = daemon.folder
        let admin = try daemon.adminToken()
        let volunteer = try daemon.token("volunteer", trusted: true, admin: admin)
        try use(daemon, token: volunteer)
        let tokens = [admin, volunteer]
        try search(folder, tokens)
        daemon.kill()
        try search(folder, tokens)

        daemon = try await RunningDaemon(folder: folder, arguments: ["--log-level", "trace"])
        try use(daemon, token: volunteer)
        #expect(daemon.stop() == 0)
        try search(folder, tokens)
    }

    /// Debian's libfaketime: moves the wall clock of a program, and leaves its monotonic one alone.
    private static let movedClock: String? = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu"]
        .map { $0 + "/faketime/libfaketime.so.1" }.first { FileManager.default.fileExists(atPath: $0) }

    @Test("rows that aged out leave no sealed block, tag or key in any file, even if the daemon was off and is killed")
    func aged() async throws {
        let library = try #require(Self.movedClock, "install the package faketime: make setup")
        var daemon = try await RunningDaemon()
        let admin = try daemon.firstAdminToken()
        try use(daemon, token: daemon.token("volunteer", trusted: true, admin: admin))
        #expect(daemon.stop() == 0)
        let stored = try await StoredRegistry(ofStopped: daemon)
        let rows = stored.plates.map(\.sealed.block.bytes) + stored.voices.map(\.row.tag.bytes)
        let weekKeys = daemon.folder.files().filter { $0.name.hasSuffix(".key") && $0.name.contains("weeks/") }.map { Array($0.bytes) }
        #expect(rows.count == 2 * plates.count && weekKeys.count == 1)
        let receipts = stored.receipts.values.joined().flatMap { [$0.receipt, $0.dayReceipt, $0.replay, $0.content].map(\.bytes) }
        #expect(receipts.count == 4 * plates.count)
        for needle in rows + receipts + weekKeys { #expect(!daemon.folder.filesContaining(anyOf: [needle]).isEmpty, "the search finds") }

        // 36 days on: past the areas' 30 days and the week keys' five weeks.
        daemon = try await RunningDaemon(
            folder: daemon.folder, environment: ["LD_PRELOAD": library, "FAKETIME": "+36d", "DONT_FAKE_MONOTONIC": "1"])
        #expect(try await daemon.agedOut(plates: plates.count))
        daemon.kill()
        #expect(daemon.folder.filesContaining(anyOf: rows + receipts + weekKeys).isEmpty)
    }

    /// Reports and looks every canary up, well and badly.
    private func use(_ daemon: RunningDaemon, token: String) throws {
        let connection = try daemon.connect()
        let seen = Date().addingTimeInterval(-600).formatted(.iso8601)
        for plate in plates {
            let id = UUID().uuidString.lowercased().replacing("-", with: "")
            let report = #"{"id":"\#(id)","plate":"MN:\#(plate)","seen_at":"\#(seen)","area":"everywhere","signs":["convoy"]}"#
            let answer = try connection.request("POST", "/v1/reports", token: token, body: #"{"reports":[\#(report)]}"#)
            #expect(answer.status == 200, "\(answer.text)")
        }
        let list = plates.prefix(20).map { #""\#($0)""# }.joined(separator: ",")
        #expect(try connection.request("POST", "/v1/lookups", body: #"{"plates":[\#(list)],"similar":true}"#).status == 200)
        _ = try connection.request("POST", "/v1/lookups", body: #"{"plates":["\#(plates[0])"], oops"#)
        _ = try connection.request("POST", "/v1/lookups", body: #"{"\#(plates[0])":1}"#)
        _ = try connection.request("GET", "/v1/plates/\(plates[0])?plate=\(plates[1])", token: token)
        _ = try connection.request("\(plates[2])", "/v1/stats")
        _ = try? daemon.connect().request("GET", "/v1/stats", token: "\(token)x")
    }

    private func search(_ folder: TemporaryFolder, _ tokens: [String]) throws {
        let texts = plates + plates.map { $0.lowercased() } + tokens + tokens.map { String($0.dropFirst(5)) }
        let found = folder.filesContaining(anyOf: texts.map { Array($0.utf8) })
        #expect(found.isEmpty)
    }
}
