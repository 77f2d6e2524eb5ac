import Synchronization

/// One version number for each region of 64 lines. It is odd while the writer changes the region, so readers can tell that it changed.
///
/// There are 256 versions; regions share them in turn. `@unchecked Sendable`: the address never changes, and everything at it is atomic.
struct Versions: @unchecked Sendable {
    private static let count = 1 << 8
    private static let linesLog2 = 6

    private let words: UnsafeMutablePointer<Atomic<UInt32>>

    init() {
        words = .allocate(capacity: Self.count)
        for region in 0..<Self.count { (words + region).initialize(to: Atomic(0)) }
    }

    var bytes: Int { Self.count * MemoryLayout<UInt32>.stride }

    func deallocate() { words.deallocate() }

    @inline(__always)
    static func region(ofLine line: Int) -> Int { line &>> linesLog2 }

    @inline(__always)
    func version(ofRegion region: Int) -> UnsafeMutablePointer<Atomic<UInt32>> { words + (region & (Self.count &- 1)) }

    // MARK: For the writer only

    /// Makes readers discard everything that they read from these lines until `endChange`.
    func beginChange(of lines: ClosedRange<Int>) {
        for region in Self.region(ofLine: lines.lowerBound)...Self.region(ofLine: lines.upperBound) {
            let version = version(ofRegion: region)
            // It is odd already if another range of the same change includes this region.
            version.pointee.store(version.pointee.load(ordering: .relaxed) | 1, ordering: .relaxed)
        }
        atomicMemoryFence(ordering: .releasing)
    }

    func endChange(of lines: ClosedRange<Int>) {
        for region in Self.region(ofLine: lines.lowerBound)...Self.region(ofLine: lines.upperBound) {
            let version = version(ofRegion: region)
            let old = version.pointee.load(ordering: .relaxed)
            version.pointee.store(old &+ (old & 1), ordering: .releasing)
        }
    }
}
