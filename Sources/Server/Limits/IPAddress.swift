package import NIOCore

/// An IP address as one 128-bit number; IPv4 in its mapped form, so that both forms are equal.
package struct IPAddress: Hashable, Sendable {
    let high: UInt64
    let low: UInt64

    private static let mappedPrefix: UInt64 = 0xffff_0000_0000

    init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// `nil` for a Unix socket.
    package init?(_ address: SocketAddress) {
        // Reads sin_addr and sin6_addr by offset: their names need a module that NIO does not export.
        switch address {
        case .v4(let address):
            let bits = withUnsafeBytes(of: address.address) { $0.loadUnaligned(fromByteOffset: 4, as: UInt32.self) }
            self.init(high: 0, low: Self.mappedPrefix | UInt64(UInt32(bigEndian: bits)))
        case .v6(let address):
            let (high, low) = withUnsafeBytes(of: address.address) { bytes in
                (bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self), bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self))
            }
            self.init(high: UInt64(bigEndian: high), low: UInt64(bigEndian: low))
        case .unixDomainSocket:
            return nil
        }
    }

    /// Reads `203.0.113.7`, `2001:db8::1`, and both with a port as some proxies write them.
    package init?(_ text: some StringProtocol) {
        var host = text.drop { $0 == " " || $0 == "\t" }
        while host.last == " " || host.last == "\t" { host = host.dropLast() }
        if host.first == "[" {
            guard let end = host.firstIndex(of: "]") else { return nil }
            host = host[host.index(after: host.startIndex)..<end]
        } else if host.contains("."), let colon = host.firstIndex(of: ":"), colon == host.lastIndex(of: ":") {
            host = host[..<colon]
        }
        guard let address = try? SocketAddress(ipAddress: String(host), port: 0) else { return nil }
        self.init(address)
    }

    var isIPv4: Bool { high == 0 && low >> 32 == 0xffff }

    package var isLoopback: Bool {
        isIPv4 ? low & 0xff00_0000 == 0x7f00_0000 : high == 0 && low == 1
    }

    /// Whether it is not an address but a circuit's number, from tor with `HiddenServiceExportCircuitID haproxy`.
    var isTorCircuit: Bool { high == 0xfc00_dead_beef_4dad }

    /// The part that identifies one customer: an IPv4 address, an IPv6 /64 or a tor circuit.
    var network: IPAddress { isIPv4 || isTorCircuit ? self : IPAddress(high: high, low: 0) }
}

/// Addresses that share a prefix: `10.0.0.0/8`, `2001:db8::/32`, or one address.
package struct AddressRange: Hashable, Sendable {
    private let base: IPAddress
    private let prefixBits: Int

    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let address = IPAddress(first) else { return nil }
        let width = address.isIPv4 ? 32 : 128
        var bits = width
        if parts.count == 2 {
            guard let given = Int(parts[1]), (0...width).contains(given) else { return nil }
            bits = given
        }
        prefixBits = bits + (128 - width)
        base = Self.masked(address, to: prefixBits)
    }

    package func contains(_ address: IPAddress) -> Bool {
        Self.masked(address, to: prefixBits) == base
    }

    private static func masked(_ address: IPAddress, to bits: Int) -> IPAddress {
        let high = bits >= 64 ? UInt64.max : bits == 0 ? 0 : UInt64.max << UInt64(64 - bits)
        let low = bits <= 64 ? 0 : UInt64.max << UInt64(128 - bits)
        return IPAddress(high: address.high & high, low: address.low & low)
    }
}
