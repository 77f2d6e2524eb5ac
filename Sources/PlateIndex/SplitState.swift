/// The state of linear hashing: a level and a split point, which together give each hash its home line.
///
/// Hashes below the split point are distributed evenly, in order, over the level's lines; those from it up, over the next
/// level's lines. The table grows and shrinks one line at a time: the split point moves by one line's hashes, and only their
/// entries move. Each change makes a new word, so a reader that finds the same word again knows that nothing moved meanwhile.
struct SplitState: BitwiseCopyable, Equatable {
    private static let splitPointShift: UInt64 = 31
    private static let levelShift: UInt64 = 23
    private static let levelMask: UInt64 = 0xFF
    /// The split point above all hashes.
    static let noSplit: UInt64 = 1 << 32

    /// The split point in bits 31 to 63, the level in bits 23 to 30, and a change counter below.
    let word: UInt64

    @inline(__always)
    init(word: UInt64) { self.word = word }

    init(level: Int) { word = Self.noSplit << Self.splitPointShift | UInt64(level) << Self.levelShift }

    /// The next state, with another split point and level.
    func moved(toSplitPoint splitPoint: UInt64, level: Int) -> SplitState {
        let changes = (word &+ 1) & (1 << Self.levelShift - 1)
        return SplitState(word: splitPoint << Self.splitPointShift | UInt64(level) << Self.levelShift | changes)
    }

    /// The first hash, by its top 32 bits, that belongs to the next level's lines.
    var splitPoint: UInt64 { word >> Self.splitPointShift }

    @inline(__always)
    var level: Int { Int(truncatingIfNeeded: word &>> Self.levelShift & Self.levelMask) }

    /// The index of a hash's home line, at which its probe sequence starts.
    @inline(__always)
    func home(_ hash: UInt64, _ levels: Levels) -> Int {
        let isAbove = hash &>> 1 | (1 << Self.splitPointShift - 1) >= word
        return Self.home(hash &>> 32, ofLines: levels[level &+ (isAbove ? 1 : 0)])
    }

    @inline(__always)
    static func home(_ top: UInt64, ofLines lines: Int) -> Int {
        Int(truncatingIfNeeded: (top &* UInt64(truncatingIfNeeded: lines)) &>> 32)
    }

    /// The first hash, by its top 32 bits, whose home is this line or a later one.
    static func firstHash(ofHome home: Int, ofLines lines: Int) -> UInt64 {
        (UInt64(home) << 32 + UInt64(lines) - 1) / UInt64(lines)
    }
}

/// The number of lines at each level: 64 at first, and an eighth more at each next level.
///
/// `@unchecked Sendable`: the address and the numbers at it never change.
struct Levels: @unchecked Sendable {
    private let lines: UnsafeMutablePointer<UInt32>
    static let count = sizes.count
    private static let sizes: [UInt32] = {
        var sizes: [UInt32] = [64]
        while let last = sizes.last, last + last / 8 <= LineMemory.linesMax { sizes.append(last + last / 8) }
        return sizes
    }()

    /// Copies the numbers out of the lazy static, so that readers need not check whether it is initialized.
    init() {
        lines = .allocate(capacity: Self.count)
        lines.initialize(from: Self.sizes, count: Self.count)
    }

    @inline(__always)
    subscript(level: Int) -> Int { Int(truncatingIfNeeded: lines[level]) }

    var bytes: Int { Self.count * MemoryLayout<UInt32>.stride }

    func deallocate() { lines.deallocate() }
}
