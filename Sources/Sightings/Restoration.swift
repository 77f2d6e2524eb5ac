import Plates
import Seal
package import Vocabulary

/// What a restore made of a backup.
package struct RestorationReport: Hashable, Sendable {
    package var plates = 0
    /// Purges, clearings, dismissals, protections and revocations since the backup that were done again.
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
    /// What a copy of a backup must take over from the database that it replaces: tokens as they are now, revocations and all, open invites, the
    /// audit chain, and counters, so that no id is ever given twice.
    ///
    /// - Parameter living: nil where the replaced database cannot be read. Ids then go on far beyond all that it can have given.
    package init(restoring backup: StoredRegistry, keeping living: StoredRegistry?) {
        var counters = backup.counters
        guard let living else {
            counters.skipAhead()
            self.init(counters: counters)
            return
        }
        counters.goOn(from: living.counters)
        self.init(counters: counters)
        var free = FreePlaces(backup)
        var rows = RowChanges()
        written.tokens = Self.taken(living.tokens, over: backup.tokens, by: \.id, in: .tokens, &rows, &free)
        written.invites = Self.taken(living.invites, over: backup.invites, by: \.id, in: .invites, &rows, &free)
        former.tokens = backup.tokens
        former.invites = backup.invites
        let head = backup.audit.last?.entry.sequence ?? backup.checkpoint.sequence
        var links = living.audit
        if living.checkpoint.sequence > head {
            rows.erase(backup.audit.map(\.place), in: .audit)
            former.audit = backup.audit
            checkpoint = living.checkpoint
        } else {
            links.removeAll { $0.entry.sequence <= head }
        }
        written.audit = links.map { link in
            var link = link
            link.place = rows.take(in: .audit, &free)
            return link
        }
        settingsDigest = living.settingsDigest
        erased = rows.erased
    }

    /// Rows of the living database, each at the place of the backup's row of the same id; the backup's others are erased.
    private static func taken<Row: Placed>(
        _ living: [Row], over backup: [Row], by id: KeyPath<Row, Int64>, in table: RowTable, _ rows: inout RowChanges,
        _ free: inout FreePlaces
    ) -> [Row] {
        var places = Dictionary(backup.map { ($0[keyPath: id], $0.place) }, uniquingKeysWith: { first, _ in first })
        let taken = living.map { row in
            var row = row
            row.place = places.removeValue(forKey: row[keyPath: id]) ?? rows.take(in: table, &free)
            return row
        }
        rows.erase(places.values.sorted(), in: table)
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

    /// Beyond whatever can have been given since.
    mutating func skipAhead() {
        commit += 1 << 32
        plateID += 1 << 32
        tokenID += 1 << 32
        inviteID += 1 << 32
        decisionID += 1 << 32
        proposalID += 1 << 32
    }
}

extension Ledger {
    /// Does again, on a copy of a backup, what was done since; drops what the copy can no longer stand for; writes down that it happened.
    ///
    /// One commit, whatever its size: nobody waits for a registry that is being restored.
    ///
    /// - Parameters:
    ///   - since: the backup's last commit.
    ///   - keepsLiving: whether tokens and the audit chain come from the replaced database.
    ///   - weeks: the weeks of whose keys it is known that they are the backup's; nil for all that there are.
    ///   - action: what the audit chain says of it.
    ///   - lost: the last commit that was lost, so that no number is given twice; nil if none was, or the caller has seen to it.
    package func restore(
        _ tombstones: [Tombstone], since commit: CommitNumber, keepsLiving: Bool, weeks: Set<Int32>? = nil,
        as action: AuditAction = .restore, beyond lost: CommitNumber? = nil
    ) async throws(LedgerError) -> RestorationReport {
        var report = try await change { (ledger, pass) -> Result<RestorationReport, LedgerError> in
            var report = RestorationReport()
            report.keptLiving = keepsLiving
            ledger.redo(tombstones.filter { $0.commit > commit }, in: &pass, &report)
            ledger.dropDeadVoices(weeks, in: &pass, &report)
            for proposal in ledger.proposals.values where !proposal.isRunning { pass.erasedProposals.append(proposal) }
            ledger.note(action, by: .shell, count: report.tombstones, in: &pass)
            if action == .acceptLoss {
                pass.counters.commit = max(pass.counters.commit, lost ?? 0)
                pass.counters.skipAhead()
            }
            return .success(report)
        }
        report.plates = records.count { $0 != nil }
        try await finishPurges(pause: .zero)
        try await eraseTraces()
        return report
    }

    private func redo(_ tombstones: [Tombstone], in pass: inout Pass, _ report: inout RestorationReport) {
        let keys = Dictionary(records.compactMap { $0.map { ($0.id, $0.plate.key) } }, uniquingKeysWith: { first, _ in first })
        // A verdict that was taken back since is not done again.
        var undone: [Int64: Set<Int64>] = [:]
        for case .undo(let decision, _, let plates, _) in tombstones.map(\.deed) { undone[decision, default: []].formUnion(plates) }
        let given = Set(
            tombstones.compactMap { tombstone in
                if case .verdict(_, let decision, _, _) = tombstone.deed { decision } else { nil }
            })
        var redone: Set<[Int64]> = []
        for tombstone in tombstones {
            report.tombstones += 1
            func change(_ plates: [Int64], _ change: (inout PlateRecord?) -> Void) {
                for case let key? in plates.map({ keys[$0] }) {
                    guard let known = record(key, in: pass) else { continue }
                    var record: PlateRecord? = known
                    change(&record)
                    guard record != known else { continue }
                    report.plateChanges += 1
                    set(record, for: key, in: &pass)
                }
            }
            switch tombstone.deed {
            case .verdict(let verdict, let decision, let plates, let bits):
                func stands(_ plate: Int64) -> Bool { undone[decision]?.contains(plate) != true }
                change(plates.filter(stands)) { redo(verdict, on: &$0, at: tombstone.madeAt) }
                // A deed whose commit failed may have been written down more than once.
                let standing = zip(plates, bits).filter { stands($0.0) && redone.insert([Int64(verdict.number), decision, $0.0]).inserted }
                    .map(\.1)
                if verdict == .protect { pass.addedProtections += standing }
                if verdict == .unprotect { pass.removedProtections += standing }
            case .undo(let decision, let verdict, let plates, let bits):
                // Of a verdict that the backup holds already.
                guard !given.contains(decision) else { continue }
                change(plates) { record in
                    if record?.setAsides.last?.decision == decision { record?.undoLast(rules) }
                }
                if verdict == .protect { pass.removedProtections += bits }
                if verdict == .unprotect { pass.addedProtections += bits }
            case .purge(let area, let upTo, let bound, let decision, let plates):
                let number = area.flatMap { name in listings.areas.known.firstIndex { $0.description == name } }.map { AreaNumber($0) }
                // An area that the backup does not know is in none of its rows.
                guard (area == nil) == (number == nil) else { continue }
                let purge = Purge(area: number, upTo: upTo)
                change(plates) { record in
                    record = record.flatMap {
                        purge.applied(to: $0, .init(commit: bound, decision: decision, madeAt: tombstone.madeAt), rules)
                    }
                }
            case .revocation(let id):
                guard var token = pass.tokens[id] ?? tokens.token(id: id), !token.isRevoked else { continue }
                token.isRevoked = true
                pass.tokens[id] = token
                dropInvites(ofToken: id, by: .shell, in: &pass)
            }
        }
    }

    /// Without its undo, and without that of what was decided before: neither can be taken back past the other.
    private func redo(_ verdict: Verdict, on record: inout PlateRecord?, at instant: Instant) {
        let day = rules.day(of: instant)
        if verdict.silences || verdict == .unprotect { record?.setAsides = [] }
        switch verdict {
        case .clear:
            record?.silence(on: day, rules)
            record?.clearedOn = day
        case .dismiss:
            let cleared = record?.clearedOn
            record?.silence(on: day, rules)
            record?.clearedOn = cleared
        case .protect:
            record = nil
        case .confirm, .unprotect:
            break
        }
    }

    /// A voice whose week key is gone can never be told from another of the same token.
    private func dropDeadVoices(_ weeks: Set<Int32>?, in pass: inout Pass, _ report: inout RestorationReport) {
        func isDead(_ voice: Voice) -> Bool { !weekKeys.contains(voice.week) || weeks?.contains(voice.week) == false }
        for case let stored? in records where stored.voices.contains(where: isDead) {
            let key = stored.plate.key
            guard var record = record(key, in: pass) else { continue }
            let wasSuspected = stored.status == .suspected
            let before = record.voices.count
            // What those voices showed outlives them, as it does where they age.
            if record.status > .watched { record.vouchedDay = record.shownLastDay(on: pass.today, rules) }
            record.voices.removeAll(where: isDead)
            report.droppedVoices += before - record.voices.count
            let strength = record.evidence(on: pass.today, rules).value(on: pass.today, halfLifeDays: rules.halfLifeDays)
            if wasSuspected, strength < rules.suspectEvidenceFloor {
                record.status = .watched
                record.isQueued = true
                report.fallen += 1
            }
            set(record, for: key, in: &pass)
        }
    }
}
