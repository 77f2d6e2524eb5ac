import Synchronization

/// By what a reader learns whether the writer was at work where it looked: a version for each region of 64 lines, odd while the writer is there.
///
/// There are 256, which regions share in turn. `@unchecked Sendable`: it is an address, and all that lies there is atomic.
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

    // MARK: What only the writer does

    /// Whatever readers see of these lines from now on, they will not believe.
    func beginChange(of lines: ClosedRange<Int>) {
        for region in Self.region(ofLine: lines.lowerBound)...Self.region(ofLine: lines.upperBound) {
            let version = version(ofRegion: region)
            // Odd already where another range of the same change lies in it.
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
