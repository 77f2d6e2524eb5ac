#if canImport(Glibc)
import Glibc
#endif

/// What lets the operating system have memory that is out of use but must stay readable.
///
/// Readers leave no mark, so the writer can never know that none is inside a piece of memory, and frees none before the
/// table goes itself. But it can take the pages from under an address: a late reader then finds zeros, and a version that has moved on.
enum Pages {
    /// How much of a piece `release` would let go: its whole pages.
    static func releasableBytes(of piece: UnsafeMutableRawBufferPointer) -> Int { wholePages(of: piece)?.count ?? 0 }

    /// Lets a piece's whole pages go. It stays readable and writable, and reads as anything.
    static func release(_ piece: UnsafeMutableRawBufferPointer) {
        #if canImport(Glibc)
        guard let pages = wholePages(of: piece) else { return }
        _ = madvise(pages.baseAddress, pages.count, MADV_DONTNEED)
        #endif
    }

    /// Asks for one page under a piece instead of 512: else a look-up in a large index waits for the page's address as long as for the line.
    static func makeHuge(_ piece: UnsafeMutableRawBufferPointer) {
        #if canImport(Glibc)
        _ = madvise(piece.baseAddress, piece.count, MADV_HUGEPAGE)
        #endif
    }

    private static func wholePages(of piece: UnsafeMutableRawBufferPointer) -> UnsafeMutableRawBufferPointer? {
        #if canImport(Glibc)
        guard let address = piece.baseAddress else { return nil }
        let pageBytes = UInt(sysconf(Int32(_SC_PAGESIZE)))
        let start = (UInt(bitPattern: address) + pageBytes - 1) & ~(pageBytes - 1)
        let end = (UInt(bitPattern: address) + UInt(piece.count)) & ~(pageBytes - 1)
        guard end > start else { return nil }
        return UnsafeMutableRawBufferPointer(start: UnsafeMutableRawPointer(bitPattern: start), count: Int(end - start))
        #else
        return nil
        #endif
    }
}
