import Vocabulary

/// The result of a restore.
package struct RestorationReport: Hashable, Sendable {
    package var plates = 0
    /// Operations since the backup that were reapplied: see ``Tombstone``.
    package var tombstones = 0
    /// Plates that they touched.
    package var plateChanges = 0
    /// Voices whose week keys are gone.
    package var droppedVoices = 0
    /// Plates that were suspected, and are watched without those voices; they wait in the queue.
    package var fallen = 0
    /// Whether tokens and the audit chain are those of the database that was replaced.
    package var keptLiving = false

    package init() {}
}

extension Changes {
    /// The data that a backup's copy takes over from the replaced database: tokens with their revocations, open invites, the audit chain,
    /// alerts and holds (so that no alert is corrected twice), and counters (so that no ID is used twice).
    ///
    /// - Parameters:
    ///   - living: nil if the replaced database cannot be read.
    ///   - renumbering: nil only if the living database knows every number that was used. Its tombstone must be on disk.
    package init(restoring backup: StoredRegistry, keeping living: StoredRegistry?, from renumbering: Renumbering?) {
        var counters = backup.counters
        if let living { counters.goOn(from: living.counters) }
        if let renumbering { counters.goOn(from: renumbering) }
        self.init(counters: counters)
        guard let living else { return }
        var rows = RowPlan(FreeRows(backup))
        written.tokens = Self.taken(living.tokens, over: backup.tokens, by: \.id, in: .tokens, &rows)
        written.invites = Self.taken(living.invites, over: backup.invites, by: \.id, in: .invites, &rows)
        written.alerts = Self.taken(living.alerts, over: backup.alerts, by: \.id, in: .alerts, &rows)
        written.alertHolds = Self.taken(living.alertHolds, over: backup.alertHolds, by: \.output, in: .alertHolds, &rows)
        former.tokens = backup.tokens
        former.invites = backup.invites
        former.alerts = backup.alerts
        former.alertHolds = backup.alertHolds
        // The whole chain: after a restore of an older backup, the two may differ at the same sequence.
        rows.erase(backup.audit.map(\.rowID), in: .audit)
        former.audit = backup.audit
        checkpoint = living.checkpoint
        written.audit = living.audit.map { link in
            var link = link
            link.rowID = rows.take(in: .audit)
            return link
        }
        settingsDigest = living.settingsDigest
        erased = rows.erased
    }

    /// Rows of the living database, each in the row that the backup has of the same ID; the backup's others are erased.
    private static func taken<Row: TableRow, ID: Hashable>(
        _ living: [Row], over backup: [Row], by id: KeyPath<Row, ID>, in table: RowTable, _ rows: inout RowPlan
    ) -> [Row] {
        var known = Dictionary(backup.map { ($0[keyPath: id], $0.rowID) }, uniquingKeysWith: { first, _ in first })
        let taken = living.map { row in
            var row = row
            row.rowID = known.removeValue(forKey: row[keyPath: id]) ?? rows.take(in: table)
            return row
        }
        rows.erase(known.values.sorted(), in: table)
        return taken
    }
}

extension Counters {
    fileprivate mutating func goOn(from other: Counters) {
        commit = max(commit, other.commit)
        plateID = max(plateID, other.plateID)
        tokenID = max(tokenID, other.tokenID)
        inviteID = max(inviteID, other.inviteID)
        decisionID = max(decisionID, other.decisionID)
        proposalID = max(proposalID, other.proposalID)
        agedSightings = max(agedSightings, other.agedSightings)
        agedPlates = max(agedPlates, other.agedPlates)
    }
}
