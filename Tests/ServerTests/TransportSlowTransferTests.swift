import NIOCore
import Server
import TestSupport
import Testing

/// From loopback, as the clients of an onion service come: all of them have one address.
@Suite(.serialized) struct `Bodies and answers that take their time` {
    private static func limits(_ change: (inout ServerLimits) -> Void = { _ in }) -> ServerLimits {
        var limits = ServerLimits()
        limits.connection.connections = 4
        limits.connection.slowShare = 2
        limits.connection.displacedAfter = .seconds(3_600)
        limits.connection.slowProtectedFor = .seconds(3_600)
        change(&limits)
        return limits
    }

    private static let attemptsMax = 1_000
    private static let hello = "GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    private static let madeUp = "Authorization: Bearer thaw_madeup\r\n"
    private static let good = "Authorization: \(TransportServer.goodToken)\r\n"

    /// A head that announces three bytes, and makes sure that they are waited for.
    private static func begin(_ connection: inout RawConnection, headers: String = "") async throws {
        try await connection.send("POST /size HTTP/1.1\r\nHost: x\r\n\(headers)Content-Length: 3\r\nExpect: 100-continue\r\n\r\n")
        #expect(try await connection.answer()?.status == 100)
    }

    private static func end(_ connection: inout RawConnection) async throws {
        await connection.trySend("abc")
        #expect(try await connection.answer()?.body == "3")
    }

    @Test(arguments: ["Content-Length: 1048576\r\n", "Content-Length: 1048576\r\nExpect: 100-continue\r\n"])
    func `A large body with a made-up token is refused before a byte of it came`(length: String) async throws {
        try await withTransportServer(Self.limits()) { server in
            let (answer, rest) = try await exchange(
                "POST /v1/reports HTTP/1.1\r\nHost: x\r\n\(Self.madeUp)\(length)\r\n", with: server)
            #expect(answer?.status == 401)
            #expect(answer?.code == "token.unknown")
            #expect(answer?.headers["www-authenticate"] != nil)
            #expect(answer?.headers["connection"] == "close")
            #expect(rest.isEmpty)
            #expect(server.counts["thaw_http_refused token.unknown"] == 1)
        }
    }

    @Test func `A large body in chunks with a made-up token is refused once it is large`() async throws {
        try await withTransportServer(Self.limits()) { server in
            let half = String(repeating: "x", count: 10_000)
            let chunk = String(half.count, radix: 16) + "\r\n" + half + "\r\n"
            let head = "POST /v1/reports HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
            try await withRawConnection(to: server.address) { connection in
                try await connection.send(head + Self.madeUp + "\r\n" + chunk)
                await connection.trySend(chunk)
                #expect(try await connection.answer()?.code == "token.unknown")
            }
            try await withRawConnection(to: server.address) { connection in
                try await connection.send(head + Self.good + "\r\n" + chunk + chunk + "0\r\n\r\n")
                #expect(try await connection.answer()?.body == "20000")
            }
        }
    }

    @Test(arguments: ["", madeUp])
    func `Slow bodies without a good token take half of the slots at the most, and requests in one piece go on`(
        headers: String
    ) async throws {
        try await withConnection(Self.limits()) { server, first in
            try await Self.begin(&first, headers: headers)
            try await withRawConnection(to: server.address) { second in
                try await Self.begin(&second, headers: headers)
                try await withRawConnection(to: server.address) { third in
                    try await third.send("POST /size HTTP/1.1\r\nHost: x\r\n\(headers)Content-Length: 3\r\n\r\n")
                    let answer = try await third.answer()
                    #expect(answer?.code == "server.busy")
                    #expect(answer?.headers["retry-after"] != nil)
                }
                #expect(try await exchange(Self.hello, with: server).answer?.status == 200)
                // A body within its time is not disturbed.
                try await Self.end(&second)
            }
            try await Self.end(&first)
        }
    }

    @Test func `Clients whose slow bodies were refused hold no slot, although they keep their connection`() async throws {
        let limits = Self.limits {
            $0.connection.leavingAtOnce = 2
            $0.times.lingerTime = .seconds(3_600)
        }
        try await withTransportServer(limits) { server in
            try await withRawConnection(to: server.address) { first in
                try await Self.begin(&first)
                try await withRawConnection(to: server.address) { second in
                    try await Self.begin(&second)
                    try await withRawConnections(10, to: server.address) { refused in
                        try await refused.send("POST /size HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n")
                        #expect(try await refused.answer()?.code == "server.busy")
                        #expect(try await exchange(Self.hello, with: server).answer?.status == 200)
                    }
                }
            }
        }
    }

    @Test func `A slow slot is free once the body has come, been refused, or its client is gone`() async throws {
        let limits = Self.limits {
            $0.connection.connections = 2
            $0.times.transferWindow = .seconds(1)
        }
        try await withConnection(limits) { server, connection in
            for _ in 0..<3 {
                try await Self.begin(&connection)
                try await Self.end(&connection)
            }
            try await Self.begin(&connection)
            #expect(try await connection.answer()?.code == "request.timeout")
            for _ in 0..<3 {
                // When the server sees that the one before is gone is its own affair.
                var isTaken = false
                for _ in 0..<Self.attemptsMax where !isTaken {
                    isTaken = try await withRawConnection(to: server.address) { other in
                        try await other.send("POST /size HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n")
                        return try await other.answer()?.status == 100
                    }
                }
                #expect(isTaken)
            }
        }
    }

    @Test func `A slow body that had its time makes room for a new one`() async throws {
        let limits = Self.limits {
            $0.connection.connections = 2
            $0.connection.slowProtectedFor = .zero
        }
        try await withTransportServer(limits) { server in
            try await withRawConnection(to: server.address) { old in
                try await Self.begin(&old)
                try await withRawConnection(to: server.address) { new in
                    try await Self.begin(&new)
                    try await Self.end(&new)
                }
                #expect(try await old.answer()?.code == "server.busy")
            }
            await server.counts.wait(for: "thaw_connections_ended displaced")
        }
    }

    @Test func `When all slots are taken slow bodies that had their time go first, even before idle connections`() async throws {
        let limits = Self.limits {
            $0.connection.connections = 2
            $0.connection.displacedAfter = .zero
            $0.connection.slowProtectedFor = .zero
        }
        try await withConnection(limits) { server, idle in
            try await idle.expectHello()
            try await withRawConnection(to: server.address) { slow in
                try await Self.begin(&slow)
                #expect(try await exchange(Self.hello, with: server).answer?.status == 200)
                #expect(try await slow.answer()?.code == "server.busy")
            }
            try await idle.expectHello()
        }
    }

    @Test func `When all slots are taken a small body keeps its slot for its time`() async throws {
        let limits = Self.limits {
            $0.connection.connections = 2
            $0.connection.displacedAfter = .zero
        }
        try await withConnection(limits) { server, slow in
            try await Self.begin(&slow)
            try await withRawConnection(to: server.address) { idle in
                // Else it could be admitted after the next one, and displace that.
                try await idle.expectHello()
                for _ in 0..<10 {
                    #expect(try await exchange(Self.hello, with: server).answer?.status == 200)
                }
            }
            try await Self.end(&slow)
        }
    }

    @Test func `Slow bodies with a good token are not counted, and not displaced`() async throws {
        let limits = Self.limits { $0.connection.slowProtectedFor = .zero }
        try await withConnection(limits) { server, first in
            try await Self.begin(&first, headers: Self.good)
            try await withRawConnection(to: server.address) { second in
                try await Self.begin(&second, headers: Self.good)
                try await withRawConnection(to: server.address) { third in
                    try await Self.begin(&third, headers: Self.good)
                    try await withRawConnection(to: server.address) { fourth in
                        try await Self.begin(&fourth, headers: Self.good)
                        #expect(try await exchange(Self.hello, with: server).answer?.code == "server.busy")
                        try await Self.end(&fourth)
                    }
                    try await Self.end(&third)
                }
                try await Self.end(&second)
            }
            try await Self.end(&first)
        }
    }

    @Test func `A client that does not read its answer makes room too, and answers in one piece go on`() async throws {
        let limits = Self.limits {
            $0.connection.connections = 2
            $0.connection.slowProtectedFor = .zero
        }
        try await withConnection(limits, reads: false) { server, first in
            try await first.send("GET /large/30000000 HTTP/1.1\r\nHost: x\r\n\r\n")
            try await withRawConnection(to: server.address, reads: false) { second in
                try await second.send("GET /large/30000000 HTTP/1.1\r\nHost: x\r\n\r\n")
                await server.counts.wait(for: "thaw_connections_ended displaced")
                #expect(try await exchange(Self.hello, with: server).answer?.status == 200)
            }
        }
    }
}
