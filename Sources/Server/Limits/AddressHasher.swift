/// Turns an address into a number that is meaningless outside this process.
///
/// SipHash with a random key in memory only, so that no table dump or metric reveals an address.
package struct AddressHasher: Sendable {
    private let key: (UInt64, UInt64)

    package init() {
        var random = SystemRandomNumberGenerator()
        key = (random.next(), random.next())
    }

    /// Equal for all addresses of one IPv6 /64, and for all peers of a Unix socket.
    func hash(_ address: IPAddress?) -> UInt64 {
        var hasher = Hasher()
        hasher.combine(key.0)
        hasher.combine(key.1)
        hasher.combine(address?.network)
        return UInt64(bitPattern: Int64(hasher.finalize()))
    }
}
