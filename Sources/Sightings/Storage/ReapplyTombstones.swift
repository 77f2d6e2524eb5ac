import Plates
import Seal
package import Vocabulary

extension Ledger {
    /// Reapplies later operations to a copy of a backup, drops voices whose week keys are gone or replaced, and records the restore.
    ///
    /// One commit of any size: nobody waits for a registry during a restore.
    ///
    /// - Parameters:
    ///   - since: the backup's last commit.
    ///   - keepsLiving: whether tokens and the audit chain come from the replaced database.
    ///   - action: the audit chain's action.
    ///   - lost: the last lost commit; nil if none was lost. Only `acceptLoss` uses it: a restore has already renumbered.
    package func restore(
        _ tombstones: [Tombstone], since commit: CommitNumber, keepsLiving: Bool, as action: AuditAction = .restore,
        beyond lost: CommitNumber? = nil
    ) async throws(LedgerError) -> RestorationReport {
        var report = try await change { (ledger, draft) -> Result<RestorationReport, LedgerError> in
            var report = RestorationReport()
            report.keptLiving = keepsLiving
            draft.alerts.isRestoring = true
            ledger.alerts.decideSweep(into: &draft)
            ledger.reapply(tombstones.filter { $0.commit > commit }, into: &draft, &report)
            ledger.dropDeadVoices(into: &draft, &report)
            for proposal in ledger.bulkWork.proposals.values where !proposal.isRunning { draft.bulkWork.erasedProposals.append(proposal) }
            draft.audit.append(action, by: .shell, count: report.tombstones)
            if action == .acceptLoss {
                let renumbering = Renumbering(beyond: [draft.counters], witnessed: lost, tombstones, random: ledger.random)
                draft.audit.tombstones.append(renumbering.tombstone(madeAt: ledger.rules.start(of: draft.today)))
                draft.counters.goOn(from: renumbering)
            }
            return .success(report)
        }
        report.plates = registry.count
        try await finishPurges(pause: .zero)
        try await eraseTraces()
        return report
    }

    private func reapply(_ tombstones: [Tombstone], into draft: inout Draft, _ report: inout RestorationReport) {
        let keys = Dictionary(registry.records.compactMap { $0.map { ($0.id, $0.plate.key) } }, uniquingKeysWith: { first, _ in first })
        // An undone verdict is not reapplied.
        var undone: [DecisionID: Set<PlateID>] = [:]
        for case .undo(let decision, _, let plates, _) in tombstones.map(\.operation) { undone[decision, default: []].formUnion(plates) }
        let given = Set(
            tombstones.compactMap { tombstone in
                if case .verdict(_, let decision, _, _) = tombstone.operation { decision } else { nil }
            })
        var reapplied: Set<[Int64]> = []
        for tombstone in tombstones {
            report.tombstones += 1
            func change(_ plates: [PlateID], _ change: (inout PlateRecord?) -> Void) {
                for case let key? in plates.map({ keys[$0] }) {
                    guard let known = registry.record(key, in: draft) else { continue }
                    var record: PlateRecord? = known
                    change(&record)
                    guard record != known else { continue }
                    report.plateChanges += 1
                    registry.set(record, for: key, into: &draft)
                }
            }
            switch tombstone.operation {
            case .verdict(let verdict, let decision, let plates, let bits):
                func stands(_ plate: PlateID) -> Bool { undone[decision]?.contains(plate) != true }
                change(plates.filter(stands)) { reapply(verdict, on: &$0, at: tombstone.madeAt) }
                // An operation whose commit failed may have been logged more than once.
                let standing = zip(plates, bits).filter {
                    stands($0.0) && reapplied.insert([Int64(verdict.number), decision.rawValue, $0.0.rawValue]).inserted
                }
                .map(\.1)
                if verdict == .protect { draft.decisions.addedProtections += standing }
                if verdict == .unprotect { draft.decisions.removedProtections += standing }
            case .undo(let decision, let verdict, let plates, let bits):
                // The undo of a verdict that the backup already holds.
                guard !given.contains(decision) else { continue }
                change(plates) { record in
                    if record?.undoRecords.last?.decision == decision { record?.undoLast(rules) }
                }
                if verdict == .protect { draft.decisions.removedProtections += bits }
                if verdict == .unprotect { draft.decisions.addedProtections += bits }
            case .purge(let area, let upTo, let bound, let decision, let plates):
                let number = area.flatMap { name in listings.areas.known.firstIndex { $0.description == name } }.map { AreaNumber($0) }
                // An area that the backup does not know is in no row.
                guard (area == nil) == (number == nil) else { continue }
                let purge = Purge(area: number, upTo: upTo)
                change(plates) { record in
                    record = record.flatMap {
                        purge.applied(to: $0, .init(commit: bound, decision: decision, madeAt: tombstone.madeAt), rules)
                    }
                }
            case .revocation(let id):
                guard var token = draft.access.tokens[id] ?? tokens.token(id: id), !token.isRevoked else { continue }
                token.isRevoked = true
                draft.access.tokens[id] = token
                access.cancelInvites(ofToken: id, by: .shell, into: &draft)
            case .renumbering:
                break
            }
        }
        eraseProtected(into: &draft, &report)
    }

    /// Erases the backup's data about plates that are protected since. A tombstone names the row that the plate had when it was protected,
    /// and in the backup it may have another one.
    private func eraseProtected(into draft: inout Draft, _ report: inout RestorationReport) {
        let bits = Set(draft.decisions.addedProtections.elements).filter { decisions.protections.contains($0, in: draft) }
        guard !bits.isEmpty else { return }
        for case let stored? in registry.records where bits.contains(keys.protection(of: stored.plate.key)) {
            guard registry.record(stored.plate.key, in: draft) != nil else { continue }
            registry.set(nil, for: stored.plate.key, into: &draft)
            report.plateChanges += 1
        }
    }

    /// Drops its own and earlier undo records: neither can be undone past the other.
    private func reapply(_ verdict: Verdict, on record: inout PlateRecord?, at instant: Instant) {
        let day = rules.day(of: instant)
        if verdict.silences || verdict == .unprotect { record?.undoRecords = [] }
        switch verdict {
        case .clear:
            record?.silence(on: day, rules)
            record?.clearedOn = day
        case .dismiss:
            record?.dismiss(on: day, rules)
        case .protect:
            record = nil
        case .confirm, .unprotect:
            break
        }
    }

    /// Drops voices whose week keys are gone or replaced: nobody could tell them from new voices of the same token.
    private func dropDeadVoices(into draft: inout Draft, _ report: inout RestorationReport) {
        func isDead(_ voice: Voice) -> Bool { !upkeep.weekKeys.hasKnownKey(voice.week) }
        for case let stored? in registry.records where stored.voices.contains(where: isDead) {
            let key = stored.plate.key
            guard var record = registry.record(key, in: draft) else { continue }
            // A plate that was cleared or dismissed since does not come back to the queue.
            let wasSuspected = record.status == .suspected
            let before = record.voices.count
            // The last day that those voices showed stays, as in aging.
            if record.status > .watched { record.vouchedDay = record.shownLastDay(on: draft.today, rules) }
            record.voices.removeAll(where: isDead)
            report.droppedVoices += before - record.voices.count
            let strength = record.evidence(on: draft.today, rules).value(on: draft.today, halfLifeDays: rules.voices.halfLifeDays)
            if wasSuspected, strength < rules.suspicion.evidenceFloor {
                record.status = .watched
                record.isQueued = true
                report.fallen += 1
            }
            registry.set(record, for: key, into: &draft)
        }
    }
}
