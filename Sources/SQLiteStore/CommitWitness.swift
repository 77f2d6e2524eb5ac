import Files
package import Seal
package import Sightings
import Synchronization
import Vocabulary

/// A file beside the database that names the last commit, so a start detects a database that lost commits.
///
/// Written after every commit without its own fsync: exact after any end of the process, at most a moment behind after a power loss, never
/// ahead of the disk. Two records alternate, each in a sector of its own, so writing one never damages the other.
package final class CommitWitness: Sendable {
    /// The witness's content.
    package struct Record: Hashable, Sendable {
        package let commit: CommitNumber
        /// The check of the database's state row, which covers the whole database.
        package let state: UInt64

        /// For a registry without a database.
        package static let beforeDatabase = Record(commit: 0, state: 0)
    }

    private static let magic = Array("thawcmt1".utf8)
    private static let recordBytes = 40
    /// Each record has its own sector.
    private static let sectorBytes = 4096

    private let location: FileLocation
    private let checks: StoreChecks
    /// nil until the file exists.
    private let file: Mutex<OpenFile?>

    /// Opens the file if it exists; the first write makes it. Does not read its content yet.
    ///
    /// - Parameter access: with `readOnly` the witness is never written.
    /// - Throws: `symbolicLink` if the file is one.
    package init(path: String, checks: StoreChecks, access: StoreAccess = .write) throws(StoreError) {
        location = FileLocation(path: path)
        self.checks = checks
        var file: OpenFile?
        do throws(FileError) {
            file = try location.open(access == .write ? .readAndWrite : .read)
        } catch {
            guard error.reason == .missing else { throw StoreError(error) }
        }
        self.file = Mutex(file)
    }

    /// The newer record; nil if the file is gone or either record is damaged: it may have been the newer one.
    package func read() throws(StoreError) -> Record? {
        guard let first = try read(slot: 0), let second = try read(slot: 1) else { return nil }
        return first.commit > second.commit ? first : second
    }

    private func read(slot: Int) throws(StoreError) -> Record? {
        guard let file = file.withLock({ $0 }) else { return nil }
        let bytes = try translating { try file.read(Self.recordBytes, at: slot * Self.sectorBytes) }
        return bytes.count == Self.recordBytes ? record(in: bytes) : nil
    }

    /// Names a commit that is on disk. With a full disk the witness stays behind until a later commit.
    package func write(_ record: Record) throws(StoreError) {
        try write(record, slot: Int(record.commit & 1))
    }

    /// Names the commit of a database that replaces another one, even if the witness names a later commit.
    package func startOver(at record: Record) throws(StoreError) {
        for slot in 0..<2 { try write(record, slot: slot) }
        try sync()
    }

    private func write(_ record: Record, slot: Int) throws(StoreError) {
        let file = try translating { try made() }
        do throws(StoreError) {
            try translating { try file.write(bytes(of: record), at: slot * Self.sectorBytes) }
        } catch .full {
            // It stays behind until a later commit.
        }
    }

    private func made() throws -> OpenFile {
        try file.withLock { file in
            if let file { return file }
            let made = try location.openOrMake()
            file = made
            return made
        }
    }

    /// Returns when the last write survives a power loss.
    package func sync() throws(StoreError) {
        try translating { try file.withLock { $0 }?.syncData() }
    }

    private func bytes(of record: Record) -> [UInt8] {
        let code = checks.witness(commit: record.commit, state: record.state)
        return Self.magic + record.commit.bigEndianBytes
            + record.state.bigEndianBytes + code.bytes
    }

    private func record(in bytes: [UInt8]) -> Record? {
        func number(_ range: Range<Int>) -> UInt64 { bytes[range].reduce(0) { $0 << 8 | UInt64($1) } }
        let record = Record(commit: Int64(bitPattern: number(8..<16)), state: number(16..<24))
        return bytes == self.bytes(of: record) ? record : nil
    }
}
