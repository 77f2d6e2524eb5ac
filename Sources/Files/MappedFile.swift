import Glibc

/// A file's bytes as memory, read from the disk when they are first looked at. The mapping ends with the last reference.
///
/// The owner must hold a lock that keeps others from changing the file. A change would show in the bytes, and if the file is cut, a read
/// beyond its end ends the process.
package final class MappedFile {
    private let start: UnsafeMutableRawPointer?
    private let count: Int

    fileprivate init(_ descriptor: Int32, _ name: String, count: Int) throws(FileError) {
        self.count = count
        guard count > 0 else {
            start = nil
            return
        }
        let mapped = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0)
        guard let mapped, mapped != UnsafeMutableRawPointer(bitPattern: -1) else { throw FileError(.read, name) }
        start = mapped
    }

    deinit {
        if let start { munmap(start, count) }
    }

    /// The bytes, valid for as long as this object lives.
    package var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: count) }
}

extension OpenFile {
    /// Maps the whole file.
    ///
    /// - Throws: `tooLarge` past `bytesMax`.
    package func mapped(bytesMax: Int) throws(FileError) -> MappedFile {
        let bytes = try status().bytes
        guard bytes <= bytesMax else { throw FileError(.read, name, reason: .tooLarge(bytesMax: bytesMax)) }
        return try MappedFile(descriptor, name, count: bytes)
    }
}
