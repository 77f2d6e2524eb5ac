import Sightings
import Synchronization

/// The connection's knowledge of the file: the sums over its rows, and the expected witness.
final class StoreState: Sendable {
    private struct Content {
        var sums: TableSums?
        var record: CommitWitness.Record?
        var kind = DatabaseKind.live
        var mayEmptyLog = false
    }

    private let content = Mutex(Content())

    var sums: TableSums {
        guard let sums = content.withLock({ $0.sums }) else {
            preconditionFailure("load the database before the first commit")
        }
        return sums
    }

    var record: CommitWitness.Record? { content.withLock(\.record) }
    var kind: DatabaseKind { content.withLock(\.kind) }
    /// Whether the file is known to be whole, so that its log may be cut.
    var mayEmptyLog: Bool { content.withLock(\.mayEmptyLog) }

    func refuse() { content.withLock { $0.mayEmptyLog = false } }

    func loaded(_ sums: TableSums, _ record: CommitWitness.Record, _ kind: DatabaseKind = .live, mayEmptyLog: Bool) {
        content.withLock { $0 = Content(sums: sums, record: record, kind: kind, mayEmptyLog: mayEmptyLog) }
    }
}
