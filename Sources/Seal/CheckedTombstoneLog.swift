package import Files
import Synchronization

/// The end of a log: how many records were ever appended to it, and the code of the last one.
package struct LogPosition: Hashable, Sendable {
    package var number: Int64
    package var code: Digest128

    package init(number: Int64 = 0, code: Digest128 = .zero) {
        self.number = number
        self.code = code
    }

    /// The start of a log, before its first record.
    package static let none = LogPosition()
}

/// An append-only file of records. Each record's code covers all records before it, and each length has a code of its own.
///
/// The log alone cannot tell a record that a crash cut off from one that someone removed. So the database stores the log's position: every
/// record before it must be whole, and every record after it was never acknowledged. Every call blocks on the disk. The lock on the data
/// folder makes this the only writer.
package final class CheckedTombstoneLog: Sendable {
    package enum Failure: Error, Hashable, Sendable {
        case missing
        /// Damaged, or written under another key.
        case damaged
        case file(FileError)
    }

    /// Whether a log has the record that a position names.
    package enum Comparison: Hashable, Sendable {
        case held
        /// The log no longer has the record: it was pruned.
        case pruned
        /// The log ends before the position, or has another record there.
        case missing
    }

    /// The bytes after the last valid record.
    private enum Tail { case none, cutOff, unreadable }

    private struct Content {
        /// The log has every record since this time, in seconds since 1970.
        var since: Int64
        /// The position before the first record.
        var base: LogPosition
        var records: [(bytes: [UInt8], code: Digest128)] = []
        /// Bytes up to the end of the last valid record.
        var length = 0
        /// Bytes after the last valid record.
        var tailBytes = 0
        var tail = Tail.none

        var end: LogPosition { LogPosition(number: base.number + Int64(records.count), code: records.last?.code ?? base.code) }

        func compare(_ position: LogPosition) -> Comparison {
            guard position != .none else { return base.number == 0 ? .held : .pruned }
            let index = position.number - base.number
            if index < 0 { return .pruned }
            guard index <= records.count else { return .missing }
            let code = index == 0 ? base.code : records[Int(index) - 1].code
            return code == position.code ? .held : .missing
        }
    }

    private static let magic = Array("thaw log 2\n".utf8)
    private static let codeBytes = 16
    /// The field `since`, the base's number and code, and a code over all of these.
    private static let headBytes = magic.count + 8 + 8 + codeBytes + codeBytes
    /// A length, its code, and the record's code.
    private static let frameBytes = 4 + codeBytes + codeBytes
    private static let recordBytesMax = 64 << 20
    /// All records are held in memory. No registry writes this many.
    private static let fileBytesMax = 4 << 30

    private let file: FileLocation
    private let keys: SealKeys
    private let content: Mutex<Content>
    /// Held while the file is written, so that reading the content never waits for the disk.
    private let writing = Mutex(())

    /// Opens a log and reads all of it.
    ///
    /// - Parameter acknowledged: the position that the database stores; nil if there is no database. The next append drops invalid records
    ///   after it. Without a position, it drops only a record that was certainly cut off.
    /// - Throws: `missing`; `damaged` for any other invalid bytes; `file`, also for a symbolic link, which is not followed.
    package init(path: String, keys: SealKeys, acknowledged: LogPosition?) throws(Failure) {
        file = FileLocation(path: path)
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try file.read(bytesMax: Self.fileBytesMax)
        } catch {
            throw error.reason == .missing ? .missing : .file(error)
        }
        let content = try Self.read(bytes, keys)
        if let acknowledged {
            guard content.compare(acknowledged) == .held else { throw .damaged }
        } else if case .unreadable = content.tail {
            throw .damaged
        }
        self.keys = keys
        self.content = Mutex(content)
    }

    /// Makes an empty log of a new registry and replaces an existing one. It appears whole or not at all.
    package convenience init(making path: String, keys: SealKeys, since: Int64) throws(Failure) {
        try self.init(path: path, keys: keys, content: Content(since: since, base: Self.base(number: 0)))
    }

    /// Replaces a log that is missing or damaged by one with every record that can still be read, up to the first that is damaged.
    ///
    /// A database that stores the former position does not accept the new log until it stores the new one. So a crash in between does not
    /// hide that records were lost.
    ///
    /// - Parameter former: the position that the database stores.
    package convenience init(replacing path: String, keys: SealKeys, since: Int64, former: LogPosition) throws(Failure) {
        // What cannot be read is lost, whatever the reason.
        let bytes = (try? FileLocation(path: path).read(bytesMax: Self.fileBytesMax)) ?? []
        let records = (try? Self.read(bytes, keys).records) ?? []
        let base = Self.base(number: former.number + 1)
        try self.init(path: path, keys: keys, content: Content(since: since, base: base, records: records))
    }

    /// Writes a log.
    private init(path: String, keys: SealKeys, content: consuming Content) throws(Failure) {
        file = FileLocation(path: path)
        self.keys = keys
        try Self.write(&content, to: file, keys)
        self.content = Mutex(content)
    }

    /// The position that a log begins at. Its code is random, so that no other registry's log fits, even under the same key.
    private static func base(number: Int64) -> LogPosition {
        var generator = SystemRandomNumberGenerator()
        return LogPosition(number: number, code: Digest128(high: generator.next(), low: generator.next()))
    }

    /// The log has every record since this time, in seconds since 1970.
    package var since: Int64 { content.withLock(\.since) }
    package var end: LogPosition { content.withLock(\.end) }
    /// Bytes after the last valid record. They were never acknowledged, and the next append drops them.
    package var tailBytes: Int { content.withLock(\.tailBytes) }
    package var records: [[UInt8]] { content.withLock { $0.records.map(\.bytes) } }

    package func records(after position: LogPosition) -> [[UInt8]] {
        content.withLock { $0.records.dropFirst(Int(max(0, position.number - $0.base.number))).map(\.bytes) }
    }

    package func compare(_ position: LogPosition) -> Comparison { content.withLock { $0.compare(position) } }

    /// Appends records, and returns once they survive a power loss.
    package func append(_ records: [[UInt8]]) throws(Failure) {
        try writing.withLock { _ throws(Failure) in
            let (end, length) = content.withLock { ($0.end, $0.length) }
            let (bytes, added) = Self.framed(records, after: end.code, keys)
            // Overwrites a tail that a crash left.
            do throws(FileError) { try file.open(.write).append(bytes, at: length) } catch { throw .file(error) }
            content.withLock { content in
                content.records += added
                content.length += bytes.count
                content.tail = .none
                content.tailBytes = 0
            }
        }
    }

    /// Drops the leading records that `isUnwanted` accepts, for good. The others keep their positions.
    ///
    /// - Parameter since: the time from which the log is whole afterwards, in seconds since 1970. Without such records it stays.
    package func dropFirst(since: Int64, while isUnwanted: ([UInt8]) -> Bool) throws(Failure) {
        try dropFirst(since: since) {
            let count = $0.records.prefix { isUnwanted($0.bytes) }.count
            return count > 0 ? count : nil
        }
    }

    /// Drops the records up to a position, for good. The others keep their positions.
    ///
    /// - Parameter since: the time from which the log is whole afterwards, in seconds since 1970.
    /// - Throws: `damaged` if the log does not have the position.
    package func dropFirst(since: Int64, through position: LogPosition) throws(Failure) {
        guard compare(position) == .held else { throw .damaged }
        try dropFirst(since: since) { Int(position.number - $0.base.number) }
    }

    /// Keeps every record, but no longer claims to have all of them since an earlier time.
    ///
    /// - Parameter since: the time from which the log is whole, in seconds since 1970.
    package func limitReach(to since: Int64) throws(Failure) {
        try dropFirst(since: since) { _ in 0 }
    }

    /// - Parameter count: how many records to drop; nil to leave the file as it is.
    private func dropFirst(since: Int64, _ count: (Content) -> Int?) throws(Failure) {
        try writing.withLock { _ throws(Failure) in
            var kept = content.withLock { $0 }
            guard let count = count(kept) else { return }
            if count > 0 { kept.base = LogPosition(number: kept.base.number + Int64(count), code: kept.records[count - 1].code) }
            kept.records.removeFirst(count)
            kept.since = max(kept.since, since)
            try Self.write(&kept, to: file, keys)
            content.withLock { [kept] in $0 = kept }
        }
    }

    // MARK: Bytes

    private static func read(_ bytes: [UInt8], _ keys: SealKeys) throws(Failure) -> Content {
        guard bytes.count >= headBytes, bytes.starts(with: magic) else { throw .damaged }
        let fields = bytes[magic.count...]
        let since = Int64(bigEndian: fields.prefix(8))
        guard let code = Digest128(fields.dropFirst(16)) else { throw .damaged }
        let base = LogPosition(number: Int64(bigEndian: fields.dropFirst(8).prefix(8)), code: code)
        guard bytes.prefix(headBytes).elementsEqual(head(since: since, base: base, keys)) else { throw .damaged }
        var content = Content(since: since, base: base, length: headBytes)
        while content.length < bytes.count {
            content.tail = next(in: bytes, &content, keys)
            guard case .none = content.tail else { break }
        }
        content.tailBytes = bytes.count - content.length
        return content
    }

    /// Reads the record at the content's end and adds it, or returns why it is not valid.
    private static func next(in bytes: [UInt8], _ content: inout Content, _ keys: SealKeys) -> Tail {
        let frame = bytes[content.length...].prefix(frameBytes)
        guard frame.count == frameBytes else { return .cutOff }
        let last = content.end.code
        let length = frame.prefix(4).reduce(0) { $0 << 8 | Int($1) }
        guard Digest128(frame.dropFirst(4)) == lengthCode(UInt32(length), after: last, keys) else { return .unreadable }
        let start = content.length + frameBytes
        guard length <= bytes.count - start else { return .cutOff }
        let record = Array(bytes[start..<start + length])
        let code = recordCode(record, after: last, keys)
        guard Digest128(frame.dropFirst(4 + codeBytes)) == code else { return .unreadable }
        content.records.append((record, code))
        content.length = start + length
        return .none
    }

    private static func framed(
        _ records: [[UInt8]], after first: Digest128, _ keys: SealKeys
    ) -> (bytes: [UInt8], added: [(bytes: [UInt8], code: Digest128)]) {
        var last = first
        var bytes: [UInt8] = []
        var added: [(bytes: [UInt8], code: Digest128)] = []
        for record in records {
            precondition(record.count <= recordBytesMax)
            let length = UInt32(record.count)
            bytes += big(length) + lengthCode(length, after: last, keys).bytes
            last = recordCode(record, after: last, keys)
            bytes += last.bytes + record
            added.append((record, last))
        }
        return (bytes, added)
    }

    private static func head(since: Int64, base: LogPosition, _ keys: SealKeys) -> [UInt8] {
        let fields = magic + big(since) + big(base.number) + base.code.bytes
        return fields + keys.tombstoneCheck(fields).bytes
    }

    private static func lengthCode(_ length: UInt32, after last: Digest128, _ keys: SealKeys) -> Digest128 {
        keys.tombstoneCheck(Array("length".utf8) + last.bytes + big(length))
    }

    private static func recordCode(_ record: [UInt8], after last: Digest128, _ keys: SealKeys) -> Digest128 {
        keys.tombstoneCheck(Array("record".utf8) + last.bytes + record)
    }

    private static func big(_ number: some FixedWidthInteger) -> [UInt8] { withUnsafeBytes(of: number.bigEndian, Array.init) }

    // MARK: The file

    /// Writes the whole log under a temporary name, and renames it once it is on disk.
    private static func write(_ content: inout Content, to file: FileLocation, _ keys: SealKeys) throws(Failure) {
        let (frames, records) = framed(content.records.map(\.bytes), after: content.base.code, keys)
        let bytes = head(since: content.since, base: content.base, keys) + frames
        do { try file.replace(with: bytes, through: .reused("\(file.name).new")) } catch { throw .file(error) }
        content.records = records
        content.length = bytes.count
        content.tail = .none
        content.tailBytes = 0
    }
}

extension Int64 {
    /// Reads eight bytes, most significant first.
    fileprivate init(bigEndian bytes: some Sequence<UInt8>) {
        self = bytes.reduce(0) { $0 << 8 | Int64($1) }
    }
}
