package import Plates
import Seal
package import Vocabulary

/// A plate to decide on, and what the moderator saw of it.
package struct VerdictItem: Hashable, Sendable {
    package enum Seen: Hashable, Sendable {
        /// A row of this version; 0 for a plate of which there was none.
        case version(DecisionID)
        /// Whatever was decided up to a decision.
        case decisions(upTo: DecisionID)
        /// Nothing: whatever was decided on it before is overruled.
        case nothing
    }

    package let key: PlateKey
    package let seen: Seen

    package init(_ key: PlateKey, seen: Seen) {
        self.key = key
        self.seen = seen
    }

    /// The decision that the moderator has not seen: the last one on the plate or its twin.
    fileprivate func unseen(among reviews: [Review]) -> Review? {
        guard let last = reviews.max(by: { $0.decision < $1.decision }) else { return nil }
        return switch seen {
        case .nothing: nil
        case .version(let version): version == last.decision ? nil : last
        case .decisions(let bound): last.decision > bound ? last : nil
        }
    }
}

/// Why a verdict on one plate was not carried out.
package enum VerdictRefusal: Error, Hashable, Sendable {
    /// Nothing is kept of the plate; or it is protected and was to be confirmed, which must look the same.
    case unknown
    /// It is one of several to confirm, and none of its own voices gave a sign.
    case signsMissing
    case notProtected
    /// Somebody decided since the moderator looked; nil for an undo.
    case conflict(verdict: Verdict?, by: AuditActor, on: Day)
}

/// What became of a verdict.
package struct VerdictOutcome: Sendable {
    /// By which it can be undone; nil where nothing was decided.
    package var decision: DecisionID?
    package var undoUntil = Instant.distantFuture
    /// In the items' order; whether each plate is protected now.
    package var results: [Result<Bool, VerdictRefusal>] = []
    /// Set where a second moderator must approve first: nothing was decided yet.
    package var waiting: Proposal?

    package var decided: Int {
        results.count { result in
            if case .success = result { true } else { false }
        }
    }

    package var refused: Int { results.count - decided }
}

extension Ledger {
    /// How many plates one verdict may be on: all of them share a commit.
    package static let verdictPlatesMax = 2_000

    /// Carries a verdict out on each named plate on its own, all in one commit; returns once it is on disk.
    ///
    /// Several plates may have to wait for a second moderator. Each plate that is named counts as read, whatever becomes of the verdict: the
    /// answer tells whether it is kept.
    ///
    /// - Parameter signs: for `confirm` of one plate, at least one; of several, each gets those that its own voices gave, and of them only
    ///   these where there are any.
    package func decide(_ verdict: Verdict, signs: Signs = [], on items: [VerdictItem], by actor: Actor) async throws(LedgerError)
        -> VerdictOutcome
    {
        guard actor.role >= .moderator else { throw .notAllowed }
        guard items.count <= Self.verdictPlatesMax else { throw .tooManyPlates }
        let named = Set(items.map(\.key))
        guard verdict != .confirm || !signs.isEmpty || named.count > 1 else { throw .signsMissing }
        return try await change(items: items.count) { ledger, pass in
            if let refusal = ledger.noteRead(items.count, by: actor, in: &pass) { return .failure(refusal) }
            guard named.count > 1 else {
                return .success(ledger.decide(verdict, signs, on: items, isBulk: false, by: actor, in: &pass))
            }
            return ledger.decide(verdict, signs, onNamed: named, items, by: actor, in: &pass)
        }
    }

    /// Decides on several named plates, or proposes it where that takes a second moderator. Twins that the verdict covers count, too.
    ///
    /// - Returns: `tooManyPlates` where it would have to wait and cannot: a proposal holds only plates that are kept.
    private func decide(
        _ verdict: Verdict, _ signs: Signs, onNamed named: Set<PlateKey>, _ items: [VerdictItem], by actor: Actor, in pass: inout Pass
    ) -> Result<VerdictOutcome, LedgerError> {
        let deed = Proposal.Deed.verdict(verdict, signs, on: nil)
        let kept = named.filter { place(of: $0) != nil }
        // Of these two verdicts nothing becomes where nothing is kept, and they cover no twin.
        let needsKept = verdict == .confirm || verdict == .dismiss
        let unknown = needsKept ? 0 : named.count - kept.count
        let covered = needsKept ? kept : kept.union(named.flatMap(Self.withTwin).filter { place(of: $0) != nil })
        let plates = covered.count + unknown
        guard needsSecond(deed, plates: plates, by: actor, at: pass.now, tallied: pass.tallied) else {
            tally(deed, plates: plates, by: actor, in: &pass)
            return .success(decide(verdict, signs, on: items, isBulk: true, by: actor, in: &pass))
        }
        guard unknown == 0 else { return .failure(.tooManyPlates) }
        var proposal = Proposal(
            id: 0, deed: deed, actor: actor.name, tokenID: actor.tokenID, madeAt: pass.now, commit: counters.commit,
            decision: counters.decisionID, isRunning: false)
        proposal.setPlates(
            kept.compactMap { place(of: $0) }.sorted().compactMap { place in
                (records[safe: place.index] ?? nil).map { ProposalPlate(rowID: place, id: $0.id) }
            })
        return propose(proposal, by: actor, in: &pass).map { VerdictOutcome(waiting: $0) }
    }

    /// Carries out a verdict on a proposal's plates. Those that are refused are named in the answer, and so `reader` reads them.
    func decide(
        _ proposal: Proposal, by actor: Actor, readBy reader: Actor, in pass: inout Pass
    ) -> Result<(outcome: VerdictOutcome, plates: [Plate]), LedgerError> {
        guard case .verdict(let verdict, let signs, _) = proposal.deed else { return .failure(.previewOther) }
        let plates = proposal.plates.compactMap(stored)
        // Where somebody decided since it was previewed or proposed, that stands.
        let items = plates.map { VerdictItem($0.plate.key, seen: .decisions(upTo: proposal.decision)) }
        let outcome = decide(verdict, signs, on: items, isBulk: true, by: actor, in: &pass)
        if let refusal = noteRead(outcome.refused, by: reader, in: &pass) { return .failure(refusal) }
        return .success((outcome, plates.map(\.plate)))
    }

    /// - Parameter isBulk: whether a confirmation gives each plate the signs of its own voices.
    private func decide(
        _ verdict: Verdict, _ signs: Signs, on items: [VerdictItem], isBulk: Bool, by actor: Actor, in pass: inout Pass
    ) -> VerdictOutcome {
        pass.counters.decisionID.advance()
        let decision = Decision(id: pass.counters.decisionID, verdict: verdict, signs: signs, isBulk: isBulk, actor: actor.name)
        var outcome = VerdictOutcome(undoUntil: pass.now.adding(hours: rules.undoHours))
        var done: [(PlateKey, id: PlateID)] = []
        for item in items {
            let result = Result { () throws(VerdictRefusal) in try carryOut(decision, on: item, &done, in: &pass) }
            outcome.results.append(result)
        }
        guard outcome.decided > 0 else { return outcome }
        outcome.decision = decision.id
        if verdict != .confirm {
            let bits = verdict == .protect || verdict == .unprotect ? done.map { keys.protection(of: $0.0) } : []
            note(.verdict(verdict, decision: decision.id, plates: done.map(\.id), bits: bits), on: pass.today, in: &pass)
        }
        return outcome
    }

    private struct Decision {
        let id: DecisionID
        let verdict: Verdict
        let signs: Signs
        let isBulk: Bool
        let actor: AuditActor

        /// The signs that a confirmation gives a plate.
        func signs(for record: PlateRecord, on today: Day) -> Signs { isBulk ? record.ownSigns(signs, on: today) : signs }
    }

    /// - Returns: whether the plate is protected afterwards.
    private func carryOut(_ decision: Decision, on item: VerdictItem, _ done: inout [(PlateKey, id: PlateID)], in pass: inout Pass)
        throws(VerdictRefusal) -> Bool
    {
        let key = item.key
        let known = record(key, in: pass)
        // Where nothing is kept of the plate there was no row to see, and so no version that stands for its twin.
        let seen = known == nil ? [] : Self.withTwin(key).compactMap { record($0, in: pass)?.review }
        if let review = item.unseen(among: seen) {
            throw .conflict(verdict: review.verdict, by: review.actor, on: review.day)
        }
        switch decision.verdict {
        case .confirm:
            guard let known, !isProtected(key, in: pass) else { throw .unknown }
            guard !decision.signs(for: known, on: pass.today).isEmpty else { throw .signsMissing }
        case .clear: guard Self.withTwin(key).contains(where: { record($0, in: pass) != nil }) else { throw .unknown }
        case .dismiss: guard known != nil else { throw .unknown }
        case .protect: break
        case .unprotect: guard isProtected(key, in: pass) else { throw .notProtected }
        }
        var covered = decision.verdict == .confirm || decision.verdict == .dismiss ? [key] : Self.withTwin(key)
        // An undo gives back what was taken, and no more.
        if decision.verdict == .unprotect { covered.removeAll { !isProtected($0, in: pass) } }
        for covered in covered {
            guard var record = record(covered, in: pass) ?? newRecord(for: covered, decision.verdict, in: &pass) else { continue }
            record.setAside(for: decision.verdict, decision: decision.id, by: decision.actor, at: pass.now)
            apply(decision, to: &record, in: &pass)
            note(
                AuditAction(decision.verdict), by: decision.actor, of: &record, decision: decision.id, verdict: decision.verdict, in: &pass)
            set(record, for: covered, in: &pass)
            done.append((covered, record.id))
        }
        return isProtected(key, in: pass)
    }

    /// A protection of a plate that nobody reported has a row too, until it can no longer be undone.
    private func newRecord(for key: PlateKey, _ verdict: Verdict, in pass: inout Pass) -> PlateRecord? {
        guard verdict == .protect || verdict == .unprotect else { return nil }
        pass.counters.plateID.advance()
        return PlateRecord(
            id: pass.counters.plateID, plate: Plate(key: key, typed: TypedMask(rawValue: 0)), firstDay: pass.today, lastDay: pass.today)
    }

    private func apply(_ decision: Decision, to record: inout PlateRecord, in pass: inout Pass) {
        let key = record.plate.key
        switch decision.verdict {
        case .confirm:
            record.status = .confirmed
            record.confirmedOn = pass.today
            record.confirmedSigns = decision.signs(for: record, on: pass.today)
            record.clearedOn = nil
            record.isQueued = false
            record.vouch()
        case .clear:
            record.silence(on: pass.today, rules)
            record.clearedOn = pass.today
        case .dismiss:
            let cleared = record.clearedOn
            record.silence(on: pass.today, rules)
            record.clearedOn = cleared
        case .protect:
            record.silence(on: pass.today, rules)
            pass.addedProtections.append(keys.protection(of: key))
        case .unprotect:
            pass.removedProtections.append(keys.protection(of: key))
        }
    }

    /// The last decision's id on a plate or its twin; 0 for none. What a moderator sends back with a verdict.
    func version(of key: PlateKey, at now: Instant) -> DecisionID {
        Self.withTwin(key).compactMap { settledRecord(of: $0, at: now)?.version }.max() ?? 0
    }

    // MARK: Protections

    func isProtected(_ key: PlateKey, in pass: Pass) -> Bool { isProtected(keys.protection(of: key), in: pass) }

    func isProtected(_ bits: UInt32, in pass: Pass) -> Bool {
        let count = protections.count(bits) + pass.addedProtections.count(of: bits) - pass.removedProtections.count(of: bits)
        return count > 0
    }

    /// Whether a plate is protected, or shares a protection's bits.
    package func isProtected(_ key: PlateKey) -> Bool { protections.contains(keys.protection(of: key)) }

    /// The plate and, where its issuer is known, the same characters without one.
    static func withTwin(_ key: PlateKey) -> [PlateKey] {
        key.issuer == .unknown ? [key] : [key, key.issued(by: .unknown)]
    }
}
