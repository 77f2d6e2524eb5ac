#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Where a table's lines lie, one behind the other.
///
/// `@unchecked Sendable`: it is an address that stays, and all that lies there is atomic.
struct Lines: @unchecked Sendable {
    let base: UnsafeMutableRawPointer

    @inline(__always)
    subscript(place: Int) -> Line { Line(base + place &* Line.bytes) }
}

/// The memory that a table's lines lie in: one stretch of addresses, reserved once, of which as much is memory as the table needs.
///
/// So a line never moves, and an address that was ever readable stays so until the table goes itself: readers leave no mark, and the writer can
/// never know that none is looking. What is given back reads as zeros, as empty lines do. Where the system gives none, the process ends, as it does
/// where any other memory is missing.
struct LineMemory {
    /// As many as fit into 16 GiB of addresses: more than nine hundred million entries.
    static let linesMax = 1 << 28
    /// One page of this size in place of 512 where there is as much: else a look-up in a large index waits for the page's address as long as for the line.
    private static let hugePageBytes = 2 << 20

    private static let noAddresses = "no addresses are left for the index of plates: raise `ulimit -v`"

    private let reserved: UnsafeMutableRawBufferPointer
    let lines: Lines
    private let linesMax: Int
    /// Lines that are readable, and have been from their first use on.
    private(set) var readable = 0
    /// Lines that memory is kept for.
    private(set) var count = 0

    init() {
        linesMax = Self.reservableLines()
        let bytes = linesMax * Line.bytes + Self.hugePageBytes
        let address = mmap(nil, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
        guard let address, address != UnsafeMutableRawPointer(bitPattern: -1) else { fatalError(Self.noAddresses) }
        reserved = UnsafeMutableRawBufferPointer(start: address, count: bytes)
        lines = Lines(base: address.alignedUp(toMultipleOf: Self.hugePageBytes))
        #if !canImport(Darwin)
        _ = madvise(lines.base, linesMax * Line.bytes, MADV_HUGEPAGE)
        #endif
    }

    /// Makes memory of at least so many lines; new ones are empty.
    mutating func grow(to lines: Int) {
        guard lines > count else { return }
        let wanted = Self.wholePages(lines)
        guard wanted <= linesMax else { fatalError(Self.noAddresses) }
        if wanted > readable {
            let start = self.lines.base + readable * Line.bytes
            guard mprotect(start, (wanted - readable) * Line.bytes, PROT_READ | PROT_WRITE) == 0 else {
                fatalError("no memory is left for the index of plates: give the process more")
            }
            Line.bind(start, count: wanted - readable)
            readable = wanted
        }
        count = wanted
    }

    /// Gives back what lies behind so many lines, all of which must be empty.
    mutating func shrink(to lines: Int) {
        let kept = Self.wholePages(lines)
        guard kept < count else { return }
        let (start, bytes) = (self.lines.base + kept * Line.bytes, (count - kept) * Line.bytes)
        #if canImport(Darwin)
        _ = mmap(start, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0)
        #else
        _ = madvise(start, bytes, MADV_DONTNEED)
        #endif
        count = kept
    }

    /// Gives all back; no reader may be left.
    func deallocate() { munmap(reserved.baseAddress.unsafelyUnwrapped, reserved.count) }

    /// Where the process may not have all addresses (`ulimit -v`), a sixteenth of those that it may have: there are four tables, and other things.
    private static func reservableLines() -> Int {
        var limit = rlimit()
        #if canImport(Glibc)
        let isKnown = getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0
        #else
        let isKnown = getrlimit(RLIMIT_AS, &limit) == 0
        #endif
        guard isKnown else { return linesMax }
        return min(linesMax, Int(clamping: limit.rlim_cur) / 16 / Line.bytes)
    }

    private static func wholePages(_ lines: Int) -> Int {
        let bytes = lines * Line.bytes
        // A small table would take too much.
        let page = bytes > 16 * hugePageBytes ? hugePageBytes : Int(sysconf(Int32(_SC_PAGESIZE)))
        return (bytes + page - 1) / page * page / Line.bytes
    }
}
