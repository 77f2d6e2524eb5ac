import NIOConcurrencyHelpers
package import NIOCore
import Synchronization

/// One open connection's place in its listener's table.
package final class ConnectionPlace: Sendable {
    fileprivate let channel: any Channel
    /// `nil` where the address has no share to keep to.
    fileprivate let address: UInt64?
    /// Uptime in nanoseconds since which nothing but the client is waited for; `working` while there is a request.
    private let waitingSince: Synchronization.Atomic<UInt64>

    private static let working = UInt64.max

    fileprivate init(channel: any Channel, address: UInt64?, now: NIODeadline) {
        self.channel = channel
        self.address = address
        waitingSince = Synchronization.Atomic(now.uptimeNanoseconds)
    }

    fileprivate var waiting: UInt64 { waitingSince.load(ordering: .relaxed) }

    package func waits(since time: NIODeadline) {
        waitingSince.store(time.uptimeNanoseconds, ordering: .relaxed)
    }

    package func works() {
        waitingSince.store(Self.working, ordering: .relaxed)
    }
}

/// The open connections of one listener: how many, from how many addresses, and a way to end them all.
///
/// Where it is full, a new connection takes the place of the one that has waited longest for its client to ask something: so idle
/// connections, however many, keep nobody out.
package final class ConnectionTable: Sendable {
    package enum Admission {
        case admitted(ConnectionPlace)
        /// Over the ceiling, or over its address's share; may be told so.
        case refused
        /// The same, and too many are being told so already.
        case dropped
    }

    private struct State {
        var places: [ObjectIdentifier: ConnectionPlace] = [:]
        /// Those that were asked to leave, and have not yet.
        var leaving: Set<ObjectIdentifier> = []
        var perAddress: [UInt64: Int] = [:]
        var refusals: Set<ObjectIdentifier> = []
    }

    private let limits: ServerLimits
    private let proxies: TrustedProxies
    private let hasher = AddressHasher()
    private let state = NIOLockedValueBox(State())

    package init(limits: ServerLimits, proxies: TrustedProxies) {
        self.limits = limits
        self.proxies = proxies
    }

    /// Connections that are served now.
    package var count: Int { state.withLockedValue { $0.places.count - $0.leaving.count } }

    /// Call once a channel is active, and ``release(_:)`` when it no longer is.
    ///
    /// Constant time; where the table is full, linear in its size.
    package func admit(_ channel: any Channel, at now: NIODeadline) -> Admission {
        let address = channel.remoteAddress.flatMap { IPAddress($0) }
        let isExempt = address.map { $0.isLoopback } ?? true || proxies.trusts(peer: address)
        let hash = isExempt ? nil : address.map { hasher.hash($0) }
        let (admission, displaced) = state.withLockedValue { state -> (Admission, ConnectionPlace?) in
            let isOverShare = hash.map { state.perAddress[$0, default: 0] >= limits.connectionsPerAddress } ?? false
            let isFull = state.places.count - state.leaving.count >= limits.connections
            let displaced = isFull && !isOverShare ? displace(in: &state, at: now) : nil
            guard !isOverShare, !isFull || displaced != nil else {
                guard state.refusals.count < limits.refusalsAtOnce else { return (.dropped, nil) }
                state.refusals.insert(ObjectIdentifier(channel))
                return (.refused, nil)
            }
            let place = ConnectionPlace(channel: channel, address: hash, now: now)
            state.places[ObjectIdentifier(channel)] = place
            if let hash { state.perAddress[hash, default: 0] += 1 }
            return (.admitted(place), displaced)
        }
        displaced?.channel.triggerUserOutboundEvent(MakeRoom(), promise: nil)
        return admission
    }

    package func release(_ channel: any Channel) {
        let id = ObjectIdentifier(channel)
        state.withLockedValue { state in
            state.refusals.remove(id)
            state.leaving.remove(id)
            guard let place = state.places.removeValue(forKey: id), let hash = place.address else { return }
            let left = state.perAddress[hash, default: 1] - 1
            state.perAddress[hash] = left > 0 ? left : nil
        }
    }

    /// Ends every connection at once, whatever it is doing.
    func abortAll() {
        let places = state.withLockedValue { Array($0.places.values) }
        for place in places {
            place.channel.triggerUserOutboundEvent(AbortConnection(), promise: nil)
        }
    }

    private func displace(in state: inout State, at now: NIODeadline) -> ConnectionPlace? {
        guard state.leaving.count < limits.refusalsAtOnce else { return nil }
        let latest = (now - TimeAmount(limits.displacedAfter)).uptimeNanoseconds
        var longest: (id: ObjectIdentifier, place: ConnectionPlace, since: UInt64)?
        for (id, place) in state.places {
            let since = place.waiting
            guard since <= longest?.since ?? latest, !state.leaving.contains(id) else { continue }
            longest = (id, place, since)
        }
        guard let longest else { return nil }
        state.leaving.insert(longest.id)
        return longest.place
    }
}

/// Asks a connection's guard to close it as soon as it has nothing under way.
struct MakeRoom: Sendable {}

/// Asks a connection's guard to close it now, unsent answers and all.
struct AbortConnection: Sendable {}
