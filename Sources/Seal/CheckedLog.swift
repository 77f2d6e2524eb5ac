import Foundation
import Glibc

/// A file to which records are only ever added, each with a check over all before it: nothing in it can be changed or left out unnoticed.
///
/// A head says since when it is whole. A last record that a crash cut off is no record, and is dropped; anything else that does not check is
/// damage. Every call blocks on the disk. Not safe for two writers; the lock on the data folder sees to it that there is one.
package struct CheckedLog: Sendable {
    package enum Failure: Error, Hashable, Sendable {
        case missing
        /// Damaged, or another registry's.
        case damaged
        case system(errno: Int32)
    }

    /// What a log holds.
    package struct Content: Sendable {
        /// Since when it is whole, in seconds since 1970.
        package let since: Int64
        package let records: [[UInt8]]
        fileprivate let last: Digest128
        fileprivate let length: Int
    }

    private static let magic = Array("thaw log 1\n".utf8)
    private static let headBytes = magic.count + 8 + 16
    private static let recordBytesMax = 64 << 20

    package let path: String
    private let keys: SealKeys

    package init(path: String, keys: SealKeys) {
        self.path = path
        self.keys = keys
    }

    package var exists: Bool { access(path, F_OK) == 0 }

    package func read() throws(Failure) -> Content {
        guard exists else { throw .missing }
        guard let data = FileManager.default.contents(atPath: path) else { throw .system(errno: EIO) }
        let bytes = [UInt8](data)
        guard bytes.count >= Self.headBytes, bytes.starts(with: Self.magic) else { throw .damaged }
        let since = Int64(bigEndian: bytes[Self.magic.count..<Self.magic.count + 8])
        var last = check(head: since)
        guard Digest128(bytes[(Self.magic.count + 8)..<Self.headBytes]) == last else { throw .damaged }
        var records: [[UInt8]] = []
        var place = Self.headBytes
        while bytes.count - place >= 20 {
            let length = Int(Int64(bigEndian: [0, 0, 0, 0] + bytes[place..<place + 4]))
            guard length <= bytes.count - place - 20 else { break }
            let record = Array(bytes[(place + 20)..<(place + 20 + length)])
            let check = check(record, after: last)
            guard Digest128(bytes[(place + 4)..<(place + 20)]) == check else {
                guard place + 20 + length == bytes.count else { throw .damaged }
                break
            }
            records.append(record)
            last = check
            place += 20 + length
        }
        return Content(since: since, records: records, last: last, length: place)
    }

    /// Makes the file anew, with these records alone; it appears whole or not at all.
    package func rewrite(since: Int64, _ records: [[UInt8]]) throws(Failure) {
        let unfinished = path + ".new"
        let descriptor = open(unfinished, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .system(errno: errno) }
        defer { close(descriptor) }
        let head = check(head: since)
        let bytes = Self.magic + big(since) + head.bytes + framed(records, after: head)
        try write(bytes, to: descriptor)
        guard fsync(descriptor) == 0 else { throw .system(errno: errno) }
        guard rename(unfinished, path) == 0 else { throw .system(errno: errno) }
        try syncFolder()
    }

    /// Adds records, and returns once they survive a power loss.
    package func append(_ records: [[UInt8]]) throws(Failure) {
        let content = try read()
        let descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { throw .system(errno: errno) }
        defer { close(descriptor) }
        // What a crash cut off makes room.
        guard ftruncate(descriptor, off_t(content.length)) == 0, lseek(descriptor, 0, SEEK_END) >= 0 else { throw .system(errno: errno) }
        do {
            try write(framed(records, after: content.last), to: descriptor)
            guard fsync(descriptor) == 0 else { throw Failure.system(errno: errno) }
        } catch {
            _ = ftruncate(descriptor, off_t(content.length))
            throw error as? Failure ?? .system(errno: EIO)
        }
    }

    private func framed(_ records: [[UInt8]], after first: Digest128) -> [UInt8] {
        var last = first
        var bytes: [UInt8] = []
        for record in records {
            precondition(record.count <= Self.recordBytesMax)
            last = check(record, after: last)
            bytes += big(UInt32(record.count)) + last.bytes + record
        }
        return bytes
    }

    private func check(head since: Int64) -> Digest128 { keys.tombstoneCheck(Self.magic + big(since)) }

    private func check(_ record: [UInt8], after last: Digest128) -> Digest128 { keys.tombstoneCheck(last.bytes + record) }

    private func big(_ number: some FixedWidthInteger) -> [UInt8] { withUnsafeBytes(of: number.bigEndian, Array.init) }

    private func write(_ bytes: [UInt8], to descriptor: Int32) throws(Failure) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { throw .system(errno: count < 0 ? errno : ENOSPC) }
            rest = rest.dropFirst(count)
        }
    }

    private func syncFolder() throws(Failure) {
        let folder = open((path as NSString).deletingLastPathComponent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw .system(errno: errno) }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw .system(errno: errno) }
    }
}

extension Int64 {
    /// From eight bytes, the most significant first.
    fileprivate init(bigEndian bytes: some Sequence<UInt8>) {
        self = bytes.reduce(0) { $0 << 8 | Int64($1) }
    }
}
