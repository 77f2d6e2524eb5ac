import NIOCore
import Server
import TestSupport
import Testing

@Suite(.serialized) struct `Slow clients` {
    private static func limits(_ change: (inout ServerLimits) -> Void) -> ServerLimits {
        var limits = ServerLimits()
        change(&limits)
        return limits
    }

    @Test func `Who sends nothing is closed without a word`() async throws {
        try await withTransportServer(Self.limits { $0.times.headTime = .milliseconds(100) }) { server in
            try await withRawConnection(to: server.address) { connection in
                let rest = try await connection.rest()
                #expect(rest.isEmpty)
            }
            await server.counts.wait(for: "thaw_connections_ended silent")
        }
    }

    @Test(arguments: ["G", "GET /hello HTTP/1.1\r\nHost: x\r\n", "\r\n"])
    func `Headers that do not come in time are answered with 408`(beginning: String) async throws {
        try await withTransportServer(Self.limits { $0.times.headTime = .milliseconds(500) }) { server in
            let (answer, rest) = try await exchange(beginning, with: server)
            #expect(answer?.status == 408)
            #expect(answer?.code == "request.timeout")
            #expect(rest.isEmpty)
        }
    }

    @Test func `Headers that keep dripping do not buy time`() async throws {
        try await withTransportServer(Self.limits { $0.times.headTime = .milliseconds(500) }) { server in
            try await withRawConnection(to: server.address) { connection in
                try await connection.send("GET /hello HTTP/1.1\r\nHost: x\r\n")
                let dripping = connection.drip("X: y\r\n", every: .milliseconds(10))
                let answer = try await connection.answer()
                dripping.cancel()
                #expect(answer?.code == "request.timeout")
            }
        }
    }

    @Test func `The headers of a later request have their own time`() async throws {
        try await withTransportServer(Self.limits { $0.times.headTime = .milliseconds(500) }) { server in
            try await withRawConnection(to: server.address) { connection in
                try await connection.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n")
                #expect(try await connection.answer()?.status == 200)
                try await connection.send("GET /hel")
                let answer = try await connection.answer()
                #expect(answer?.code == "request.timeout")
            }
        }
    }

    @Test func `A body that stops is answered with 408`() async throws {
        try await withTransportServer(Self.limits { $0.times.transferWindow = .milliseconds(100) }) { server in
            let (answer, rest) = try await exchange(
                "POST /size HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc", with: server)
            #expect(answer?.code == "request.timeout")
            #expect(rest.isEmpty)
        }
    }

    @Test func `A body that drips faster than the least rate is taken until its whole time is over`() async throws {
        let limits = Self.limits {
            $0.times.transferWindow = .milliseconds(100)
            $0.times.transferBytesPerSecond = 1
            $0.times.transferTime = .milliseconds(600)
        }
        try await withTransportServer(limits) { server in
            try await withRawConnection(to: server.address) { connection in
                try await connection.send("POST /size HTTP/1.1\r\nHost: x\r\nContent-Length: 10000\r\n\r\n")
                let dripping = connection.drip("xx", every: .milliseconds(5))
                let answer = try await connection.answer()
                dripping.cancel()
                #expect(answer?.code == "request.timeout")
                #expect(server.counts["thaw_http_refused request.timeout"] == 1)
            }
        }
    }

    @Test func `A slow body above the least rate is served`() async throws {
        let limits = Self.limits {
            $0.times.transferWindow = .milliseconds(200)
            $0.times.transferBytesPerSecond = 100
        }
        try await withTransportServer(limits) { server in
            try await withRawConnection(to: server.address) { connection in
                try await connection.send("POST /size HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n")
                for _ in 0..<50 {
                    try await connection.send(String(repeating: "x", count: 20))
                    try await Task.sleep(for: .milliseconds(10))
                }
                #expect(try await connection.answer()?.body == "1000")
            }
        }
    }

    @Test func `A connection that waits too long for its next request is closed without a word`() async throws {
        try await withTransportServer(Self.limits { $0.times.idleTime = .milliseconds(100) }) { server in
            let (answer, rest) = try await exchange("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n", with: server)
            #expect(answer?.status == 200)
            #expect(rest.isEmpty)
            await server.counts.wait(for: "thaw_connections_ended idle")
        }
    }

    @Test func `Nobody is hurried while the server itself is at work`() async throws {
        let limits = Self.limits {
            $0.times.headTime = .milliseconds(500)
            $0.times.idleTime = .milliseconds(100)
            $0.times.transferWindow = .milliseconds(100)
        }
        try await withTransportServer(limits) { server in
            try await withRawConnection(to: server.address) { connection in
                try await connection.send("GET /held/long HTTP/1.1\r\nHost: x\r\n\r\n")
                await server.gate.arrival()
                try await Task.sleep(for: .seconds(1))
                server.gate.open()
                #expect(try await connection.answer()?.body == "long")
            }
        }
    }

    @Test func `Who does not take an answer is reset`() async throws {
        try await withTransportServer(Self.limits { $0.times.transferWindow = .milliseconds(200) }) { server in
            try await withRawConnection(to: server.address, reads: false) { connection in
                try await connection.send("GET /large/30000000 HTTP/1.1\r\nHost: x\r\n\r\n")
                await server.counts.wait(for: "thaw_connections_ended slow_reader")
                try? await connection.channel.setOption(.autoRead, value: true).get()
                let rest = try await connection.rest()
                #expect(rest.utf8.count < 30_000_000)
            }
        }
    }

    @Test func `Who takes an answer too slowly is reset when its whole time is over`() async throws {
        let limits = Self.limits {
            $0.times.transferTime = .milliseconds(300)
            $0.times.transferWindow = .seconds(60)
        }
        try await withTransportServer(limits) { server in
            try await withRawConnection(to: server.address, reads: false) { connection in
                try await connection.send("GET /large/30000000 HTTP/1.1\r\nHost: x\r\n\r\n")
                await server.counts.wait(for: "thaw_connections_ended slow_reader")
            }
        }
    }

    @Test func `A slow reader above the least rate gets everything`() async throws {
        let limits = Self.limits {
            $0.times.transferWindow = .milliseconds(300)
            $0.times.transferBytesPerSecond = 64 * 1024
        }
        try await withTransportServer(limits) { server in
            try await withRawConnection(to: server.address, reads: false) { connection in
                try await connection.send("GET /large/12000000 HTTP/1.1\r\nHost: x\r\n\r\n")
                let reading = Task { [channel = connection.channel] in
                    while !Task.isCancelled {
                        channel.read()
                        try await Task.sleep(for: .milliseconds(1))
                    }
                }
                let answer = try await connection.answer()
                reading.cancel()
                #expect(answer?.body.utf8.count == 12_000_000)
            }
        }
    }

    @Test func `A client that never closes its side is closed once it had time to read the last answer`() async throws {
        try await withTransportServer(Self.limits { $0.times.lingerTime = .milliseconds(100) }) { server in
            try await withRawConnection(to: server.address, reads: false) { connection in
                try await connection.send("GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                await server.counts.wait(for: "thaw_connections_ended orderly")
            }
        }
    }
}
