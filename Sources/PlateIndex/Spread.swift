/// How hashes are spread over lines: in their order, evenly over as many as the level has; and from the frontier up over as many as the next level has.
///
/// So the table grows and shrinks without a break: the frontier goes down, or up, by the hashes of a line, and only their entries move. Its word
/// differs from any that it had a moment ago, so a reader who finds it again knows that nothing moved meanwhile.
struct Spread: BitwiseCopyable, Equatable {
    private static let frontierShift: UInt64 = 31
    private static let levelShift: UInt64 = 23
    private static let levelMask: UInt64 = 0xFF
    /// The frontier of a table that has no hash above it.
    static let none: UInt64 = 1 << 32

    /// The frontier in bits 31 to 63, the level in 23 to 30, and below how often either has changed.
    let word: UInt64

    @inline(__always)
    init(word: UInt64) { self.word = word }

    init(level: Int) { word = Self.none << Self.frontierShift | UInt64(level) << Self.levelShift }

    /// The next state: this frontier, at this level.
    func moved(toFrontier frontier: UInt64, level: Int) -> Spread {
        let changes = (word &+ 1) & (1 << Self.levelShift - 1)
        return Spread(word: frontier << Self.frontierShift | UInt64(level) << Self.levelShift | changes)
    }

    /// The first of the hashes, by their top 32 bits, that are spread over the next level's lines.
    var frontier: UInt64 { word >> Self.frontierShift }

    @inline(__always)
    var level: Int { Int(truncatingIfNeeded: word &>> Self.levelShift & Self.levelMask) }

    /// The line at which a hash's probe sequence starts.
    @inline(__always)
    func home(_ hash: UInt64, _ levels: Levels) -> Int {
        let isAbove = hash &>> 1 | (1 << Self.frontierShift - 1) >= word
        return Self.home(hash &>> 32, ofLines: levels[level &+ (isAbove ? 1 : 0)])
    }

    @inline(__always)
    static func home(_ top: UInt64, ofLines lines: Int) -> Int {
        Int(truncatingIfNeeded: (top &* UInt64(truncatingIfNeeded: lines)) &>> 32)
    }

    /// The first hash, by its top 32 bits, whose home is this of so many lines, or one behind.
    static func firstHash(ofHome home: Int, ofLines lines: Int) -> UInt64 {
        (UInt64(home) << 32 + UInt64(lines) - 1) / UInt64(lines)
    }
}

/// How many lines a table has at each level: 64, and from there an eighth more each time.
///
/// `@unchecked Sendable`: it is an address, and what lies there never changes.
struct Levels: @unchecked Sendable {
    private let lines: UnsafeMutablePointer<UInt32>
    static let count = sizes.count
    private static let sizes: [UInt32] = {
        var sizes: [UInt32] = [64]
        while let last = sizes.last, last + last / 8 <= LineMemory.linesMax { sizes.append(last + last / 8) }
        return sizes
    }()

    /// Copied to where readers find them without asking whether they are there yet.
    init() {
        lines = .allocate(capacity: Self.count)
        lines.initialize(from: Self.sizes, count: Self.count)
    }

    @inline(__always)
    subscript(level: Int) -> Int { Int(truncatingIfNeeded: lines[level]) }

    var bytes: Int { Self.count * MemoryLayout<UInt32>.stride }

    func deallocate() { lines.deallocate() }
}
