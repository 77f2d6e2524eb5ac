/// Writes pieces one after another into memory that holds all of them.
///
/// A `ByteBuffer` makes itself unique and large enough for every piece, which costs as much as copying 250 bytes.
struct PieceWriter {
    private let space: UnsafeMutableRawBufferPointer
    /// The bytes written so far.
    private(set) var count = 0

    init(_ space: UnsafeMutableRawBufferPointer) {
        self.space = space
    }

    mutating func write(_ piece: StaticString) {
        write(UnsafeRawBufferPointer(start: piece.utf8Start, count: piece.utf8CodeUnitCount))
    }

    mutating func write(text: String) {
        var text = text
        text.withUTF8 { write(UnsafeRawBufferPointer($0)) }
    }

    mutating func write(_ piece: [UInt8]) {
        piece.withUnsafeBytes { write($0) }
    }

    mutating func write(_ byte: UInt8, count repeats: Int) {
        take(repeats).initializeMemory(as: UInt8.self, repeating: byte)
    }

    private mutating func write(_ piece: UnsafeRawBufferPointer) {
        take(piece.count).copyMemory(from: piece)
    }

    private mutating func take(_ bytes: Int) -> UnsafeMutableRawBufferPointer {
        precondition(bytes <= space.count - count, "the caller made room for all pieces")
        defer { count += bytes }
        return UnsafeMutableRawBufferPointer(rebasing: space[count..<count + bytes])
    }
}
