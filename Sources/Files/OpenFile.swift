import Glibc

/// An open file; its descriptor closes with the last reference.
///
/// Every call blocks on the disk. Continues after short reads, short writes and signals; throws any other error and never retries it.
package final class OpenFile: Sendable {
    /// Bytes read, written or overwritten by one system call.
    package static let pieceBytes = 1 << 20

    /// The last name of the opened path.
    package let name: String
    let descriptor: Int32
    private let calls: FileCalls

    /// Takes over the descriptor.
    init(_ descriptor: Int32, _ name: String, _ calls: FileCalls) {
        self.descriptor = descriptor
        self.name = name
        self.calls = calls
    }

    deinit {
        close(descriptor)
    }

    package func status() throws(FileError) -> FileStatus {
        try FileStatus(name) { fstat(descriptor, &$0) }
    }

    /// Sets the mode to 0600.
    package func closeToOthers() throws(FileError) {
        guard fchmod(descriptor, 0o600) == 0 else { throw FileError(.make, name) }
    }

    // MARK: Reading

    /// Reads the whole file from its beginning, or a pipe to its end.
    ///
    /// - Throws: `tooLarge` past `bytesMax`, even if the file grows meanwhile.
    package func readAll(bytesMax: Int) throws(FileError) -> [UInt8] {
        let status = try status()
        var bytes: [UInt8] = []
        // One extra byte detects a growing file.
        if status.kind == .regular {
            guard status.bytes <= bytesMax else { throw FileError(.read, name, reason: .tooLarge(bytesMax: bytesMax)) }
            bytes.reserveCapacity(status.bytes + 1)
        }
        while true {
            // Up to the known size, then in pieces.
            let wanted = bytes.count <= status.bytes ? min(max(status.bytes - bytes.count + 1, 4096), Self.pieceBytes) : Self.pieceBytes
            var failure: FileError?
            let piece = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
                let got = uninterrupted { calls.read(descriptor, UnsafeMutableRawPointer(buffer.baseAddress!), buffer.count) }
                if got < 0 { failure = FileError(.read, name) }
                count = max(0, got)
            }
            if let failure { throw failure }
            if piece.isEmpty { return bytes }
            bytes += piece
            guard bytes.count <= bytesMax else { throw FileError(.read, name, reason: .tooLarge(bytesMax: bytesMax)) }
        }
    }

    /// The bytes from an offset; fewer than `count` only at the file's end.
    package func read(_ count: Int, at offset: Int) throws(FileError) -> [UInt8] {
        var failure: FileError?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let got = uninterrupted { [filled] in
                    calls.readAt(descriptor, UnsafeMutableRawPointer(buffer.baseAddress! + filled), count - filled, offset + filled)
                }
                if got < 0 { failure = FileError(.read, name) }
                guard got > 0 else { return }
                filled += got
            }
        }
        if let failure { throw failure }
        return bytes
    }

    // MARK: Writing

    /// Writes all bytes at an offset. After an error, a part may be written.
    package func write(_ bytes: [UInt8], at offset: Int) throws(FileError) {
        try write(bytes[...], at: offset)
    }

    private func write(_ bytes: ArraySlice<UInt8>, at offset: Int) throws(FileError) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { bytes in
                uninterrupted { calls.writeAt(descriptor, bytes.baseAddress! + written, bytes.count - written, offset + written) }
            }
            // A write of no bytes without an error means a full disk.
            guard count > 0 else { throw count < 0 ? FileError(.write, name) : FileError(.write, name, number: ENOSPC) }
            written += count
        }
    }

    /// Writes the bytes after the first `length` ones, replacing any there, and returns once they survive a power loss.
    ///
    /// After an error it truncates the file to `length` if the disk allows; else a torn end stays, which the file's format must detect.
    package func append(_ bytes: [UInt8], at length: Int) throws(FileError) {
        // A file that is shorter than `length` must not be filled with zeros.
        guard try status().bytes >= length else { throw FileError(.write, name, number: EIO) }
        try cut(to: length)
        do throws(FileError) {
            try write(bytes, at: length)
            try sync()
        } catch {
            try? cut(to: length)
            throw error
        }
    }

    /// Overwrites every byte with zeros, and returns once they are on disk. The file keeps its length.
    package func overwrite() throws(FileError) {
        let bytes = try status().bytes
        let zeros = [UInt8](repeating: 0, count: min(bytes, Self.pieceBytes))
        for offset in stride(from: 0, to: bytes, by: Self.pieceBytes) {
            try write(zeros.prefix(bytes - offset), at: offset)
        }
        try sync()
    }

    /// Copies the file's current bytes into an empty file; returns once they are on disk.
    ///
    /// - Throws: an error of operation `read` for this file, and of `write` or `sync` for the other.
    package func copy(to other: OpenFile) throws(FileError) {
        let bytes = try status().bytes
        for offset in stride(from: 0, to: bytes, by: Self.pieceBytes) {
            let wanted = min(Self.pieceBytes, bytes - offset)
            let piece = try read(wanted, at: offset)
            guard piece.count == wanted else { throw FileError(.read, name, number: EIO) }
            try other.write(piece, at: offset)
        }
        try other.sync()
    }

    package func cut(to bytes: Int) throws(FileError) {
        guard uninterrupted({ calls.cut(descriptor, bytes) }) == 0 else { throw FileError(.cut, name) }
    }

    // MARK: On disk

    /// Returns once the file's bytes and its status survive a power loss.
    package func sync() throws(FileError) {
        guard uninterrupted({ calls.sync(descriptor) }) == 0 else { throw FileError(.sync, name) }
    }

    /// Returns once the file's bytes survive a power loss.
    package func syncData() throws(FileError) {
        guard uninterrupted({ calls.syncData(descriptor) }) == 0 else { throw FileError(.sync, name) }
    }
}
