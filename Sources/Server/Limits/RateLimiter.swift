import NIOConcurrencyHelpers
package import NIOCore
package import Sightings

/// The kinds of requests that have rates.
package enum RateKind: Int, Hashable, Sendable, CaseIterable {
    /// Look-ups without a token, by address.
    case anonymous
    /// Requests with a token, by token.
    case token
    /// Pages that are opened, log-ins and log-outs, by token or address.
    case pages
    /// Lists for devices, by token; they are large.
    case list
    /// Wrong tokens and invites, by address. Charge it after a failure, and answer 429 once it is used up.
    case failedAuthentication
    /// The same for all addresses together: some are easy to change, such as tor circuits.
    case guess

    /// The kind's label in the metrics, which is its name here.
    var label: String { "\(self)" }
}

/// Requests of each kind that are allowed a minute.
package struct Rates: Sendable {
    /// A device asks for a list once an hour.
    package var perMinute: [RateKind: Int] = [
        .anonymous: 60, .token: 600, .pages: 300, .list: 6, .failedAuthentication: 20, .guess: 600,
    ]
    /// Tokens and addresses in memory, 16 bytes each; beyond it the least charged are forgotten.
    package var subjects = 65_536

    package init() {}
}

package enum RateDecision: Hashable, Sendable {
    case admitted
    case limited(retryAfterSeconds: Int)
}

/// Token buckets by token, or by keyed hash of the address, in memory only.
///
/// Each bucket holds one minute's worth and refills evenly. It is stored as the time when it will be full, so it takes two words and needs
/// no sweep, and a full bucket equals a missing one.
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
    private let uptime: @Sendable () -> NIODeadline

    /// `uptime` is a clock that never goes back, from any zero.
    package init(rates: Rates = Rates(), uptime: @escaping @Sendable () -> NIODeadline) {
        self.rates = RateKind.allCases.map { Rate(perMinute: rates.perMinute[$0] ?? 1) }
        self.uptime = uptime
        let perShard = max(1, rates.subjects / (Self.shardsCount * Self.waysCount))
        setsPerShard = perShard
        shards = (0..<Self.shardsCount).map { _ in
            NIOLockedValueBox(Array(repeating: Bucket(), count: perShard * Self.waysCount))
        }
        var random = SystemRandomNumberGenerator()
        key = (random.next(), random.next())
    }

    /// Charges one request to the token's bucket if there is one, else to the address's. All guesses also share one.
    ///
    /// Takes constant time and one lock of sixteen; allocates nothing.
    package func admit(_ kind: RateKind, token: TokenID? = nil, from origin: ClientOrigin) -> RateDecision {
        withBucket(kind, token: token, from: origin) { bucket, rate, now in
            let fullAt = max(bucket.fullAt, now)
            let excess = fullAt - now - rate.tolerance
            guard excess <= 0 else { return .limited(retryAfterSeconds: Int((excess + 999_999_999) / 1_000_000_000)) }
            bucket.fullAt = fullAt + rate.interval
            return .admitted
        }
    }

    /// Charges more requests to a bucket that just admitted one, down to a minute's worth below empty. Later requests wait for it.
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
        let now = Int64(uptime().uptimeNanoseconds)
        let rate = rates[kind.rawValue]
        let shard = shards[Int(subject >> 60)]
        let set = Int((subject >> 1) % UInt64(setsPerShard)) * Self.waysCount
        return shard.withLockedValue { buckets in
            let index = Self.index(of: subject, in: buckets, from: set)
            if buckets[index].subject != subject { buckets[index] = Bucket(subject: subject) }
            return body(&buckets[index], rate, now)
        }
    }

    /// The subject's bucket, or else the bucket that will be full first.
    private static func index(of subject: UInt64, in buckets: [Bucket], from set: Int) -> Int {
        var soonest = set
        for index in set..<set + waysCount {
            if buckets[index].subject == subject { return index }
            if buckets[index].fullAt < buckets[soonest].fullAt { soonest = index }
        }
        return soonest
    }
}
