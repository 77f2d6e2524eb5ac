import Foundation
import NIOCore
import Plates
import Server
import Sightings
import TestSupport
import Testing
import Vocabulary
import Wire

/// What happens on a connection while its report waits for the disk.
struct WaitingReportTests {
    private let lookup = Ask.lookups.request()
    private let stats = Array("GET /v1/stats HTTP/1.1\r\nHost: a\r\n\r\n".utf8)

    private var report: [UInt8] { Ask.reports.request(["Authorization: Bearer \(APIServer.token(named: "ann").text)"]) }

    /// A server whose commits wait for the gate, which the test opens, and somebody who may report.
    private func withGate(
        hasLanes: Bool, _ body: @Sendable @escaping (_ server: APIServer, _ gate: Gate) async throws -> Void
    ) async throws {
        var options = APIOptions()
        options.hasLanes = hasLanes
        try await withAPIServer(options) { server in
            _ = try await server.token("ann")
            let gate = Gate()
            server.registry.store.holdCommits { await gate.wait() }
            do {
                try await body(server, gate)
            } catch {
                gate.open()
                throw error
            }
        }
    }

    private func isRecorded(_ server: APIServer) async throws -> Bool {
        try await server.registry.ledger.storedRecord(of: Plate("MN REP123").key) != nil
    }

    private func open(_ gate: Gate, after milliseconds: Int) async throws {
        try await Task.sleep(for: .milliseconds(milliseconds))
        gate.open()
    }

    @Test("What is sent meanwhile is answered after it, in order", arguments: [true, false])
    func order(hasLanes: Bool) async throws {
        try await withGate(hasLanes: hasLanes) { server, gate in
            let text = try await withRawConnection(to: server.address) { connection in
                try await connection.send(report)
                await gate.arrival()
                try await connection.send(lookup)
                try await Task.sleep(for: .milliseconds(20))
                try await connection.send(stats)
                try await open(gate, after: 20)
                connection.finishSending()
                return try await connection.rest()
            }
            let bodies = text.components(separatedBy: "HTTP/1.1 200 OK").dropFirst()
            #expect(bodies.count == 3)
            #expect(zip(bodies, [#""result":"recorded""#, #""outcome""#, #""confirmed""#]).allSatisfy { $0.contains($1) }, "\(text)")
        }
    }

    @Test("Whoever says that no more will come still gets the answer", arguments: [true, false])
    func halfClosed(hasLanes: Bool) async throws {
        try await withGate(hasLanes: hasLanes) { server, gate in
            let text = try await withRawConnection(to: server.address) { connection in
                try await connection.send(report)
                await gate.arrival()
                connection.finishSending()
                try await open(gate, after: 50)
                return try await connection.rest()
            }
            #expect(text.contains(#""result":"recorded""#))
        }
    }

    @Test("A server that is told to stop answers it first", arguments: [true, false])
    func stopping(hasLanes: Bool) async throws {
        let (answers, continuation) = AsyncStream<String>.makeStream()
        try await withGate(hasLanes: hasLanes) { server, gate in
            Task {
                defer { continuation.finish() }
                let text = try await withRawConnection(to: server.address) { connection in
                    try await connection.send(report)
                    return try await connection.rest()
                }
                continuation.yield(text)
            }
            await gate.arrival()
            // By then the server has been told.
            Task { try await open(gate, after: 100) }
        }
        #expect(await answers.first { _ in true }?.contains(#""result":"recorded""#) == true)
    }

    @Test("If its connection goes, it is recorded all the same, and others are served", arguments: [true, false])
    func gone(hasLanes: Bool) async throws {
        try await withGate(hasLanes: hasLanes) { server, gate in
            try await withRawConnection(to: server.address) { connection in
                try await connection.send(report)
                await gate.arrival()
            }
            #expect(try await server.get("/v1/stats").status == 200)
            try await open(gate, after: 20)
            while try await !isRecorded(server) { await Task.yield() }
            #expect(try await server.get("/v1/stats").status == 200)
        }
    }
}
