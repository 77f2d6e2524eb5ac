import Plates
import Seal
import Vocabulary

/// Verdicts and protections: moderators' decisions on single plates, and their undo.
struct Decisions {
    let rules: Rules
    let keys: SealKeys
    private let random: RandomSource
    private(set) var protections: ProtectionTable
    /// The plates of each decision that can be undone.
    private(set) var undoable: [DecisionID: Set<PlateKey>] = [:]

    init(_ parts: LedgerParts, _ stored: StoredRegistry, _ registry: PlateRegistry) {
        rules = parts.rules
        keys = parts.keys
        random = parts.random
        protections = ProtectionTable(stored.protections)
        for case let record? in registry.records where record.isModerated {
            for undoRecord in record.undoRecords { undoable[undoRecord.decision, default: []].insert(record.plate.key) }
        }
    }

    // MARK: Reading

    func isProtected(_ key: PlateKey, in draft: Draft) -> Bool { protections.contains(keys.protection(of: key), in: draft) }

    /// Whether a plate is protected, or shares a protection's bits.
    func isProtected(_ key: PlateKey) -> Bool { protections.count(keys.protection(of: key)) > 0 }

    /// The last decision on a plate or its twin; 0 for none. Moderators send it back with a verdict.
    func version(of key: PlateKey, _ registry: PlateRegistry, at now: Instant) -> DecisionID {
        key.withTwin.compactMap { registry.agedRecord(of: $0, at: now)?.version }.max() ?? 0
    }

    // MARK: Deciding

    /// - Parameter isBulk: whether a confirmation gives each plate the signs of its own voices.
    func decide(
        _ verdict: Verdict, _ signs: Signs, on items: [VerdictItem], isBulk: Bool, by actor: AuditedPrincipal, _ registry: PlateRegistry,
        into draft: inout Draft
    ) -> VerdictOutcome {
        let decision = Decision(id: draft.counters.decisionID.advance(), verdict: verdict, signs: signs, isBulk: isBulk, actor: actor.name)
        var outcome = VerdictOutcome(undoUntil: draft.now.adding(hours: rules.moderation.undoHours))
        var done: [(PlateKey, id: PlateID)] = []
        for item in items {
            let result = Result { () throws(VerdictRefusal) in try carryOut(decision, on: item, &done, registry, into: &draft) }
            outcome.results.append(result)
        }
        guard outcome.decided > 0 else { return outcome }
        outcome.decision = decision.id
        if verdict != .confirm {
            let bits = verdict == .protect || verdict == .unprotect ? done.map { keys.protection(of: $0.0) } : []
            let operation = Tombstone.Operation.verdict(verdict, decision: decision.id, plates: done.map(\.id), bits: bits)
            draft.addTombstone(operation, on: draft.today, rules)
        }
        return outcome
    }

    private struct Decision {
        let id: DecisionID
        let verdict: Verdict
        let signs: Signs
        let isBulk: Bool
        let actor: AuditActor

        /// The signs that a confirmation sets.
        func signs(for record: PlateRecord, on today: Day) -> Signs { isBulk ? record.ownSigns(signs, on: today) : signs }
    }

    /// - Returns: whether the plate is protected afterwards.
    private func carryOut(
        _ decision: Decision, on item: VerdictItem, _ done: inout [(PlateKey, id: PlateID)], _ registry: PlateRegistry,
        into draft: inout Draft
    ) throws(VerdictRefusal) -> Bool {
        let key = item.key
        // Its row, if it has one, is only there for the undo. First of all: at any version, the answer must be that of an unknown plate.
        if decision.verdict.needsReports, isProtected(key, in: draft) { throw .unknown }
        let known = registry.record(key, in: draft)
        // Without a record there was no row to see, so no version covers its twin.
        let seen = known == nil ? [] : key.withTwin.compactMap { registry.record($0, in: draft)?.review }
        if let review = item.unseen(among: seen) {
            throw .conflict(verdict: review.verdict, by: review.actor, on: review.day)
        }
        switch decision.verdict {
        case .confirm:
            guard let known else { throw .unknown }
            guard !decision.signs(for: known, on: draft.today).isEmpty else { throw .signsMissing }
        case .clear:
            guard key.withTwin.contains(where: { registry.record($0, in: draft) != nil && !isProtected($0, in: draft) }) else {
                throw .unknown
            }
        case .dismiss: guard known != nil else { throw .unknown }
        case .protect: break
        case .unprotect: guard isProtected(key, in: draft) else { throw .notProtected }
        }
        var covered = decision.verdict == .confirm || decision.verdict == .dismiss ? [key] : key.withTwin
        // An undo restores only the data that the verdict removed.
        if decision.verdict == .unprotect { covered.removeAll { !isProtected($0, in: draft) } }
        // A twin that is protected by itself.
        if decision.verdict.needsReports { covered.removeAll { isProtected($0, in: draft) } }
        for covered in covered {
            guard var record = registry.record(covered, in: draft) ?? newRecord(for: covered, decision.verdict, into: &draft) else {
                continue
            }
            record.addUndoRecord(for: decision.verdict, decision: decision.id, by: decision.actor, at: draft.now)
            change(&record, by: decision, into: &draft)
            review(
                &record, AuditAction(decision.verdict), by: decision.actor, decision: decision.id, verdict: decision.verdict, into: &draft)
            registry.set(record, for: covered, into: &draft)
            done.append((covered, record.id))
        }
        return isProtected(key, in: draft)
    }

    /// A protection of an unreported plate has a record until it can no longer be undone.
    private func newRecord(for key: PlateKey, _ verdict: Verdict, into draft: inout Draft) -> PlateRecord? {
        guard verdict == .protect || verdict == .unprotect else { return nil }
        return PlateRecord(
            id: draft.counters.plateID.advance(), plate: Plate(key: key, typed: TypedMask(rawValue: 0)), firstDay: draft.today,
            lastDay: draft.today)
    }

    private func change(_ record: inout PlateRecord, by decision: Decision, into draft: inout Draft) {
        let key = record.plate.key
        switch decision.verdict {
        case .confirm:
            record.standing = PlateStanding(
                status: .confirmed, confirmedOn: draft.today, confirmedSigns: decision.signs(for: record, on: draft.today))
            record.vouch()
        case .clear:
            record.silence(on: draft.today, rules)
            record.clearedOn = draft.today
        case .dismiss:
            record.dismiss(on: draft.today, rules)
        case .protect:
            record.silence(on: draft.today, rules)
            draft.decisions.addedProtections.append(keys.protection(of: key))
        case .unprotect:
            draft.decisions.removedProtections.append(keys.protection(of: key))
        }
    }

    /// Sets a record's last decision, and adds an audit entry that names the plate by the record's salt.
    func review(
        _ record: inout PlateRecord, _ action: AuditAction, by actor: AuditActor, decision: DecisionID, verdict: Verdict?,
        into draft: inout Draft
    ) {
        let salt = record.review?.salt ?? Digest128(random.bytes(16))!
        record.review = Review(
            rowID: record.review?.rowID ?? 0, salt: salt, decision: decision, verdict: verdict, actor: actor, day: draft.today)
        draft.audit.append(action, by: actor, count: 1, plateName: keys.auditName(salt: salt, key: record.plate.key).bytes)
    }

    // MARK: The commit

    func plan(into plan: inout CommitPlan) { protections.plan(into: &plan) }

    mutating func apply(_ committed: CommitPlan) {
        protections.apply(committed)
        for touched in committed.draft.records.touched where touched.isChanged {
            let (former, present) = (touched.before?.undoRecords ?? [], touched.after?.undoRecords ?? [])
            for gone in former where !present.contains(where: { $0.decision == gone.decision }) {
                undoable[gone.decision]?.remove(touched.key)
                if undoable[gone.decision]?.isEmpty == true { undoable[gone.decision] = nil }
            }
            for undoRecord in present { undoable[undoRecord.decision, default: []].insert(touched.key) }
        }
    }

    func checkInvariants(_ registry: PlateRegistry, _ free: FreeRows) -> Bool {
        protections.checkInvariants(free)
            && undoable.prefix(PlateRegistry.checkedMax).allSatisfy { decision, plates in
                plates.allSatisfy { registry.stored($0)?.undoRecords.contains { $0.decision == decision } ?? false }
            }
    }
}

/// The protections' part of a draft.
struct DecisionDraft {
    var addedProtections = Multiset<UInt32>()
    var removedProtections = Multiset<UInt32>()
}

extension Verdict {
    /// Whether it decides on reports. A protected plate has none that count, so the answer is that of an unknown plate.
    var needsReports: Bool { self == .confirm || self == .clear || self == .dismiss }
}

extension PlateKey {
    /// The plate and, if its issuer is known, the same characters without one.
    var withTwin: [PlateKey] { issuer == .unknown ? [self] : [self, issued(by: .unknown)] }
}
