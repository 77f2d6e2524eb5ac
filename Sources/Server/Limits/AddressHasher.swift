/// Turns an address into a number that means nothing outside this process.
///
/// SipHash under a key that is drawn at start and kept in memory only, so neither a dump of a table nor a metric names an address.
package struct AddressHasher: Sendable {
    private let key: (UInt64, UInt64)

    package init() {
        var random = SystemRandomNumberGenerator()
        key = (random.next(), random.next())
    }

    /// The same for every address of one IPv6 /64, and for all peers of a Unix socket, which have no address.
    func hash(_ address: IPAddress?) -> UInt64 {
        var hasher = Hasher()
        hasher.combine(key.0)
        hasher.combine(key.1)
        hasher.combine(address?.network)
        return UInt64(bitPattern: Int64(hasher.finalize()))
    }
}
