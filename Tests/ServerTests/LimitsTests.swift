import Logging
import NIOConcurrencyHelpers
import NIOCore
import Server
import Sightings
import TestSupport
import Testing
import Wire

/// A clock that a test moves by hand.
final class HandClock: Sendable {
    private let time = NIOLockedValueBox(NIODeadline.uptimeNanoseconds(1_000_000_000_000))
    var now: @Sendable () -> NIODeadline { { self.time.withLockedValue { $0 } } }
    func advance(_ duration: Duration) { time.withLockedValue { $0 = $0 + TimeAmount(duration) } }
}

@Suite struct `The rates` {
    private let clock = HandClock()

    private func limiter(_ change: (inout Rates) -> Void = { _ in }) -> RateLimiter {
        var rates = Rates()
        change(&rates)
        return RateLimiter(rates: rates, uptime: clock.now)
    }

    @Test func `A minute's worth may come at once, then one each sixtieth of it`() {
        let limiter = limiter()
        for _ in 0..<60 { #expect(limiter.admit(.anonymous, from: ClientOrigin(1)) == .admitted) }
        #expect(limiter.admit(.anonymous, from: ClientOrigin(1)) == .limited(retryAfterSeconds: 1))
        clock.advance(.milliseconds(999))
        #expect(limiter.admit(.anonymous, from: ClientOrigin(1)) == .limited(retryAfterSeconds: 1))
        clock.advance(.milliseconds(1))
        #expect(limiter.admit(.anonymous, from: ClientOrigin(1)) == .admitted)
        #expect(limiter.admit(.anonymous, from: ClientOrigin(1)) == .limited(retryAfterSeconds: 1))
    }

    @Test func `A bucket that had time is full again, and no fuller`() {
        let limiter = limiter { $0.perMinute[.anonymous] = 3 }
        for _ in 0..<3 { #expect(limiter.admit(.anonymous, from: ClientOrigin(1)) == .admitted) }
        #expect(limiter.admit(.anonymous, from: ClientOrigin(1)) == .limited(retryAfterSeconds: 20))
        clock.advance(.seconds(3_600))
        for _ in 0..<3 { #expect(limiter.admit(.anonymous, from: ClientOrigin(1)) == .admitted) }
        #expect(limiter.admit(.anonymous, from: ClientOrigin(1)) == .limited(retryAfterSeconds: 20))
    }

    @Test func `Addresses, tokens and kinds do not spend each other's`() {
        let limiter = limiter {
            $0.perMinute[.anonymous] = 1
            $0.perMinute[.token] = 1
            $0.perMinute[.failedAuthentication] = 1
        }
        #expect(limiter.admit(.anonymous, from: ClientOrigin(1)) == .admitted)
        #expect(limiter.admit(.anonymous, from: ClientOrigin(2)) == .admitted)
        #expect(limiter.admit(.failedAuthentication, from: ClientOrigin(1)) == .admitted)
        #expect(limiter.admit(.token, token: 7, from: ClientOrigin(1)) == .admitted)
        #expect(limiter.admit(.token, token: 8, from: ClientOrigin(1)) == .admitted)
        #expect(limiter.admit(.token, token: 7, from: ClientOrigin(2)) == .limited(retryAfterSeconds: 60))
        #expect(limiter.admit(.anonymous, from: ClientOrigin(1)) == .limited(retryAfterSeconds: 60))
    }

    @Test func `Guesses from all addresses share one rate`() {
        let limiter = limiter { $0.perMinute[.guess] = 3 }
        for address in 1...3 as ClosedRange<UInt64> { #expect(limiter.admit(.guess, from: ClientOrigin(address)) == .admitted) }
        #expect(limiter.admit(.guess, from: ClientOrigin(4)) == .limited(retryAfterSeconds: 20))
        #expect(limiter.admit(.failedAuthentication, from: ClientOrigin(4)) == .admitted)
    }

    @Test func `More may be charged, and the next wait for it, a minute at most`() {
        let limiter = limiter { $0.perMinute[.anonymous] = 3 }
        #expect(limiter.admit(.anonymous, from: ClientOrigin(1)) == .admitted)
        limiter.charge(.anonymous, count: 1, from: ClientOrigin(1))
        #expect(limiter.admit(.anonymous, from: ClientOrigin(1)) == .admitted)
        #expect(limiter.admit(.anonymous, from: ClientOrigin(1)) == .limited(retryAfterSeconds: 20))
        limiter.charge(.anonymous, count: 3_000, from: ClientOrigin(1))
        #expect(limiter.admit(.anonymous, from: ClientOrigin(1)) == .limited(retryAfterSeconds: 60))
        #expect(limiter.admit(.anonymous, from: ClientOrigin(2)) == .admitted)
        clock.advance(.seconds(60))
        #expect(limiter.admit(.anonymous, from: ClientOrigin(1)) == .admitted)
    }

    @Test func `An import of 100,000 rows in 200 requests is never limited`() {
        let limiter = limiter()
        for _ in 0..<200 { #expect(limiter.admit(.token, token: 7, from: ClientOrigin(1)) == .admitted) }
    }

    @Test func `A flood of addresses does not free one that has spent its own`() {
        let seed = UInt64.random(in: 0...UInt64.max)
        let limiter = limiter { $0.subjects = 4_096 }
        while limiter.admit(.anonymous, from: ClientOrigin(seed)) == .admitted {}
        for other in 1...20_000 as ClosedRange<UInt64> { _ = limiter.admit(.anonymous, from: ClientOrigin(seed &+ other)) }
        #expect(limiter.admit(.anonymous, from: ClientOrigin(seed)) != .admitted, "seed \(seed)")
    }
}

@Suite struct `The origins of requests` {
    private let logs = KeptLogs()

    private func resolver(_ proxies: [String]) throws -> OriginResolver {
        OriginResolver(proxies: try TrustedProxies(proxies), logger: Logger(label: "test") { [logs] _ in logs })
    }

    private func peer(_ address: String) throws -> SocketAddress {
        try SocketAddress(ipAddress: address, port: 4711)
    }

    @Test func `Peers differ by address, on loopback too, and all peers of a Unix socket are one`() throws {
        let resolver = try resolver([])
        let loopback = resolver.origin(peer: try peer("127.0.0.1"), forwardedFor: [])
        #expect(loopback == resolver.origin(peer: try peer("::ffff:127.0.0.1"), forwardedFor: []))
        #expect(loopback != resolver.origin(peer: try peer("::1"), forwardedFor: []))
        let one = resolver.origin(peer: try peer("203.0.113.7"), forwardedFor: [])
        #expect(one != loopback)
        #expect(one == resolver.origin(peer: try peer("::ffff:203.0.113.7"), forwardedFor: []))
        #expect(one != resolver.origin(peer: try peer("203.0.113.8"), forwardedFor: []))
        let unix = resolver.origin(peer: nil, forwardedFor: [])
        #expect(unix == resolver.origin(peer: try SocketAddress(unixDomainSocketPath: "/run/x"), forwardedFor: []))
        #expect(unix != loopback && unix != one)
    }

    @Test func `A tor circuit counts by its whole number`() throws {
        let resolver = try resolver([])
        let one = resolver.origin(peer: try peer("fc00:dead:beef:4dad::1:2"), forwardedFor: [])
        #expect(one == resolver.origin(peer: try peer("fc00:dead:beef:4dad::1:2"), forwardedFor: []))
        #expect(one != resolver.origin(peer: try peer("fc00:dead:beef:4dad::1:3"), forwardedFor: []))
    }

    @Test func `IPv6 addresses count by their 64`() throws {
        let resolver = try resolver([])
        let one = resolver.origin(peer: try peer("2001:db8:0:1::1"), forwardedFor: [])
        #expect(one == resolver.origin(peer: try peer("2001:db8:0:1:ffff:ffff:ffff:ffff"), forwardedFor: []))
        #expect(one != resolver.origin(peer: try peer("2001:db8:0:2::1"), forwardedFor: []))
    }

    @Test func `Two processes have nothing in common`() throws {
        let address = try peer("203.0.113.7")
        #expect(try resolver([]).origin(peer: address, forwardedFor: []) != (try resolver([]).origin(peer: address, forwardedFor: [])))
    }

    @Test func `X-Forwarded-For from a peer that is not a proxy changes nothing`() throws {
        let resolver = try resolver(["198.51.100.1"])
        let own = resolver.origin(peer: try peer("203.0.113.7"), forwardedFor: [])
        #expect(resolver.origin(peer: try peer("203.0.113.7"), forwardedFor: ["127.0.0.1"]) == own)
        #expect(resolver.origin(peer: try peer("203.0.113.7"), forwardedFor: ["192.0.2.1"]) == own)
    }

    @Test(arguments: [
        ["192.0.2.9"], ["192.0.2.1, 192.0.2.9"], ["127.0.0.1, 192.0.2.9"], ["192.0.2.1", "192.0.2.9"],
        ["192.0.2.9, 198.51.100.7"], ["192.0.2.1,192.0.2.9 , 127.0.0.1,198.51.100.255"], ["unknown, 192.0.2.9"],
        ["192.0.2.9:5123"], ["\t192.0.2.9 "], ["::ffff:192.0.2.9"],
    ])
    func `The last entry of a proxy's header that is not a proxy counts`(headers: [String]) throws {
        let resolver = try resolver(["127.0.0.1", "198.51.100.0/24"])
        let client = resolver.origin(peer: try peer("192.0.2.9"), forwardedFor: [])
        #expect(resolver.origin(peer: try peer("127.0.0.1"), forwardedFor: headers) == client)
    }

    @Test(arguments: [[""], ["unknown"], ["192.0.2.1, unknown"], ["192.0.2.1, ,"]])
    func `A header that names nobody counts against the proxy`(headers: [String]) throws {
        let resolver = try resolver(["198.51.100.1"])
        let proxy = resolver.origin(peer: try peer("198.51.100.1"), forwardedFor: [])
        let found = resolver.origin(peer: try peer("198.51.100.1"), forwardedFor: headers)
        let claimed = resolver.origin(peer: try peer("192.0.2.1"), forwardedFor: [])
        #expect(found == proxy || headers == ["192.0.2.1, ,"] && found == claimed)
    }

    @Test func `No header makes a request another's than the client's`() throws {
        let resolver = try resolver(["127.0.0.1", "unix"])
        let loopback = resolver.origin(peer: try peer("127.0.0.1"), forwardedFor: [])
        #expect(resolver.origin(peer: try peer("127.0.0.1"), forwardedFor: ["::1"]) != loopback)
        #expect(resolver.origin(peer: nil, forwardedFor: ["192.0.2.1"]) == resolver.origin(peer: try peer("192.0.2.1"), forwardedFor: []))
    }

    @Test func `With tor alone no header is believed`() throws {
        let resolver = try resolver(["tor"])
        let loopback = resolver.origin(peer: try peer("127.0.0.1"), forwardedFor: [])
        #expect(resolver.origin(peer: try peer("127.0.0.1"), forwardedFor: ["192.0.2.1"]) == loopback)
    }

    @Test func `A local proxy that was not configured is warned about once, without an address`() throws {
        let resolver = try resolver([])
        let loopback = resolver.origin(peer: try peer("127.0.0.1"), forwardedFor: [])
        for _ in 0..<3 { #expect(resolver.origin(peer: try peer("127.0.0.1"), forwardedFor: ["192.0.2.1"]) == loopback) }
        #expect(logs.lines.count == 1)
        #expect(logs.lines.first?.contains("server.proxies") == true)
        #expect(logs.lines.first?.contains("192.0.2.1") == false)
    }

    @Test(arguments: ["nonsense", "10.0.0.0/33", "10.0.0.0/-1", "::/129", "10.0.0.0/", "UNIX", "Tor", ""])
    func `An invalid proxy is a named error`(entry: String) {
        let error = #expect(throws: ServerError.self) { try TrustedProxies([entry]) }
        #expect(error?.code == .configValue)
    }

    @Test(arguments: [
        ("10.0.0.0/8", "10.255.255.255", true), ("10.0.0.0/8", "11.0.0.0", false), ("0.0.0.0/0", "203.0.113.7", true),
        ("0.0.0.0/0", "2001:db8::1", false), ("::/0", "2001:db8::1", true), ("2001:db8::/33", "2001:db8:7fff::1", true),
        ("2001:db8::/33", "2001:db8:8000::1", false), ("2001:db8::1", "2001:db8::1", true), ("2001:db8::1", "2001:db8::2", false),
        ("203.0.113.7", "::ffff:203.0.113.7", true), ("2001:db8::/65", "2001:db8:0:0:7fff::", true),
        ("2001:db8::/65", "2001:db8:0:0:8000::", false),
    ])
    func `Ranges hold what shares their prefix`(range: String, address: String, isIn: Bool) throws {
        #expect(try #require(AddressRange(range)).contains(try #require(IPAddress(address))) == isIn)
    }
}
