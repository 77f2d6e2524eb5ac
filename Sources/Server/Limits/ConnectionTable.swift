import NIOConcurrencyHelpers
package import NIOCore

/// The open connections of one listener: how many, from how many addresses, and a way to end them all.
package final class ConnectionTable: Sendable {
    package enum Admission: Hashable {
        case admitted
        /// Over the ceiling, or over its address's share; may be told so.
        case refused
        /// The same, and too many are being told so already.
        case dropped
    }

    private enum Place {
        case counted(UInt64)
        case exempt
        case refused
    }

    private struct State {
        var places: [ObjectIdentifier: Place] = [:]
        var channels: [ObjectIdentifier: any Channel] = [:]
        var perAddress: [UInt64: Int] = [:]
        var refusals = 0
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
    package var count: Int { state.withLockedValue { $0.channels.count } }

    /// Call once a channel is active; each call is followed by one of ``release(_:)``.
    package func admit(_ channel: any Channel) -> Admission {
        let address = channel.remoteAddress.flatMap { IPAddress($0) }
        let isExempt = address.map { $0.isLoopback } ?? true || proxies.trusts(peer: address)
        let hash = address.map { hasher.hash($0) } ?? 0
        let id = ObjectIdentifier(channel)
        return state.withLockedValue { state in
            let isFull = state.channels.count >= limits.connections
            let isOverShare = !isExempt && state.perAddress[hash, default: 0] >= limits.connectionsPerAddress
            guard !isFull, !isOverShare else {
                guard state.refusals < limits.refusalsAtOnce else { return .dropped }
                state.refusals += 1
                state.places[id] = .refused
                return .refused
            }
            state.channels[id] = channel
            state.places[id] = isExempt ? .exempt : .counted(hash)
            if !isExempt { state.perAddress[hash, default: 0] += 1 }
            return .admitted
        }
    }

    package func release(_ channel: any Channel) {
        let id = ObjectIdentifier(channel)
        state.withLockedValue { state in
            switch state.places.removeValue(forKey: id) {
            case .counted(let hash):
                state.channels[id] = nil
                let left = state.perAddress[hash, default: 1] - 1
                state.perAddress[hash] = left > 0 ? left : nil
            case .exempt:
                state.channels[id] = nil
            case .refused:
                state.refusals -= 1
            case nil:
                break
            }
        }
    }

    /// Ends every connection at once, whatever it is doing.
    func abortAll() {
        let channels = state.withLockedValue { Array($0.channels.values) }
        for channel in channels {
            channel.triggerUserOutboundEvent(AbortConnection(), promise: nil)
        }
    }
}

/// Asks a connection's guard to close it now, unsent answers and all.
struct AbortConnection: Sendable {}
