import Files
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

    private let location: FileLocation
    private let checks: StoreChecks
    /// nil until there is a file.
    private let file: Mutex<OpenFile?>

    /// Opens the file if there is one; the first write makes it. Says nothing yet of its content.
    ///
    /// - Parameter access: a witness that is only looked at is never written.
    /// - Throws: `symbolicLink` if the file is one: it is not followed.
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

    /// The newer record; nil if the file is gone or damaged.
    package func read() throws(StoreError) -> Record? {
        let records = [try read(slot: 0), try read(slot: 1)]
        // The first record of all is alone. From then on both are there, and one that does not check may have been the newer.
        if records[1] == nil, records[0]?.commit == 0 { return records[0] }
        guard let first = records[0], let second = records[1] else { return nil }
        return first.commit > second.commit ? first : second
    }

    private func read(slot: Int) throws(StoreError) -> Record? {
        guard let file = file.withLock({ $0 }) else { return nil }
        do throws(FileError) {
            let bytes = try file.read(Self.recordBytes, at: slot * Self.sectorBytes)
            return bytes.count == Self.recordBytes ? record(in: bytes) : nil
        } catch {
            throw StoreError(error)
        }
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
        let file = try made()
        do throws(FileError) {
            try file.write(bytes(of: record), at: slot * Self.sectorBytes)
        } catch {
            guard error.reason == .full else { throw StoreError(error) }
        }
    }

    private func made() throws(StoreError) -> OpenFile {
        try file.withLock { file throws(StoreError) in
            if let file { return file }
            do throws(FileError) {
                let made = try location.openOrMake()
                file = made
                return made
            } catch {
                throw StoreError(error)
            }
        }
    }

    /// Returns when what was written survives a power loss.
    package func sync() throws(StoreError) {
        do { try file.withLock { $0 }?.syncData() } catch { throw StoreError(error) }
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
}
