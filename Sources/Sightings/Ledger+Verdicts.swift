package import Plates
import Seal
package import Vocabulary

/// A plate to decide on, and what the moderator saw of it.
package struct VerdictItem: Hashable, Sendable {
    package enum Seen: Hashable, Sendable {
        /// A row of this version; 0 for a plate of which there was none.
        case version(Int64)
        /// Whatever was decided up to a decision.
        case decisions(upTo: Int64)
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
    /// Nothing is kept of the plate.
    case unknown
    /// A protected plate cannot be confirmed.
    case protected
    case notProtected
    /// Somebody decided since the moderator looked; nil for an undo.
    case conflict(verdict: Verdict?, by: AuditActor, on: Day)
}

/// What became of a verdict.
package struct VerdictOutcome: Sendable {
    /// By which it can be undone; nil where nothing was decided.
    package var decision: Int64?
    package var undoUntil = Instant.distantFuture
    /// In the items' order; whether each plate is protected now.
    package var results: [Result<Bool, VerdictRefusal>] = []

    package var decided: Int {
        results.count { result in
            if case .success = result { true } else { false }
        }
    }
}

extension Ledger {
    /// How many plates one verdict may be on: all of them share a commit.
    package static let verdictPlatesMax = 2_000

    /// Carries a verdict out on each plate on its own, all in one commit; returns once it is on disk.
    ///
    /// - Parameter signs: for `confirm`, at least one.
    package func decide(_ verdict: Verdict, signs: Signs = [], on items: [VerdictItem], by actor: Actor) async throws(LedgerError)
        -> VerdictOutcome
    {
        guard actor.role >= .moderator else { throw .notAllowed }
        guard verdict != .confirm || !signs.isEmpty else { throw .signsMissing }
        guard items.count <= Self.verdictPlatesMax else { throw .tooManyPlates }
        return try await change(items: items.count) { ledger, pass in
            .success(ledger.decide(verdict, signs, on: items, by: actor, in: &pass))
        }
    }

    func decide(_ verdict: Verdict, _ signs: Signs, on items: [VerdictItem], by actor: Actor, in pass: inout Pass) -> VerdictOutcome {
        pass.counters.decisionID += 1
        let decision = Decision(id: pass.counters.decisionID, verdict: verdict, signs: signs, actor: actor.name)
        var outcome = VerdictOutcome(undoUntil: pass.now.adding(hours: rules.undoHours))
        var done: [(PlateKey, id: Int64)] = []
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
        let id: Int64
        let verdict: Verdict
        let signs: Signs
        let actor: AuditActor
    }

    /// - Returns: whether the plate is protected afterwards.
    private func carryOut(_ decision: Decision, on item: VerdictItem, _ done: inout [(PlateKey, id: Int64)], in pass: inout Pass)
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
            guard !isProtected(key, in: pass) else { throw .protected }
            guard known != nil else { throw .unknown }
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
        pass.counters.plateID += 1
        return PlateRecord(
            id: pass.counters.plateID, plate: Plate(key: key, typed: TypedMask(rawValue: 0)), firstDay: pass.today, lastDay: pass.today)
    }

    private func apply(_ decision: Decision, to record: inout PlateRecord, in pass: inout Pass) {
        let key = record.plate.key
        switch decision.verdict {
        case .confirm:
            record.status = .confirmed
            record.confirmedOn = pass.today
            record.confirmedSigns = decision.signs
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

    // MARK: Undo

    /// What became of an undo.
    package struct UndoOutcome: Hashable, Sendable {
        package var verdict: Verdict
        /// Plates that are as they were.
        package var undone: Int
        /// Plates on which somebody has decided since.
        package var superseded: Int

        package init(verdict: Verdict, undone: Int, superseded: Int) {
            self.verdict = verdict
            self.undone = undone
            self.superseded = superseded
        }
    }

    /// Takes a verdict back on every plate on which nobody has decided since. Any moderator may.
    ///
    /// Throws `notFound` for one that is unknown, undone, or too old.
    package func undo(_ decision: Int64, by actor: Actor) async throws(LedgerError) -> UndoOutcome {
        guard actor.role >= .moderator else { throw .notAllowed }
        let items = decided[decision]?.count ?? 1
        return try await change(items: items) { ledger, pass in ledger.undo(decision, by: actor, in: &pass) }
    }

    private func undo(_ decision: Int64, by actor: Actor, in pass: inout Pass) -> Result<UndoOutcome, LedgerError> {
        var outcome: UndoOutcome?
        var ids: [Int64] = []
        var bits: [UInt32] = []
        pass.counters.decisionID += 1
        for key in decided[decision, default: []].sorted() {
            guard var record = record(key, in: pass), let aside = record.setAsides.first(where: { $0.decision == decision }),
                !isTwinOfSuperseded(key, decision, in: pass)
            else { continue }
            var sum = outcome ?? UndoOutcome(verdict: aside.verdict, undone: 0, superseded: 0)
            defer { outcome = sum }
            guard record.setAsides.last?.decision == decision else {
                sum.superseded += 1
                continue
            }
            record.undoLast(rules)
            let protection = keys.protection(of: key)
            if aside.verdict == .protect { pass.removedProtections.append(protection) }
            if aside.verdict == .unprotect { pass.addedProtections.append(protection) }
            if aside.verdict == .protect || aside.verdict == .unprotect { bits.append(protection) }
            note(.undo, by: actor.name, of: &record, decision: pass.counters.decisionID, verdict: nil, in: &pass)
            set(record, for: key, in: &pass)
            ids.append(record.id)
            if !isTwin(key, among: decided[decision, default: []]) { sum.undone += 1 }
        }
        guard let outcome else { return .failure(.notFound) }
        if !ids.isEmpty, outcome.verdict != .confirm {
            note(.undo(decision: decision, outcome.verdict, plates: ids, bits: bits), on: pass.today, in: &pass)
        }
        return .success(outcome)
    }

    /// Whether a plate was only covered along with one that has an issuer.
    func isTwin(_ key: PlateKey, among keys: Set<PlateKey>) -> Bool {
        key.issuer == .unknown && keys.contains { $0.issuer != .unknown && $0.issued(by: .unknown) == key }
    }

    /// Whether a plate was covered along with one on which somebody has decided since: what was one decision is undone as one.
    private func isTwinOfSuperseded(_ key: PlateKey, _ decision: Int64, in pass: Pass) -> Bool {
        guard key.issuer == .unknown else { return false }
        return decided[decision, default: []].contains { other in
            guard other.issuer != .unknown, other.issued(by: .unknown) == key, let record = record(other, in: pass) else { return false }
            // One that was undone a moment ago, in this very pass, no longer has it.
            return record.setAsides.contains { $0.decision == decision } && record.setAsides.last?.decision != decision
        }
    }

    /// The last decision's id on a plate or its twin; 0 for none. What a moderator sends back with a verdict.
    func version(of key: PlateKey, at now: Instant) -> Int64 {
        Self.withTwin(key).compactMap { settledRecord(of: $0, at: now)?.version }.max() ?? 0
    }

    // MARK: Protections

    func isProtected(_ key: PlateKey, in pass: Pass) -> Bool { isProtected(keys.protection(of: key), in: pass) }

    func isProtected(_ bits: UInt32, in pass: Pass) -> Bool {
        let count = protections.count(bits) + pass.addedProtections.count { $0 == bits } - pass.removedProtections.count { $0 == bits }
        return count > 0
    }

    /// Whether a plate is protected, or shares a protection's bits.
    package func isProtected(_ key: PlateKey) -> Bool { protections.contains(keys.protection(of: key)) }

    /// The plate and, where its issuer is known, the same characters without one.
    static func withTwin(_ key: PlateKey) -> [PlateKey] {
        key.issuer == .unknown ? [key] : [key, key.issued(by: .unknown)]
    }
}
