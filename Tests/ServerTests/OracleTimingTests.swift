import Foundation
import NIOCore
import Plates
import Server
import Sightings
import TestSupport
import Testing
import Vocabulary
import Wire

/// The time of an answer must tell as little as its content: the same distribution for every plate that the requester may not see.
@Suite(.serialized)
struct OracleTimingTests {
    /// How often a value of one sample is larger than one of another, ties counted half: 0.5 if both come from one distribution.
    ///
    /// Mann and Whitney's U over both counts. It compares whole distributions by rank, so a few slow answers on a busy machine move it little.
    private static func superiority(_ left: [Duration], _ right: [Duration]) -> Double {
        let ordered = right.sorted()
        let wins = left.reduce(0.0) { sum, value in
            let below = ordered.partitioningIndex { $0 >= value }
            let notAbove = ordered.partitioningIndex { $0 > value }
            return sum + Double(below) + Double(notAbove - below) / 2
        }
        return wins / Double(left.count * right.count)
    }

    /// Of two samples of 400 from one distribution, one pair in 10^12 is farther from 0.5 than this by chance.
    private static let lookupTolerance = 0.15
    /// The same for samples of 120.
    private static let reportTolerance = 0.27

    /// The states that neither the public nor a volunteer may tell from a plate that was never reported.
    private static let hidden: [OracleTests.Hidden] = OracleTests.Hidden.allCases.filter(\.isHiddenFromMembers)

    /// A connection is good for 1,000 requests. Its first one is slower, and not counted; it is one that keeps the connection on the shortest way.
    private func connection(to server: APIServer) throws -> LoopbackConnection {
        let connection = try LoopbackConnection(port: UInt16(try #require(server.address.port)))
        _ = try connection.request("POST", "/v1/lookups", body: #"{"plates":["MN UNK100"]}"#)
        return connection
    }

    @Test("A look-up takes as long for a plate that may not be seen as for one that is not there", arguments: [false, true])
    func lookups(asVolunteer: Bool) async throws {
        try await withAPIServer { server in
            try await OracleTests.prepare(server)
            let token = asVolunteer ? try await server.token("ann").text : nil
            var connection = try self.connection(to: server)
            var order = SplitMix64(state: 76)
            var times: [OracleTests.Hidden: [Duration]] = [:]
            var long: [Duration] = []
            func time(_ plates: [String], similar: Bool = false) throws -> Duration {
                let body = WireJSON.encode(LookupsRequest(plates: plates, similar: similar))
                return try self.time("/v1/lookups", body, token: token, on: connection)
            }
            // In turn, so that whatever else the machine does falls on all alike; the first rounds warm up.
            for round in 0..<420 {
                if round % 100 == 99 { connection = try self.connection(to: server) }
                for state in Self.hidden.shuffled(using: &order) {
                    let time = try time([state.plate])
                    if round >= 20 { times[state, default: []].append(time) }
                }
                // Ten thousand probes more: so much that it shows on a busy machine, too.
                let time = try time(Array(repeating: OracleTests.Hidden.confirmed.plate, count: 20), similar: true)
                if round >= 20 { long.append(time) }
            }
            try expectAlike(times, as: .unknown, longer: long, within: Self.lookupTolerance)
        }
    }

    /// Posts a body and measures how long its answer takes.
    private func time(_ path: String, _ body: Data, token: String?, on connection: LoopbackConnection) throws -> Duration {
        let body = String(decoding: body, as: UTF8.self)
        let clock = ContinuousClock()
        let start = clock.now
        let answer = try connection.request("POST", path, token: token, body: body)
        let time = clock.now - start
        try #require(answer.status == 200)
        return time
    }

    /// The reports of a round about a plate. Each report has a slot and an area of its own, so that few are repeats.
    private func reports(of state: OracleTests.Hidden, count: Int, round: Int) -> [ReportBody] {
        // Once reported, a plate is no longer unknown: each time another.
        let plate = state == .unknown ? "MN UNK\(100 + round)" : state.plate
        return (0..<count).map { report(of: plate, number: round * count + $0) }
    }

    private func report(of plate: String, number: Int) -> ReportBody {
        reportBody(plate, minutesAgo: 5 + number / 3 % 47 * 30, area: TestRegistry.areas[number % 3].description)
    }

    private func expectAlike<State: Hashable>(
        _ times: [State: [Duration]], as state: State, longer long: [Duration], within tolerance: Double
    ) throws {
        let reference = try #require(times[state])
        for (state, sample) in times {
            let superiority = Self.superiority(sample, reference)
            #expect(abs(superiority - 0.5) < tolerance, "\(state): \(superiority)")
        }
        #expect(Self.superiority(long, reference) > 0.5 + tolerance, "the comparison must be able to fail")
    }

    /// A server on which a volunteer may report as often as the samples need. It sends alerts, so that their work is measured, too.
    private func withReporter(_ body: @escaping @Sendable (APIServer, _ token: String) async throws -> Void) async throws {
        let options = APIOptions {
            $0.rules.tokens.reportsPerDay = 100_000
            $0.rules.alerts.outputs = [.north]
        }
        try await withAPIServer(options) { server in
            try await OracleTests.prepare(server)
            try await body(server, try await server.token("ann").text)
        }
    }

    @Test("A report takes the same time whatever the registry stores about its plate", arguments: [1, 12])
    func reports(count: Int) async throws {
        try await withReporter { server, token in
            var connection = try self.connection(to: server)
            var order = SplitMix64(state: 76)
            // So many at once take the ordinary way, and the connection with them.
            let ordinary = try self.connection(to: server)
            func time(_ bodies: [ReportBody], on connection: LoopbackConnection) throws -> Duration {
                try self.time("/v1/reports", WireJSON.encode(ReportsRequest(bodies)), token: token, on: connection)
            }
            var times: [OracleTests.Hidden: [Duration]] = [:]
            var long: [Duration] = []
            for round in 0..<120 {
                if round % 80 == 79 { connection = try self.connection(to: server) }
                for state in OracleTests.Hidden.allCases.shuffled(using: &order) {
                    times[state, default: []].append(try time(reports(of: state, count: count, round: round), on: connection))
                }
                long.append(try time((0..<100).map { report(of: "MN:L\(round)X\($0)", number: round) }, on: ordinary))
            }
            try expectAlike(times, as: .watched, longer: long, within: Self.reportTolerance)
        }
    }

    /// How many others have reported a plate; they are on probation, so that nobody sees it.
    private static let crowds = [0, 3, 40, 300]

    @Test("A report takes as long however many others reported its plate")
    func crowds() async throws {
        try await withReporter { server, token in
            for crowd in Self.crowds { try await server.registry.crowd(0..<crowd, on: "MN CRW\(100 + crowd)") }
            var connection = try self.connection(to: server)
            var order = SplitMix64(state: 76)
            var times: [Int: [Duration]] = [:]
            for round in 0..<140 {
                if round % 100 == 99 { connection = try self.connection(to: server) }
                for crowd in Self.crowds.shuffled(using: &order) {
                    let body = WireJSON.encode(ReportsRequest([self.report(of: "MN CRW\(100 + crowd)", number: round)]))
                    let time = try self.time("/v1/reports", body, token: token, on: connection)
                    if round >= 20 { times[crowd, default: []].append(time) }
                }
            }
            let alone = try #require(times[0]).sorted()
            for crowd in Self.crowds {
                let sorted = try #require(times[crowd]).sorted()
                #expect(try await server.registry.record("MN CRW\(100 + crowd)")?.voices.count == crowd + 1)
                #if DEBUG
                // Without optimization a pass over the voices takes some fifty times as long. A square of them would take twenty times as long as all
                // the rest.
                #expect(sorted[sorted.count / 2] < alone[alone.count / 2] * 3, "\(crowd)")
                #else
                #expect(abs(Self.superiority(sorted, alone) - 0.5) < Self.reportTolerance, "\(crowd)")
                #endif
            }
        }
    }

    @Test("A withdrawal takes the same time whatever the registry stores about its plate")
    func withdrawals() async throws {
        try await withReporter { server, token in
            var connection = try self.connection(to: server)
            var order = SplitMix64(state: 76)
            func time(_ bodies: [ReportBody]) throws -> Duration {
                _ = try self.time("/v1/reports", WireJSON.encode(ReportsRequest(bodies)), token: token, on: connection)
                return try self.time("/v1/withdrawals", WireJSON.encode(WithdrawalsRequest(bodies)), token: token, on: connection)
            }
            var times: [OracleTests.Hidden: [Duration]] = [:]
            var long: [Duration] = []
            for round in 0..<120 {
                if round % 50 == 49 { connection = try self.connection(to: server) }
                for state in OracleTests.Hidden.allCases.shuffled(using: &order) {
                    times[state, default: []].append(try time(reports(of: state, count: 1, round: round)))
                }
                long.append(try time((0..<30).map { report(of: "MN:L\(round)X\($0)", number: round) }))
            }
            try expectAlike(times, as: .watched, longer: long, within: Self.reportTolerance)
        }
    }
}

extension [Duration] {
    /// The first index of a sorted array from which a predicate holds.
    fileprivate func partitioningIndex(where belongsToEnd: (Duration) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if belongsToEnd(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
