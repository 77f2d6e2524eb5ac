import NIOConcurrencyHelpers
package import Sightings

/// What may be asked how often.
package enum RateKind: Int, Hashable, Sendable, CaseIterable {
    /// Look-ups without a token, by address.
    case anonymous
    /// Requests with a token, by token.
    case token
    /// Tokens and invites that are none, by address. Charge it where one failed, and answer 429 instead once it is spent.
    case failedAuthentication
    /// The same from all addresses together: an address may be easy to change, as a tor circuit is.
    case guess

    /// The value of its label in the metrics.
    var label: String {
        switch self {
        case .anonymous: "anonymous"
        case .token: "token"
        case .failedAuthentication: "failedAuthentication"
        case .guess: "guess"
        }
    }
}

/// How often each kind may be asked a minute.
package struct Rates: Sendable {
    package var anonymousPerMinute = 60
    package var tokenPerMinute = 600
    package var failedAuthenticationsPerMinute = 20
    package var guessesPerMinute = 600
    /// Tokens and addresses that are remembered at once; beyond it the least charged are forgotten. 16 bytes each.
    package var subjects = 65_536

    package init() {}

    func perMinute(_ kind: RateKind) -> Int {
        switch kind {
        case .anonymous: anonymousPerMinute
        case .token: tokenPerMinute
        case .failedAuthentication: failedAuthenticationsPerMinute
        case .guess: guessesPerMinute
        }
    }
}

package enum RateDecision: Hashable, Sendable {
    case admitted
    case limited(retryAfterSeconds: Int)
}

/// Token buckets by token, or by keyed hash of the address, in memory only.
///
/// Each bucket holds one minute's worth and refills evenly. It is kept as the time at which it will be full again, so it takes two
/// words, needs no sweep, and one that is full equals one that was never there.
package final class RateLimiter: Sendable {
    private struct Bucket {
        var subject: UInt64 = 0
        var fullAt: Int64 = .min
    }

    private struct Rate {
        let interval: Int64
        let tolerance: Int64

        init(perMinute: Int) {
            let count = Int64(max(1, perMinute))
            interval = RateLimiter.minute / count
            tolerance = interval * (count - 1)
        }
    }

    private static let minute: Int64 = 60_000_000_000
    private static let waysCount = 8
    private static let shardsCount = 16

    private let rates: [Rate]
    private let setsPerShard: Int
    private let shards: [NIOLockedValueBox<[Bucket]>]
    private let key: (UInt64, UInt64)
    private let uptime: @Sendable () -> Duration

    /// `uptime` is a clock that never goes back; its zero does not matter.
    package init(rates: Rates = Rates(), uptime: @escaping @Sendable () -> Duration) {
        self.rates = RateKind.allCases.map { Rate(perMinute: rates.perMinute($0)) }
        self.uptime = uptime
        let perShard = max(1, rates.subjects / (Self.shardsCount * Self.waysCount))
        setsPerShard = perShard
        shards = (0..<Self.shardsCount).map { _ in
            NIOLockedValueBox(Array(repeating: Bucket(), count: perShard * Self.waysCount))
        }
        var random = SystemRandomNumberGenerator()
        key = (random.next(), random.next())
    }

    /// Takes one request from its bucket: the token's if there is one, else the address's; guesses share one.
    ///
    /// Constant time, one lock of sixteen, no allocation.
    package func admit(_ kind: RateKind, token: TokenID? = nil, from origin: ClientOrigin) -> RateDecision {
        withBucket(kind, token: token, from: origin) { bucket, rate, now in
            let fullAt = max(bucket.fullAt, now)
            let excess = fullAt - now - rate.tolerance
            guard excess <= 0 else { return .limited(retryAfterSeconds: Int((excess + 999_999_999) / 1_000_000_000)) }
            bucket.fullAt = fullAt + rate.interval
            return .admitted
        }
    }

    /// Takes more requests from a bucket that has just admitted one, down to a minute's worth below empty: the next ones wait for it.
    package func charge(_ kind: RateKind, count: Int, token: TokenID? = nil, from origin: ClientOrigin) {
        withBucket(kind, token: token, from: origin) { bucket, rate, now in
            let wanted = max(bucket.fullAt, now) + rate.interval * Int64(min(count, 10_000))
            bucket.fullAt = min(wanted, max(bucket.fullAt, now + rate.tolerance + Self.minute))
        }
    }

    private func withBucket<Value>(
        _ kind: RateKind, token: TokenID?, from origin: ClientOrigin, _ body: (inout Bucket, Rate, Int64) -> Value
    ) -> Value {
        var hasher = Hasher()
        hasher.combine(key.0)
        hasher.combine(key.1)
        hasher.combine(kind)
        hasher.combine(token)
        if token == nil, kind != .guess { hasher.combine(origin) }
        let subject = UInt64(bitPattern: Int64(hasher.finalize())) | 1
        let now = Self.nanoseconds(uptime())
        let rate = rates[kind.rawValue]
        let shard = shards[Int(subject >> 60)]
        let set = Int((subject >> 1) % UInt64(setsPerShard)) * Self.waysCount
        return shard.withLockedValue { buckets in
            let index = Self.index(of: subject, in: buckets, from: set)
            if buckets[index].subject != subject { buckets[index] = Bucket(subject: subject) }
            return body(&buckets[index], rate, now)
        }
    }

    /// The subject's bucket, or else the one that is soonest full.
    private static func index(of subject: UInt64, in buckets: [Bucket], from set: Int) -> Int {
        var soonest = set
        for index in set..<set + waysCount {
            if buckets[index].subject == subject { return index }
            if buckets[index].fullAt < buckets[soonest].fullAt { soonest = index }
        }
        return soonest
    }

    private static func nanoseconds(_ duration: Duration) -> Int64 {
        let (seconds, attoseconds) = duration.components
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }
}
