import NIOConcurrencyHelpers
package import NIOCore
import Synchronization

/// One open connection's slot in its listener's table.
package final class ConnectionSlot: Sendable {
    fileprivate let channel: any Channel
    /// Uptime in nanoseconds when the wait for the client began; `working` during a request.
    private let waitingSince: Synchronization.Atomic<UInt64>

    private static let working = UInt64.max

    fileprivate init(channel: any Channel, now: NIODeadline) {
        self.channel = channel
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

/// The open connections of one listener: counts, shares by address, and a way to end them all.
///
/// If it is full, a new connection takes the slot of the longest slow transfer, or else of the longest idle connection, so that slow and
/// idle clients keep nobody out. A connection that lingers after its last answer holds no slot.
package final class ConnectionTable: Sendable {
    package enum Admission {
        case admitted(ConnectionSlot)
        /// Over the total limit or its address's share; gets an answer that says so.
        case refused
        /// The same, but too many connections are leaving already.
        case dropped
    }

    private struct State {
        var slots: [ObjectIdentifier: ConnectionSlot] = [:]
        /// The slots whose address has a share.
        var addresses: [ObjectIdentifier: UInt64] = [:]
        /// When slots began a slow transfer without a valid token: uptime in nanoseconds.
        var slow: [ObjectIdentifier: UInt64] = [:]
        /// Slots that were asked to leave and have not yet.
        var leaving: Set<ObjectIdentifier> = []
        /// Connections that hold no slot, but are open until their client has received their last answer.
        var lingering: [ObjectIdentifier: (channel: any Channel, since: NIODeadline)] = [:]
        var perAddress: [UInt64: Int] = [:]
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
    package var count: Int { state.withLockedValue { $0.slots.count - $0.leaving.count } }

    /// Call when a channel becomes active; call ``release(_:)`` when it closes.
    ///
    /// Takes constant time; linear in the table's size if it is full.
    package func admit(_ channel: any Channel, at now: NIODeadline) -> Admission {
        let address = channel.remoteAddress.flatMap { IPAddress($0) }
        let isExempt = address.map { $0.isLoopback } ?? true || proxies.trusts(peer: address)
        let hash = isExempt ? nil : address.map { hasher.hash($0) }
        let id = ObjectIdentifier(channel)
        let (admission, departing) = state.withLockedValue { state -> (Admission, [any Channel]) in
            let isOverShare = hash.map { state.perAddress[$0, default: 0] >= limits.connection.connectionsPerAddress } ?? false
            let isFull = state.slots.count - state.leaving.count >= limits.connection.connections
            let displaced = isFull && !isOverShare ? displace(in: &state, at: now) : nil
            guard !isOverShare, !isFull || displaced != nil else {
                let ended = linger(channel, in: &state, at: now)
                return ended === channel ? (.dropped, []) : (.refused, [ended].compactMap(\.self))
            }
            let slot = ConnectionSlot(channel: channel, now: now)
            state.slots[id] = slot
            if let hash { assign(hash, to: id, in: &state) }
            return (.admitted(slot), [displaced?.channel, displaced == nil ? nil : endOldestLinger(in: &state)].compactMap(\.self))
        }
        for channel in departing { channel.triggerUserOutboundEvent(MakeRoom(), promise: nil) }
        return admission
    }

    /// Gives the slot back of a connection that has sent its last answer. The longest lingering connection closes if there are too many.
    package func linger(_ channel: any Channel, at now: NIODeadline) {
        let ended = state.withLockedValue { linger(channel, in: &$0, at: now) }
        ended?.triggerUserOutboundEvent(MakeRoom(), promise: nil)
    }

    /// Counts an admitted connection against the client that its proxy named; `false` if that client's share is used up.
    func identify(_ channel: any Channel, as client: IPAddress) -> Bool {
        let hash = hasher.hash(client)
        return state.withLockedValue { state in
            guard state.perAddress[hash, default: 0] < limits.connection.connectionsPerAddress else { return false }
            if state.slots[ObjectIdentifier(channel)] != nil { assign(hash, to: ObjectIdentifier(channel), in: &state) }
            return true
        }
    }

    private func assign(_ address: UInt64, to id: ObjectIdentifier, in state: inout State) {
        guard state.addresses.updateValue(address, forKey: id) == nil else { return }
        state.perAddress[address, default: 0] += 1
    }

    package func release(_ channel: any Channel) {
        let id = ObjectIdentifier(channel)
        state.withLockedValue { state in
            state.lingering[id] = nil
            state.leaving.remove(id)
            state.slow[id] = nil
            state.slots[id] = nil
            guard let hash = state.addresses.removeValue(forKey: id) else { return }
            let left = state.perAddress[hash, default: 1] - 1
            state.perAddress[hash] = left > 0 ? left : nil
        }
    }

    /// Ends every connection immediately.
    func abortAll() {
        let channels = state.withLockedValue { $0.slots.values.map(\.channel) + $0.lingering.values.map(\.channel) }
        for channel in channels {
            channel.triggerUserOutboundEvent(AbortConnection(), promise: nil)
        }
    }

    private func displace(in state: inout State, at now: NIODeadline) -> ConnectionSlot? {
        guard state.leaving.count < limits.connection.leavingAtOnce else { return nil }
        guard let id = longestSlow(in: state, at: now) ?? longestWaiting(in: state, at: now), let slot = state.slots[id] else {
            return nil
        }
        state.slow[id] = nil
        state.leaving.insert(id)
        return slot
    }

    private func longestWaiting(in state: State, at now: NIODeadline) -> ObjectIdentifier? {
        let latest = (now - TimeAmount(limits.connection.displacedAfter)).uptimeNanoseconds
        var longest: (id: ObjectIdentifier, since: UInt64)?
        for (id, slot) in state.slots {
            let since = slot.waiting
            guard since <= longest?.since ?? latest, state.slow[id] == nil, !state.leaving.contains(id) else { continue }
            longest = (id, since)
        }
        return longest?.id
    }

    /// - Returns: the connection that must close for it: maybe itself.
    private func linger(_ channel: any Channel, in state: inout State, at now: NIODeadline) -> (any Channel)? {
        let id = ObjectIdentifier(channel)
        state.slots[id] = nil
        state.slow[id] = nil
        state.leaving.remove(id)
        // A refused connection lingers from its acceptance.
        if state.lingering[id] == nil { state.lingering[id] = (channel, now) }
        return endOldestLinger(in: &state)
    }

    private func endOldestLinger(in state: inout State) -> (any Channel)? {
        guard state.leaving.count + state.lingering.count > limits.connection.leavingAtOnce,
            let oldest = state.lingering.min(by: { $0.value.since < $1.value.since })
        else { return nil }
        return state.lingering.removeValue(forKey: oldest.key)?.channel
    }
}

// MARK: - Slow transfers

extension ConnectionTable {
    /// Takes a slow slot, for a body or answer without a valid token that waits for the network.
    ///
    /// If all are taken, the oldest is asked to leave once its ``ServerLimits/Connection/slowProtectedFor`` is over.
    /// - Returns: `false` if there is none.
    func beginSlow(_ channel: any Channel, at now: NIODeadline) -> Bool {
        let id = ObjectIdentifier(channel)
        let (isAdmitted, displaced) = state.withLockedValue { state -> (Bool, ConnectionSlot?) in
            var displaced: ConnectionSlot?
            if state.slow.count >= limits.connection.slowTransfers {
                guard let longest = longestSlow(in: state, at: now) else { return (false, nil) }
                state.slow[longest] = nil
                displaced = state.slots[longest]
            }
            state.slow[id] = now.uptimeNanoseconds
            return (true, displaced)
        }
        displaced?.channel.triggerUserOutboundEvent(MakeRoom(), promise: nil)
        return isAdmitted
    }

    func endSlow(_ channel: any Channel) {
        state.withLockedValue { $0.slow[ObjectIdentifier(channel)] = nil }
    }

    private func longestSlow(in state: State, at now: NIODeadline) -> ObjectIdentifier? {
        let latest = (now - TimeAmount(limits.connection.slowProtectedFor)).uptimeNanoseconds
        guard let longest = state.slow.min(by: { $0.value < $1.value }), longest.value <= latest else { return nil }
        return longest.key
    }
}

/// Asks a connection's guard to close it when it has no work under way, and no longer to linger.
struct MakeRoom: Sendable {}

/// Asks a connection's guard to close it now and drop unsent answers.
struct AbortConnection: Sendable {}
