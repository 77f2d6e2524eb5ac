import NIOCore
import Server
import TestSupport
import Testing

@Suite(.serialized) struct `Slow clients` {
    @Test func `A silent client is disconnected without an answer`() async throws {
        try await withTransportServer(ServerLimits { $0.times.headTime = .milliseconds(100) }) { server in
            try await withRawConnection(to: server.address) { connection in
                let rest = try await connection.rest()
                #expect(rest.isEmpty)
            }
            await server.counts.wait(for: "thaw_connections_ended silent")
        }
    }

    @Test(arguments: ["G", "GET /hello HTTP/1.1\r\nHost: x\r\n", "\r\n"])
    func `Headers that do not come in time are answered with 408`(beginning: String) async throws {
        try await withTransportServer(ServerLimits { $0.times.headTime = .milliseconds(500) }) { server in
            let (answer, rest) = try await exchange(beginning, with: server)
            #expect(answer?.status == 408)
            #expect(answer?.code == "request.timeout")
            #expect(rest.isEmpty)
        }
    }

    @Test func `The headers of a later request have their own time`() async throws {
        try await withConnection(ServerLimits { $0.times.headTime = .milliseconds(500) }) { _, connection in
            try await connection.expectHello()
            try await connection.send("GET /hel")
            #expect(try await connection.answer()?.code == "request.timeout")
        }
    }

    @Test func `A body that stops is answered with 408`() async throws {
        try await withTransportServer(ServerLimits { $0.times.transferWindow = .milliseconds(100) }) { server in
            let (answer, rest) = try await exchange(
                "POST /size HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc", with: server)
            #expect(answer?.code == "request.timeout")
            #expect(rest.isEmpty)
        }
    }

    @Test func `A connection that waits too long for its next request is closed without a word`() async throws {
        try await withTransportServer(ServerLimits { $0.times.idleTime = .milliseconds(100) }) { server in
            let (answer, rest) = try await exchange("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n", with: server)
            #expect(answer?.status == 200)
            #expect(rest.isEmpty)
            await server.counts.wait(for: "thaw_connections_ended idle")
        }
    }

    @Test func `No time limit runs while the server itself works`() async throws {
        let limits = ServerLimits {
            $0.times.headTime = .milliseconds(500)
            $0.times.idleTime = .milliseconds(100)
            $0.times.transferWindow = .milliseconds(100)
        }
        try await withConnection(limits) { server, connection in
            try await connection.send("GET /held/long HTTP/1.1\r\nHost: x\r\n\r\n")
            await server.gate.arrival()
            // A silent connection that came later has been closed for its time by now.
            try await withRawConnection(to: server.address) { silent in _ = try await silent.rest() }
            server.gate.open()
            #expect(try await connection.answer()?.body == "long")
        }
    }

    @Test func `A client that does not read an answer is reset`() async throws {
        try await withConnection(ServerLimits { $0.times.transferWindow = .milliseconds(200) }, reads: false) { server, connection in
            try await connection.send("GET /large/30000000 HTTP/1.1\r\nHost: x\r\n\r\n")
            await server.counts.wait(for: "thaw_connections_ended slow_reader")
            try? await connection.channel.setOption(.autoRead, value: true).get()
            #expect(try await connection.rest().utf8.count < 30_000_000)
        }
    }

    @Test func `A client that reads an answer too slowly is reset when its whole time is over`() async throws {
        let limits = ServerLimits {
            $0.times.transferTime = .milliseconds(300)
            $0.times.transferWindow = .seconds(60)
        }
        try await withConnection(limits, reads: false) { server, connection in
            try await connection.send("GET /large/30000000 HTTP/1.1\r\nHost: x\r\n\r\n")
            await server.counts.wait(for: "thaw_connections_ended slow_reader")
        }
    }

    @Test func `A client that never closes its side is closed once it had time to read the last answer`() async throws {
        try await withConnection(ServerLimits { $0.times.lingerTime = .milliseconds(100) }, reads: false) { server, connection in
            try await connection.send("GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            await server.counts.wait(for: "thaw_connections_ended orderly")
        }
    }
}
