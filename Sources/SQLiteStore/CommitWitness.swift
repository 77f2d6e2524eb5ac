import Foundation
import Glibc
package import Seal
package import Sightings
import Synchronization

/// A file beside the database that names the last commit: a database that lost commits, with its log or without, cannot pass for whole.
///
/// It is written after every commit, without an fsync of its own. So it is exact however the process ends, and at most a moment behind after a power
/// loss; it is never ahead of what is on disk. Two records are written in turn, so that one that is torn leaves the other.
package final class CommitWitness: Sendable {
    /// What the witness names.
    package struct Record: Hashable, Sendable {
        package let commit: CommitNumber
        /// The check of the database's state row, which stands for all that the database holds.
        package let state: UInt64

        /// Of a registry that has no database yet.
        package static let beforeDatabase = Record(commit: 0, state: 0)
    }

    private static let magic = Array("thawcmt1".utf8)
    private static let recordBytes = 40
    /// Each record lies in a sector of its own.
    private static let sectorBytes = 4096

    private let path: String
    private let checks: StoreChecks
    /// nil until there is a file.
    private let file: Mutex<Int32?>

    /// Opens the file if there is one; the first write makes it. Says nothing yet of its content.
    ///
    /// - Parameter access: a witness that is only looked at is never written.
    /// - Throws: `symbolicLink` if the file is one: it is not followed.
    package init(path: String, checks: StoreChecks, access: StoreAccess = .write) throws(StoreError) {
        self.path = path
        self.checks = checks
        let descriptor = Glibc.open(path, (access == .write ? O_RDWR : O_RDONLY) | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 || errno == ENOENT else { throw Self.failure() }
        file = Mutex(descriptor >= 0 ? descriptor : nil)
    }

    deinit {
        if let descriptor = file.withLock({ $0 }) { close(descriptor) }
    }

    /// The newer record; nil if the file is gone or damaged.
    package func read() throws(StoreError) -> Record? {
        let records = [try read(slot: 0), try read(slot: 1)]
        // The first record of all is alone. From then on both are there, and one that does not check may have been the newer.
        if records[1] == nil, records[0]?.commit == 0 { return records[0] }
        guard let first = records[0], let second = records[1] else { return nil }
        return first.commit > second.commit ? first : second
    }

    private func read(slot: Int) throws(StoreError) -> Record? {
        guard let descriptor = file.withLock({ $0 }) else { return nil }
        var bytes = [UInt8](repeating: 0, count: Self.recordBytes)
        let count = pread(descriptor, &bytes, bytes.count, off_t(slot * Self.sectorBytes))
        guard count >= 0 else { throw Self.failure() }
        return count == bytes.count ? record(in: bytes) : nil
    }

    /// Names a commit that is on disk. A disk that is full leaves the witness behind until a later commit.
    package func write(_ record: Record) throws(StoreError) {
        try write(record, slot: Int(record.commit & 1))
    }

    /// Names the commit of a database that takes another one's place, whatever the witness named before.
    package func startOver(at record: Record) throws(StoreError) {
        for slot in 0..<2 { try write(record, slot: slot) }
        try sync()
    }

    private func write(_ record: Record, slot: Int) throws(StoreError) {
        let bytes = bytes(of: record)
        let descriptor = try made()
        let count = pwrite(descriptor, bytes, bytes.count, off_t(slot * Self.sectorBytes))
        guard count != bytes.count else { return }
        let failure = count < 0 ? Self.failure() : .full
        guard failure == .full else { throw failure }
    }

    private func made() throws(StoreError) -> Int32 {
        try file.withLock { file throws(StoreError) in
            if let file { return file }
            let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
            guard descriptor >= 0 else { throw Self.failure() }
            file = descriptor
            return descriptor
        }
    }

    /// Returns when what was written survives a power loss.
    package func sync() throws(StoreError) {
        guard let descriptor = file.withLock({ $0 }) else { return }
        guard fdatasync(descriptor) == 0 else { throw Self.failure() }
    }

    private func bytes(of record: Record) -> [UInt8] {
        let code = checks.witness(commit: record.commit, state: record.state)
        return Self.magic + withUnsafeBytes(of: record.commit.bigEndian, Array.init)
            + withUnsafeBytes(of: record.state.bigEndian, Array.init) + code.bytes
    }

    private func record(in bytes: [UInt8]) -> Record? {
        func number(_ range: Range<Int>) -> UInt64 { bytes[range].reduce(0) { $0 << 8 | UInt64($1) } }
        let record = Record(commit: Int64(bitPattern: number(8..<16)), state: number(16..<24))
        return bytes == self.bytes(of: record) ? record : nil
    }

    private static func failure() -> StoreError {
        switch errno {
        case ENOSPC, EDQUOT: .full
        case ELOOP: .symbolicLink
        default: .inputOutput(code: errno)
        }
    }
}
