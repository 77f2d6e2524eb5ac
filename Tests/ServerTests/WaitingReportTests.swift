import Foundation
import NIOCore
import Plates
import Server
import Sightings
import TestSupport
import Testing
import Vocabulary
import Wire

/// A connection while its report waits for the disk.
struct WaitingReportTests {
    private let lookup = Ask.lookups.request()
    private let stats = Array("GET /v1/stats HTTP/1.1\r\nHost: a\r\n\r\n".utf8)

    private let report = Ask.reports.request([token("ann")])

    /// A server whose commits wait for the gate, which the test opens, and somebody who may report.
    private func withGate(
        usesFastPath: Bool, limits: ServerLimits = ServerLimits(),
        _ body: @Sendable @escaping (_ server: APIServer, _ gate: Gate) async throws -> Void
    ) async throws {
        var options = APIOptions()
        options.usesFastPath = usesFastPath
        options.limits = limits
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

    /// Opens the gate when everything that was sent before has come.
    private func open(_ gate: Gate, of server: APIServer) async throws {
        try await roundTrip(to: server.address)
        gate.open()
    }

    @Test("Requests that arrive meanwhile are answered after it, in order", arguments: [true, false])
    func order(usesFastPath: Bool) async throws {
        try await withGate(usesFastPath: usesFastPath) { server, gate in
            let text = try await withRawConnection(to: server.address) { connection in
                try await connection.send(report)
                await gate.arrival()
                try await connection.send(lookup)
                try await roundTrip(to: server.address)
                try await connection.send(stats)
                try await open(gate, of: server)
                connection.finishSending()
                return try await connection.rest()
            }
            let bodies = text.components(separatedBy: "HTTP/1.1 200 OK").dropFirst()
            #expect(bodies.count == 3)
            #expect(zip(bodies, [#""result":"recorded""#, #""outcome""#, #""confirmed""#]).allSatisfy { $0.contains($1) }, "\(text)")
        }
    }

    @Test("A request that begins meanwhile is continued from any byte", arguments: [true, false])
    func split(usesFastPath: Bool) async throws {
        for index in [1, 5, 30, 100, lookup.count - 1, lookup.count] {
            try await withGate(usesFastPath: usesFastPath) { server, gate in
                let (first, second) = try await withRawConnection(to: server.address) { connection in
                    try await connection.send(report)
                    await gate.arrival()
                    try await connection.send(Array(lookup[..<index]))
                    try await open(gate, of: server)
                    let first = try await connection.answer()
                    if index < lookup.count { try await connection.send(Array(lookup[index...])) }
                    return (first, try await connection.answer())
                }
                #expect(first?.body.contains(#""result":"recorded""#) == true)
                #expect(second?.body.contains(#""outcome""#) == true, "split at \(index)")
            }
        }
    }

    @Test("Behind a connection's last request nothing is done any more", arguments: [true, false])
    func behindTheLast(usesFastPath: Bool) async throws {
        try await withGate(usesFastPath: usesFastPath, limits: ServerLimits { $0.connection.requestsPerConnection = 2 }) { server, gate in
            let text = try await withRawConnection(to: server.address) { connection in
                try await connection.send(lookup)
                _ = try await connection.answer()
                try await connection.send(report)
                await gate.arrival()
                try await connection.send(
                    Ask.reports.request(
                        [token("ann")],
                        body: #"{"reports":[\#(Ask.report.replacing("rep-123", with: "late1").replacing("0123", with: "3210"))]}"#))
                try await open(gate, of: server)
                return try await connection.rest()
            }
            #expect(text.contains("Connection: close"))
            #expect(text.components(separatedBy: "HTTP/1.1 ").count == 2)
            #expect(try await isRecorded(server))
            #expect(try await server.registry.ledger.storedRecord(of: Plate("MN LATE1").key) == nil)
        }
    }

    @Test("A body that begins meanwhile and goes no further is refused in its time", arguments: [true, false])
    func slowBody(usesFastPath: Bool) async throws {
        var limits = ServerLimits()
        limits.times.headTime = .milliseconds(300)
        limits.times.transferWindow = .milliseconds(300)
        limits.times.lingerTime = .milliseconds(100)
        for begin in ["POST /v1/reports HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n{", "POST /v1/rep"] {
            try await withGate(usesFastPath: usesFastPath, limits: limits) { server, gate in
                let text = try await withRawConnection(to: server.address) { connection in
                    try await connection.send(report)
                    await gate.arrival()
                    try await connection.send(begin)
                    try await open(gate, of: server)
                    return try await connection.rest()
                }
                #expect(text.contains(#""result":"recorded""#) && text.contains("HTTP/1.1 408"))
            }
        }
    }

    @Test("A client that closes its sending side still gets the answer", arguments: [true, false])
    func halfClosed(usesFastPath: Bool) async throws {
        try await withGate(usesFastPath: usesFastPath) { server, gate in
            let text = try await withRawConnection(to: server.address) { connection in
                try await connection.send(report)
                await gate.arrival()
                connection.finishSending()
                try await open(gate, of: server)
                return try await connection.rest()
            }
            #expect(text.contains(#""result":"recorded""#))
        }
    }

    /// The answers on a connection whose report waits when the server begins to stop.
    private func answersOfStopping(usesFastPath: Bool, behindReport: [UInt8] = []) async throws -> String? {
        let (answers, answered) = AsyncStream<String>.makeStream()
        let (sendings, sent) = AsyncStream<Void>.makeStream()
        try await withGate(usesFastPath: usesFastPath) { server, gate in
            Task {
                defer {
                    sent.finish()
                    answered.finish()
                }
                let text = try await withRawConnection(to: server.address) { connection in
                    try await connection.send(report)
                    await gate.arrival()
                    try await connection.send(behindReport)
                    sent.yield()
                    return try await connection.rest()
                }
                answered.yield(text)
            }
            _ = await sendings.first { _ in true }
            Task {
                // A server that was told to stop accepts nothing new.
                while await isAnswering(at: server.address) {}
                gate.open()
            }
        }
        return await answers.first { _ in true }
    }

    @Test("A stopping server answers it first", arguments: [true, false])
    func stopping(usesFastPath: Bool) async throws {
        #expect(try await answersOfStopping(usesFastPath: usesFastPath)?.contains(#""result":"recorded""#) == true)
    }

    @Test("A stopping server begins no request that came after it", arguments: [true, false])
    func stoppingWithMore(usesFastPath: Bool) async throws {
        let text = try await answersOfStopping(usesFastPath: usesFastPath, behindReport: report)
        #expect(text?.components(separatedBy: "HTTP/1.1 ").count == 2)
    }

    @Test("The connection has its idle time from the answer on, however long the report waited", arguments: [true, false])
    func idleAfterwards(usesFastPath: Bool) async throws {
        var limits = ServerLimits()
        limits.times.headTime = .milliseconds(200)
        limits.times.idleTime = .milliseconds(300)
        limits.times.lingerTime = .milliseconds(100)
        try await withGate(usesFastPath: usesFastPath, limits: limits) { server, gate in
            let text = try await withRawConnection(to: server.address) { connection in
                try await connection.send(report)
                await gate.arrival()
                // Another connection has waited so long for its next request that it was closed.
                try await withRawConnection(to: server.address) { other in
                    try await other.send(stats)
                    _ = try await other.rest()
                }
                gate.open()
                return try await connection.rest()
            }
            #expect(text.contains(#""result":"recorded""#))
        }
    }

    @Test("If its connection goes, it is recorded all the same, and others are served", arguments: [true, false])
    func gone(usesFastPath: Bool) async throws {
        try await withGate(usesFastPath: usesFastPath) { server, gate in
            try await withRawConnection(to: server.address) { connection in
                try await connection.send(report)
                await gate.arrival()
            }
            #expect(try await server.get("/v1/stats").status == 200)
            try await open(gate, of: server)
            // A later commit is made after it.
            _ = try await server.token("bea")
            #expect(try await isRecorded(server))
            #expect(try await server.get("/v1/stats").status == 200)
        }
    }
}
