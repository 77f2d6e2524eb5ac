/// An answer's bytes and the blanks after them, which JSON and HTML ignore. The two are stored apart, so that no blank is copied.
package struct PaddedBody: Sendable {
    package let bytes: [UInt8]
    package let blanks: Int

    /// - Parameter blockBytes: the size of a block; the length is a multiple of it.
    package init(_ bytes: [UInt8], toBlocksOf blockBytes: Int = 1) {
        self.bytes = bytes
        blanks = (bytes.count + blockBytes - 1) / blockBytes * blockBytes - bytes.count
    }

    /// Bytes and blanks.
    package var count: Int { bytes.count + blanks }

    package static let blank = UInt8(ascii: " ")

    /// Bytes and blanks in one piece.
    package var whole: [UInt8] { bytes + repeatElement(Self.blank, count: blanks) }
}
