import NIOCore
import Plates
import Server
import Sightings
import TestSupport
import Testing
import Vocabulary
import Wire

/// How long an answer takes must tell as little as what stands in it: the same distribution wherever the asker may not see the plate.
@Suite(.serialized)
struct OracleTimingTests {
    /// How often a value of one sample is larger than one of another, ties counted half: 0.5 where both come from one distribution.
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

    /// A connection is good for 1,000 requests. Its first one is slower, and not counted.
    private func connection(to server: APIServer) throws -> LoopbackConnection {
        let connection = try LoopbackConnection(port: UInt16(try #require(server.address.port)))
        _ = try connection.request("GET", "/v1/stats")
        return connection
    }

    @Test("A look-up takes as long for a plate that may not be seen as for one that is not there", arguments: [false, true])
    func lookups(asVolunteer: Bool) async throws {
        try await withAPIServer { server in
            try await OracleTests.prepare(server)
            let token = asVolunteer ? try await server.token("ann").text : nil
            var connection = try self.connection(to: server)
            var times: [OracleTests.Hidden: [Duration]] = [:]
            var long: [Duration] = []
            func time(_ plates: [String], similar: Bool = false) throws -> Duration {
                let body = #"{"plates":[\#(plates.map { "\"\($0)\"" }.joined(separator: ","))],"similar":\#(similar)}"#
                let clock = ContinuousClock()
                let start = clock.now
                let answer = try connection.request("POST", "/v1/lookups", token: token, body: body)
                let time = clock.now - start
                try #require(answer.status == 200)
                return time
            }
            // In turn, so that whatever else the machine does falls on all alike; the first rounds warm up.
            for round in 0..<420 {
                if round % 100 == 99 { connection = try self.connection(to: server) }
                for state in Self.hidden.shuffled() {
                    let time = try time([state.plate])
                    if round >= 20 { times[state, default: []].append(time) }
                }
                // Ten thousand probes more: so much that it shows on a busy machine, too.
                let time = try time(Array(repeating: OracleTests.Hidden.confirmed.plate, count: 20), similar: true)
                if round >= 20 { long.append(time) }
            }
            let reference = try #require(times[.unknown])
            for (state, sample) in times {
                let superiority = Self.superiority(sample, reference)
                #expect(abs(superiority - 0.5) < Self.lookupTolerance, "\(state): \(superiority)")
            }
            #expect(Self.superiority(long, reference) > 0.5 + Self.lookupTolerance, "the comparison must be able to fail")
        }
    }

    @Test("A report takes as long whatever the registry holds of its plate")
    func reports() async throws {
        var options = APIOptions()
        options.rules.tokenReportsPerDay = 100_000
        try await withAPIServer(options) { server in
            try await OracleTests.prepare(server)
            let token = try await server.token("ann").text
            var connection = try self.connection(to: server)
            func time(_ bodies: [ReportBody]) throws -> Duration {
                let body = String(decoding: WireJSON.encode(ReportsRequest(bodies)), as: UTF8.self)
                let clock = ContinuousClock()
                let start = clock.now
                let answer = try connection.request("POST", "/v1/reports", token: token, body: body)
                let time = clock.now - start
                try #require(answer.status == 200)
                return time
            }
            var times: [OracleTests.Hidden: [Duration]] = [:]
            var long: [Duration] = []
            // Each report has a slot and an area of its own, so that none is a repeat.
            for round in 0..<120 {
                if round % 80 == 79 { connection = try self.connection(to: server) }
                let minutesAgo = 5 + round / 3 * 30
                let area = TestRegistry.areas[round % 3].description
                for state in OracleTests.Hidden.allCases.shuffled() {
                    // Once reported, a plate is no longer unknown: each time another.
                    let plate = state == .unknown ? "MN UNK\(100 + round)" : state.plate
                    let time = try time([reportBody(plate, minutesAgo: minutesAgo, area: area)])
                    times[state, default: []].append(time)
                }
                long.append(try time((0..<100).map { reportBody("MN L\(round)X\($0)", minutesAgo: minutesAgo, area: area) }))
            }
            let reference = try #require(times[.watched])
            for (state, sample) in times {
                let superiority = Self.superiority(sample, reference)
                #expect(abs(superiority - 0.5) < Self.reportTolerance, "\(state): \(superiority)")
            }
            #expect(Self.superiority(long, reference) > 0.5 + Self.reportTolerance, "the comparison must be able to fail")
        }
    }
}

extension [Duration] {
    /// Where a predicate that holds of a sorted array's end begins to hold.
    fileprivate func partitioningIndex(where belongsToEnd: (Duration) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if belongsToEnd(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
