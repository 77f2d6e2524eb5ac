import Glibc

/// The address of a table's lines, which lie one after another.
///
/// `@unchecked Sendable`: the address never changes, and everything at it is atomic.
struct Lines: @unchecked Sendable {
    let base: UnsafeMutableRawPointer

    @inline(__always)
    subscript(index: Int) -> Line { Line(base + index &* Line.bytes) }
}

/// The memory of a table's lines: one range of addresses, reserved once; only the part that the table needs is backed by memory.
///
/// A line never moves, and an address that was once readable stays readable until the table is freed, because readers take no lock, and the
/// writer does not know when one is reading. Memory that was given back reads as zeros, as empty lines do. If the system has no memory
/// left, the process ends, as with any other allocation.
struct LineMemory {
    /// 16 GiB of addresses: more than nine hundred million entries.
    static let linesMax = 1 << 28
    /// With small pages, a look-up in a large index waits as long for the page's address as for the line.
    private static let hugePageBytes = 2 << 20

    private static let noAddresses = "Cannot reserve address space for the plate index: raise `ulimit -v`."

    private let reserved: UnsafeMutableRawBufferPointer
    let lines: Lines
    private let linesMax: Int
    /// Lines that readers may read. This never shrinks.
    private(set) var readable = 0
    /// Lines that are backed by memory.
    private(set) var count = 0

    init() {
        linesMax = Self.reservableLines()
        let bytes = linesMax * Line.bytes + Self.hugePageBytes
        let address = mmap(nil, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
        guard let address, address != UnsafeMutableRawPointer(bitPattern: -1) else { fatalError(Self.noAddresses) }
        reserved = UnsafeMutableRawBufferPointer(start: address, count: bytes)
        lines = Lines(base: address.alignedUp(toMultipleOf: Self.hugePageBytes))
        _ = madvise(lines.base, linesMax * Line.bytes, MADV_HUGEPAGE)
    }

    /// Backs at least this many lines with memory. New lines are empty.
    mutating func grow(to lines: Int) {
        guard lines > count else { return }
        let wanted = Self.wholePages(lines)
        guard wanted <= linesMax else { fatalError(Self.noAddresses) }
        if wanted > readable {
            let start = self.lines.base + readable * Line.bytes
            guard mprotect(start, (wanted - readable) * Line.bytes, PROT_READ | PROT_WRITE) == 0 else {
                fatalError("Out of memory for the plate index: give the process more memory.")
            }
            Line.bind(start, count: wanted - readable)
            readable = wanted
        }
        count = wanted
    }

    /// Gives back the memory after this many lines. The lines there must be empty.
    mutating func shrink(to lines: Int) {
        let kept = Self.wholePages(lines)
        guard kept < count else { return }
        let (start, bytes) = (self.lines.base + kept * Line.bytes, (count - kept) * Line.bytes)
        _ = madvise(start, bytes, MADV_DONTNEED)
        count = kept
    }

    /// Frees everything. No reader may be left.
    func deallocate() { munmap(reserved.baseAddress.unsafelyUnwrapped, reserved.count) }

    /// If `ulimit -v` bounds the address space, a sixteenth of the bound: there are four tables, and the process needs more than these.
    private static func reservableLines() -> Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0 else { return linesMax }
        return min(linesMax, Int(clamping: limit.rlim_cur) / 16 / Line.bytes)
    }

    private static func wholePages(_ lines: Int) -> Int {
        let bytes = lines * Line.bytes
        // A huge page would waste too much of a small table.
        let page = bytes > 16 * hugePageBytes ? hugePageBytes : Int(sysconf(Int32(_SC_PAGESIZE)))
        return (bytes + page - 1) / page * page / Line.bytes
    }
}
