package import Files
package import Seal
import Synchronization
import Vocabulary

/// Tombstones in a file of their own.
package final class TombstoneFile: TombstoneLog {
    private let path: String
    private let keys: SealKeys
    /// nil if the file is gone or damaged.
    private let log: Mutex<CheckedTombstoneLog?>

    /// Opens and reads the whole file. If it is gone or damaged, ``end`` is nil, and the file stays as it is until ``startOver(at:after:)``.
    ///
    /// - Parameter acknowledged: the position that the database holds; nil if there is no database to ask.
    package init(path: String, keys: SealKeys, acknowledged: LogPosition?) throws(StoreError) {
        self.path = path
        self.keys = keys
        do throws(CheckedTombstoneLog.Failure) {
            log = Mutex(try CheckedTombstoneLog(path: path, keys: keys, acknowledged: acknowledged))
        } catch {
            guard error == .missing || error == .damaged else { throw StoreError(error) }
            log = Mutex(nil)
        }
    }

    /// Makes the file of a new registry.
    package init(making path: String, keys: SealKeys, now: Instant) throws(StoreError) {
        self.path = path
        self.keys = keys
        let log = try translated { () throws(CheckedTombstoneLog.Failure) in
            try CheckedTombstoneLog(making: path, keys: keys, since: now.seconds)
        }
        self.log = Mutex(log)
    }

    /// Since when no tombstone is missing.
    package func reach() throws(StoreError) -> Instant { Instant(seconds: try readable().since) }

    package var end: LogPosition? { log.withLock { $0?.end } }

    /// Bytes after the log's last record, from a crash or something else. The next append drops them.
    package var tailBytes: Int { log.withLock { $0?.tailBytes ?? 0 } }

    /// Whether the log has a record at a position. Throws `corrupt` if the log is gone or damaged.
    package func compare(_ position: LogPosition) throws(StoreError) -> CheckedTombstoneLog.Comparison { try readable().compare(position) }

    package func load() throws(StoreError) -> [Tombstone] { try Self.tombstones(try readable().records) }

    package func load(after position: LogPosition) throws(StoreError) -> [Tombstone] {
        try Self.tombstones(try readable().records(after: position))
    }

    private static func tombstones(_ records: [[UInt8]]) throws(StoreError) -> [Tombstone] {
        let tombstones = records.compactMap { Tombstone(bytes: $0) }
        guard tombstones.count == records.count else { throw .corrupt }
        return tombstones
    }

    package func append(_ tombstones: [Tombstone]) throws(StoreError) {
        let log = try readable()
        try translated { () throws(CheckedTombstoneLog.Failure) in try log.append(tombstones.map(\.bytes)) }
    }

    package func prune(before: Instant) throws(StoreError) {
        let log = try readable()
        try translated { () throws(CheckedTombstoneLog.Failure) in
            try log.dropFirst(since: before.seconds) { bytes in Tombstone(bytes: bytes).map { $0.madeAt < before } ?? false }
        }
    }

    /// Forgets the tombstones up to a position. Afterwards the log is whole from `now`. It still fits a database that stores this position or
    /// a later one.
    package func forget(through position: LogPosition, at now: Instant) throws(StoreError) {
        let log = try readable()
        try translated { () throws(CheckedTombstoneLog.Failure) in try log.dropFirst(since: now.seconds, through: position) }
    }

    /// Takes note that earlier tombstones are missing: the log is whole only from `now`. It keeps those that it has.
    package func limitReach(to now: Instant) throws(StoreError) {
        let log = try readable()
        try translated { () throws(CheckedTombstoneLog.Failure) in try log.limitReach(to: now.seconds) }
    }

    package func startOver(at now: Instant, after former: LogPosition) throws(StoreError) {
        let fresh = try translated { () throws(CheckedTombstoneLog.Failure) in
            try CheckedTombstoneLog(replacing: path, keys: keys, since: now.seconds, former: former)
        }
        log.withLock { $0 = fresh }
    }

    private func readable() throws(StoreError) -> CheckedTombstoneLog {
        guard let log = log.withLock({ $0 }) else { throw .corrupt }
        return log
    }
}

private func translated<Answer>(_ body: () throws(CheckedTombstoneLog.Failure) -> Answer) throws(StoreError) -> Answer {
    do { return try body() } catch { throw StoreError(error) }
}

extension StoreError {
    fileprivate init(_ failure: CheckedTombstoneLog.Failure) {
        switch failure {
        case .missing, .damaged: self = .corrupt
        case .file(let error): self.init(error)
        }
    }

    /// A file of the store could not be read or written.
    package init(_ error: FileError) {
        switch error.reason {
        case .full: self = .full
        case .symbolicLink: self = .symbolicLink
        default: self = .inputOutput(code: error.number)
        }
    }
}

// MARK: As bytes

extension Tombstone {
    private enum Kind: UInt8 {
        case verdict = 1
        case undo, purge, revocation, renumbering
    }

    /// Big-endian integers at fixed offsets, lists with their length before them.
    package var bytes: [UInt8] {
        var writer = ByteWriter()
        writer.add(commit)
        writer.add(madeAt.seconds)
        switch operation {
        case .verdict(let verdict, let decision, let plates, let bits), .undo(let decision, let verdict, let plates, let bits):
            let kind = if case .undo = operation { Kind.undo } else { Kind.verdict }
            writer.add(kind.rawValue)
            writer.add(verdict.number)
            writer.add(decision.rawValue)
            writer.add(list: plates.map(\.rawValue))
            writer.add(list: bits)
        case .purge(let area, let upTo, let bound, let decision, let plates):
            writer.add(Kind.purge.rawValue)
            writer.add(list: Array((area ?? "").utf8))
            writer.add(upTo?.number ?? Int32.min)
            writer.add(bound)
            writer.add(decision.rawValue)
            writer.add(list: plates.map(\.rawValue))
        case .revocation(let token):
            writer.add(Kind.revocation.rawValue)
            writer.add(token.rawValue)
        case .renumbering(let renumbering):
            writer.add(Kind.renumbering.rawValue)
            writer.add(renumbering.start)
        }
        return writer.bytes
    }

    package init?(bytes: [UInt8]) {
        var reader = ByteReader(bytes)
        guard let commit = reader.next(CommitNumber.self), let seconds = reader.next(Int64.self),
            let kind = reader.next(UInt8.self).flatMap(Kind.init)
        else { return nil }
        let operation: Operation?
        switch kind {
        case .verdict, .undo:
            guard let verdict = reader.next(UInt8.self).flatMap(Verdict.init(number:)),
                let decision = reader.next(Int64.self).map(DecisionID.init),
                let plates = reader.list(Int64.self)?.map(PlateID.init), let bits = reader.list(UInt32.self)
            else { return nil }
            operation =
                kind == .verdict
                ? .verdict(verdict, decision: decision, plates: plates, bits: bits)
                : .undo(decision: decision, verdict, plates: plates, bits: bits)
        case .purge:
            guard let area = reader.list(UInt8.self), let upTo = reader.next(Int32.self), let bound = reader.next(CommitNumber.self),
                let decision = reader.next(Int64.self).map(DecisionID.init),
                let plates = reader.list(Int64.self)?.map(PlateID.init)
            else { return nil }
            operation = .purge(
                area: area.isEmpty ? nil : String(decoding: area, as: UTF8.self), upTo: upTo == .min ? nil : Day(number: upTo),
                bound: bound, decision: decision, plates: plates)
        case .revocation:
            operation = reader.next(Int64.self).map { .revocation(token: TokenID(rawValue: $0)) }
        case .renumbering:
            operation = reader.next(Int64.self).map { .renumbering(Renumbering(start: $0)) }
        }
        guard let operation, reader.isAtEnd else { return nil }
        self.init(commit: commit, madeAt: Instant(seconds: seconds), operation: operation)
    }
}

private struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    mutating func add(_ number: some FixedWidthInteger) {
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func add(list numbers: [some FixedWidthInteger]) {
        add(UInt32(numbers.count))
        for number in numbers { add(number) }
    }
}

private struct ByteReader {
    private let bytes: [UInt8]
    private var offset = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { offset == bytes.count }

    mutating func next<Number: FixedWidthInteger>(_ type: Number.Type) -> Number? {
        let size = Number.bitWidth / 8
        guard bytes.count - offset >= size else { return nil }
        defer { offset += size }
        return bytes[offset..<offset + size].reduce(0) { $0 << (size > 1 ? 8 : 0) | Number(truncatingIfNeeded: $1) }
    }

    mutating func list<Number: FixedWidthInteger>(_ type: Number.Type) -> [Number]? {
        guard let count = next(UInt32.self), Int(count) * (Number.bitWidth / 8) <= bytes.count - offset else { return nil }
        return (0..<count).compactMap { _ in next(type) }
    }
}
