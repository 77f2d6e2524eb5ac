/// Numbered records of one size, in pieces of memory that never move and are never unmapped while the index lives.
///
/// The pieces grow with their number, by an eighth of it at a time, up to `pieceBytesMax`: so what lies unused is at most an
/// eighth, and no step costs more than one piece. Of what empties from the top one piece stays at hand, and the others are
/// handed to `Pages.release`, if records out of use need not keep what they hold. Number to address costs a few shifts. Only the writer uses it.
struct Slabs {
    /// The largest piece: what one huge page covers on x86-64.
    static let pieceBytesMax = 2 << 20
    private static let wholePiecesLog2 = 3

    private let stride: Int
    private let unit: Int
    private let growthMax: Int
    private let keepsAll: Bool
    private var pieces: [UnsafeMutableRawBufferPointer] = []
    /// How many of the pieces were not let go.
    private var kept = 0
    private(set) var count = 0
    /// The memory that the records take, and what is at hand for more of them.
    private(set) var bytes = 0

    /// Records of `stride` bytes; `unit` of them make the smallest piece.
    init(stride: Int, unit: Int, keepsAll: Bool = false) {
        self.stride = stride
        self.unit = unit
        self.keepsAll = keepsAll
        growthMax = (Self.pieceBytesMax / (stride * unit)).leadingZeroBitCount ^ (Int.bitWidth - 1)
    }

    subscript(number: Int) -> UnsafeMutableRawPointer {
        let (piece, offset) = place(number)
        return pieces[piece].baseAddress.unsafelyUnwrapped + offset
    }

    /// Adds a record with the next number; its memory holds anything.
    mutating func append() -> UnsafeMutableRawPointer {
        let (piece, offset) = place(count)
        if piece == pieces.count {
            pieces.append(allocate(width(ofPiece: piece)))
            bytes += pieces[piece].count
            kept = pieces.count
        } else if piece == kept {
            bytes += Pages.releasableBytes(of: pieces[piece])
            kept += 1
        }
        count += 1
        return pieces[piece].baseAddress.unsafelyUnwrapped + offset
    }

    /// Drops the record with the highest number.
    mutating func removeLast() {
        count -= 1
        let used = count == 0 ? 0 : place(count - 1).piece + 1
        guard !keepsAll, kept > used + 1 else { return }
        kept -= 1
        bytes -= Pages.releasableBytes(of: pieces[kept])
        Pages.release(pieces[kept])
    }

    /// Gives all memory back; no reader may be left.
    func deallocate() {
        for piece in pieces { piece.deallocate() }
    }

    /// Pieces 0…15 hold a unit each, the next 8 two units, the next 8 four, and so on up to the largest.
    private func place(_ number: Int) -> (piece: Int, offset: Int) {
        let (unitNumber, rest) = number.quotientAndRemainder(dividingBy: unit)
        let octave = unitNumber < 1 << Self.wholePiecesLog2 ? 0 : unitNumber.leadingZeroBitCount ^ (Int.bitWidth - 1)
        let growth = min(max(0, octave - Self.wholePiecesLog2), growthMax)
        let piece = growth << Self.wholePiecesLog2 + unitNumber >> growth
        let first = (unitNumber >> growth) << growth
        return (piece, ((unitNumber - first) * unit + rest) * stride)
    }

    private func width(ofPiece piece: Int) -> Int {
        let growth = min(max(0, piece >> Self.wholePiecesLog2 - 1), growthMax)
        return unit << growth * stride
    }

    private func allocate(_ bytes: Int) -> UnsafeMutableRawBufferPointer {
        guard bytes == Self.pieceBytesMax else { return .allocate(byteCount: bytes, alignment: Line.bytes) }
        let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes, alignment: bytes)
        Pages.makeHuge(piece)
        return piece
    }
}
