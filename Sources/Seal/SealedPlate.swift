/// A plate as it is stored: one AES-256 block.
///
/// The decrypted block is the packed key (8 bytes), the typed mask (2 bytes) and 6 zero bytes, all big-endian. The zeros reveal a wrong
/// key: another key gives them by chance once in 2^48.
package struct SealedPlate: Hashable, Sendable {
    package let block: Digest128

    package init(block: Digest128) {
        self.block = block
    }
}
