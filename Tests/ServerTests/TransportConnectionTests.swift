import Glibc
import Hummingbird
import Logging
import NIOConcurrencyHelpers
import NIOCore
import NIOEmbedded
import Server
import TestSupport
import Testing
import Wire

@Suite(.serialized) struct `The ceiling of connections` {
    @Test func `One connection too many is answered that the server is busy, and is served once there is room`() async throws {
        var limits = ServerLimits()
        limits.connection.connections = 2
        limits.connection.displacedAfter = .seconds(3_600)
        try await withConnection(limits) { server, first in
            try await first.expectHello()
            try await withRawConnection(to: server.address) { second in
                try await second.expectHello()
                let (answer, rest) = try await exchange("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n", with: server)
                #expect(answer?.status == 503)
                #expect(answer?.code == "server.busy")
                #expect(answer?.headers["retry-after"] != nil)
                #expect(rest.isEmpty)
            }
            await server.counts.wait(for: "thaw_connections_ended orderly")
            let (answer, _) = try await exchange("GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", with: server)
            #expect(answer?.status == 200)
        }
    }

    @Test func `If too many connections are being refused, the first of them is closed for the next`() async throws {
        var limits = ServerLimits()
        limits.connection.connections = 1
        limits.connection.leavingAtOnce = 1
        limits.times.lingerTime = .seconds(3_600)
        limits.connection.displacedAfter = .seconds(3_600)
        try await withConnection(limits) { server, first in
            try await first.expectHello()
            try await withRawConnection(to: server.address) { second in
                #expect(try await second.answer()?.status == 503)
                // The second has not closed its side: the server reads on, until it must make room for a third.
                try await withRawConnection(to: server.address) { third in
                    let answer = try await third.answer()
                    #expect(answer?.status == 503)
                    await server.counts.wait(for: "thaw_connections_ended refused")
                }
            }
        }
    }

    @Test func `Connections that linger after their last answer hold no slot`() async throws {
        var limits = ServerLimits()
        limits.connection.connections = 2
        limits.connection.leavingAtOnce = 3
        limits.times.lingerTime = .seconds(3_600)
        limits.connection.displacedAfter = .seconds(3_600)
        try await withTransportServer(limits) { server in
            try await withRawConnections(8, to: server.address) { connection in
                // Neither an answer to a broken request nor a last one, of a client that does not close, keeps the next one out.
                try await connection.send("GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                #expect(try await connection.answer()?.status == 200)
            }
            try await withRawConnections(8, to: server.address) { connection in
                try await connection.send("GET /hello HTTP/1.1\r\n\r\n")
                #expect(try await connection.answer()?.code == "request.host")
            }
        }
    }

    @Test func `Idle connections keep nobody out, and working ones are not displaced`() async throws {
        var limits = ServerLimits()
        limits.connection.connections = 3
        limits.connection.displacedAfter = .zero
        try await withConnection(limits) { server, busy in
            try await busy.send("GET /held/busy HTTP/1.1\r\nHost: x\r\n\r\n")
            await server.gate.arrival()
            try await withRawConnection(to: server.address) { silent in
                try await withRawConnection(to: server.address) { third in
                    // Else it could be admitted after the next one, and displace that.
                    try await third.expectHello()
                    for _ in 0..<10 {
                        let (answer, _) = try await exchange(
                            "GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", with: server)
                        #expect(answer?.status == 200)
                    }
                }
                #expect(try await silent.rest().isEmpty)
                await server.counts.wait(for: "thaw_connections_ended displaced")
            }
            server.gate.open()
            #expect(try await busy.answer()?.body == "busy")
        }
    }

    @Test func `One address gets its share, loopback and proxies as many as there are`() throws {
        var limits = ServerLimits()
        limits.connection.connections = 10
        limits.connection.connectionsPerAddress = 2
        limits.connection.leavingAtOnce = 1
        let table = ConnectionTable(limits: limits, proxies: try TrustedProxies(["198.51.100.1"]))
        func admit(_ channel: EmbeddedChannel) -> String {
            switch table.admit(channel, at: .now()) {
            case .admitted: "admitted"
            case .refused: "refused"
            case .dropped: "dropped"
            }
        }
        func channel(from address: String?) throws -> EmbeddedChannel {
            let channel = EmbeddedChannel()
            channel.remoteAddress = try address.map { try SocketAddress(ipAddress: $0, port: 1) }
            return channel
        }
        let first = try channel(from: "203.0.113.7")
        #expect(admit(first) == "admitted")
        #expect(admit(try channel(from: "203.0.113.7")) == "admitted")
        #expect(admit(try channel(from: "::ffff:203.0.113.7")) == "refused")
        table.release(first)
        #expect(admit(try channel(from: "203.0.113.7")) == "admitted")
        #expect(admit(try channel(from: "2001:db8::1")) == "admitted")
        #expect(admit(try channel(from: "2001:db8::2")) == "admitted")
        #expect(admit(try channel(from: "2001:db8::3")) == "refused")
        for exempt in ["127.0.0.1", "::1", "198.51.100.1", nil, "198.51.100.1", "127.9.9.9"] {
            #expect(admit(try channel(from: exempt)) == "admitted")
        }
        #expect(table.count == 10)
        #expect(admit(try channel(from: "127.0.0.1")) == "refused")
    }

    @Test func `A lingering connection gives its slot back, and leaves for one that is displaced or refused`() throws {
        var limits = ServerLimits()
        limits.connection.connections = 2
        limits.connection.leavingAtOnce = 2
        limits.connection.displacedAfter = .seconds(1)
        let table = ConnectionTable(limits: limits, proxies: try TrustedProxies([]))
        let asked = AskedToLeave()
        func connect(at seconds: Int64) throws -> (channel: EmbeddedChannel, admission: ConnectionTable.Admission) {
            let channel = EmbeddedChannel(handler: asked)
            return (channel, table.admit(channel, at: .uptimeNanoseconds(1_000_000_000_000) + .seconds(seconds)))
        }
        func isAdmitted(_ admission: ConnectionTable.Admission) -> Bool {
            if case .admitted = admission { true } else { false }
        }
        let now = { NIODeadline.uptimeNanoseconds(1_000_000_000_000) + .seconds($0) }
        let first = try connect(at: 0)
        let second = try connect(at: 0)
        for seconds in 0..<2 { table.linger([first, second][seconds].channel, at: now(Int64(seconds))) }
        #expect(table.count == 0)
        let third = try connect(at: 2)
        let fourth = try connect(at: 2)
        #expect(isAdmitted(third.admission) && isAdmitted(fourth.admission))
        #expect(asked.count == 0, "two may linger")
        let fifth = try connect(at: 2)
        guard case .refused = fifth.admission else {
            Issue.record("Both slots are taken by new connections")
            return
        }
        #expect(asked.last === first.channel, "the longest lingering one closes for a refused one")
        let sixth = try connect(at: 3)
        #expect(isAdmitted(sixth.admission) && table.count == 2)
        #expect(asked.count == 3, "a new connection displaces another, for which the next lingering one closes")
        let seventh = try connect(at: 3)
        #expect(isAdmitted(seventh.admission) && asked.count == 5)
        let eighth = try connect(at: 4)
        guard case .dropped = eighth.admission else {
            Issue.record("Nobody may leave any more until the displaced ones have")
            return
        }
        table.linger(third.channel, at: now(4))
        #expect(isAdmitted(try connect(at: 4).admission), "the displaced one lingers, and so may close")
    }
}

/// The channels of a table's test that were asked to leave.
private final class AskedToLeave: ChannelOutboundHandler, Sendable {
    typealias OutboundIn = ByteBuffer

    private let channels = NIOLockedValueBox<[any Channel]>([])

    var count: Int { channels.withLockedValue { $0.count } }
    var last: (any Channel)? { channels.withLockedValue { $0.last } }

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        channels.withLockedValue { $0.append(context.channel) }
        promise?.succeed()
    }
}

@Suite(.serialized) struct `Stopping a listener` {
    @Test func `Accepted requests are finished, waiting connections are closed, and no new ones are accepted`() async throws {
        try await withTransportServer { server in
            try await withRawConnection(to: server.address) { idle in
                try await idle.expectHello()
                try await withRawConnection(to: server.address) { busy in
                    try await busy.send("GET /held/done HTTP/1.1\r\nHost: x\r\n\r\n")
                    await server.gate.arrival()
                    await server.stop()
                    server.gate.open()
                    #expect(try await busy.answer()?.body == "done")
                    #expect(try await busy.rest().isEmpty)
                }
                #expect(try await idle.rest().isEmpty)
            }
            await #expect(throws: (any Error).self) {
                try await withRawConnection(to: server.address) { _ in }
            }
        }
    }

    @Test func `A body that was begun may still come`() async throws {
        try await withConnection { server, busy in
            try await busy.send("POST /size HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n")
            #expect(try await busy.answer()?.status == 100)
            await server.stop()
            try await busy.send("abc")
            #expect(try await busy.answer()?.body == "3")
        }
    }

    @Test func `Connections that are still open after the grace time are closed`() async throws {
        try await withConnection(ServerLimits { $0.times.graceTime = .milliseconds(100) }) { server, stuck in
            try await stuck.send("GET /held/never HTTP/1.1\r\nHost: x\r\n\r\n")
            await server.gate.arrival()
            await server.stop()
            #expect(try await stuck.rest().isEmpty)
            await server.counts.wait(for: "thaw_connections_ended aborted")
            server.gate.open()
        }
    }
}

@Suite(.serialized) struct `Listening addresses` {
    @Test func `A Unix socket is open to its owner and group alone, and gone afterwards`() async throws {
        let path = "/tmp/thaw-test-\(UInt64.random(in: 0...UInt64.max)).sock"
        try await withTransportServer(address: .unix(path: path, mode: 0o600)) { server in
            var info = stat()
            #expect(stat(path, &info) == 0)
            #expect(info.st_mode & 0o777 == 0o600)
            let (answer, _) = try await exchange("GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", with: server)
            #expect(answer?.body == "hello")
        }
        #expect(access(path, F_OK) != 0)
    }

    @Test func `An address in use is a named error`() async throws {
        try await withTransportServer { server in
            let port = try #require(server.address.port)
            let error = await #expect(throws: ServerError.self) {
                try await withTransportServer(address: .tcp(host: "127.0.0.1", port: port)) { _ in }
            }
            #expect(error?.code == .addressUnusable)
            #expect(error?.attempted.contains("127.0.0.1:\(port)") == true)
        }
    }

    @Test(arguments: [
        ("127.0.0.1:8780", "127.0.0.1:8780", true), ("[::1]:80", "[::1]:80", true), ("localhost:0", "localhost:0", true),
        ("0.0.0.0:8780", "0.0.0.0:8780", false), ("[::]:8780", "[::]:8780", false), ("thaw.example:443", "thaw.example:443", false),
        ("unix:/run/thaw.sock", "unix:/run/thaw.sock", true),
    ])
    func `Addresses are read`(text: String, description: String, isLocal: Bool) throws {
        let address = try #require(ListenAddress(text))
        #expect(address.description == description)
        #expect(address.isLocal == isLocal)
    }

    @Test(arguments: ["", ":", "8780", "x:", "x:65536", "x:-1", "x:+1", "::1:80", "unix:", "a/b:80", "a b:80", ":80"])
    func `An invalid address is refused`(text: String) {
        #expect(ListenAddress(text) == nil)
    }
}
