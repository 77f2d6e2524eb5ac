/// A plate as it lies on disk: one AES-256 block.
///
/// In the clear, the block is the packed key (8 bytes), the typed mask (2 bytes) and 6 zero bytes, all big-endian. The zeros show a wrong key:
/// another key gives them by chance once in 2^48.
package struct SealedPlate: Hashable, Sendable {
    package let block: Digest128

    package init(block: Digest128) {
        self.block = block
    }
}
