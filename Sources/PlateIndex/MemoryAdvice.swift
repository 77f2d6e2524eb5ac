/// What the operating system is told about an index's memory.
///
/// Readers look without leaving a mark, so the index can never know that none is inside a piece of its memory, and unmaps
/// none before it goes itself. A kernel can take the pages from under an address and leave it readable: on Linux
/// `madvise(MADV_DONTNEED)` on the whole pages inside `discard`'s range, and `MADV_HUGEPAGE` on `adopt`'s.
package struct MemoryAdvice: Sendable {
    /// Called with each piece of memory, before its first use.
    package let adopt: @Sendable (UnsafeMutableRawBufferPointer) -> Void
    /// Called with a piece that is out of use for now; it must stay readable and writable, and may hold anything afterwards.
    package let discard: @Sendable (UnsafeMutableRawBufferPointer) -> Void

    package init(
        adopt: @escaping @Sendable (UnsafeMutableRawBufferPointer) -> Void,
        discard: @escaping @Sendable (UnsafeMutableRawBufferPointer) -> Void
    ) {
        self.adopt = adopt
        self.discard = discard
    }
}
