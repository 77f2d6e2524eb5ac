import Foundation
import GRDB
import Sightings
import Synchronization

/// The file that commits are appended to, until its pages move into the database.
///
/// SQLite never moves them by itself: a checkpoint inside a commit would hide its errors.
final class WriteAheadLog: Sendable {
    private static let bytesMax = 16 << 20

    private let path: String
    /// The size at which writing starts again at the beginning.
    private let bytesKept = Mutex(WriteAheadLog.bytesMax)

    init(of databasePath: String) {
        path = databasePath + "-wal"
    }

    /// Moves the pages of a long log into the database. The file keeps its length: overwriting costs one fsync less than growing.
    ///
    /// - Parameter witness: names the last commit; must be on disk before the pages move.
    func keepShort(_ database: Database, _ witness: CommitWitness?) throws {
        let bytes = bytes()
        guard bytes > bytesKept.withLock({ $0 }) else { return }
        try witness?.sync()
        // Each round, the last commit can leave it a little longer.
        guard bytes < 2 * Self.bytesMax else { return try empty(database) }
        try checkpoint("RESTART", database)
        bytesKept.withLock { $0 = bytes }
    }

    /// Moves all pages into the database and truncates the log, so that it holds no copy of erased rows.
    func empty(_ database: Database) throws {
        try checkpoint("TRUNCATE", database)
        bytesKept.withLock { $0 = Self.bytesMax }
    }

    private func checkpoint(_ mode: String, _ database: Database) throws {
        let row = try Row.fetchOne(database, sql: "PRAGMA wal_checkpoint(\(mode))")
        guard let isBusy: Int = row?[0], isBusy == 0 else { throw StoreError.locked }
    }

    private func bytes() -> Int {
        var status = stat()
        guard stat(path, &status) == 0 else { return 0 }
        return Int(status.st_size)
    }
}
