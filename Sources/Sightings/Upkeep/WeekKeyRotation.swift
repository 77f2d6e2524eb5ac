import Seal
import Vocabulary

/// The week keys, which tie voices to tokens, and their turn at the end of a week.
///
/// Each week has a random key in a file of its own; after five weeks its file is erased, and its voices age with it. The turn comes before
/// a pass, because a report needs its week's key on disk. The database keeps a witness of every living key, so that a start detects
/// missing ones.
struct WeekKeyRotation {
    private let rules: Rules
    private let sealKeys: SealKeys
    private let folder: WeekKeyFolder
    private(set) var keys: WeekKeys
    /// The database's witnesses of the week keys.
    private var witnesses: [Int32: WeekWitness]
    /// The keys of earlier weeks are erased.
    private var erasedBefore = Int32.min

    /// Reads the living keys.
    init(_ parts: LedgerParts, _ stored: StoredRegistry, today: Day) throws(StoreError) {
        rules = parts.rules
        sealKeys = parts.keys
        folder = parts.weekKeyFolder
        witnesses = Dictionary(stored.weekWitnesses.map { ($0.week, $0) }, uniquingKeysWith: { _, last in last })
        do {
            keys = try folder.load(from: rules.livingWeeks(on: today).lowerBound, joining: sealKeys)
        } catch {
            throw Self.unusable(error)
        }
    }

    /// The weeks of voices whose keys should live, and are gone or replaced.
    func lostWeeks(among voiceWeeks: Set<Int32>, on today: Day) -> [Int32] {
        let oldest = rules.livingWeeks(on: today).lowerBound
        return voiceWeeks.filter { $0 >= oldest && !hasKnownKey($0) }.sorted()
    }

    /// Whether the week's key is there, and is the one that the database knows.
    func hasKnownKey(_ week: Int32) -> Bool {
        guard let witness = keys.witness(week: week) else { return false }
        return witness == witnesses[week]?.witness
    }

    /// Makes the week's key at a start. If the disk is full, the first change tries again; look-ups need no key.
    mutating func makeFirst(on today: Day) throws(StoreError) {
        do {
            try makeMissing(today.week)
        } catch {
            guard error.isFullDisk else { throw Self.unusable(error) }
        }
    }

    private static func unusable(_ error: SealError) -> StoreError {
        guard case .weekKeyFile(let number) = error else { return .otherFile(name: "weeks", code: 0) }
        return .otherFile(name: "weeks", code: number)
    }

    /// Makes the week's key if it is missing, and erases expired ones.
    mutating func turn(to today: Day) -> LedgerError? {
        let oldest = rules.livingWeeks(on: today).lowerBound
        do {
            try makeMissing(today.week)
            guard erasedBefore < oldest || keys.weeks.contains(where: { $0 < oldest }) else { return nil }
            for week in try folder.weeks() where week < oldest {
                try folder.erase(week)
                keys.remove(week: week)
            }
            erasedBefore = oldest
            return nil
        } catch {
            return error.isFullDisk ? .storeFull : .weekKeyFailed
        }
    }

    private mutating func makeMissing(_ week: Int32) throws(SealError) {
        if !keys.contains(week) { try folder.make(week, in: &keys, joining: sealKeys) }
    }

    /// Plans witnesses for all living weeks' keys, and erases the others.
    func plan(into plan: inout CommitPlan) {
        let oldest = rules.livingWeeks(on: plan.draft.today).lowerBound
        var present = keys.weeks.filter { $0 >= oldest }.map { week in
            WeekWitness(rowID: witnesses[week]?.rowID ?? 0, week: week, witness: keys.witness(week: week) ?? .zero)
        }
        guard witnesses.count != present.count || present.contains(where: { $0 != witnesses[$0.week] }) else { return }
        let (written, former) = plan.rows.update(Array(witnesses.values), to: &present, in: .weekWitnesses)
        plan.changes.written.weekWitnesses = written
        plan.changes.former.weekWitnesses = former
    }

    mutating func apply(_ committed: CommitPlan) {
        for witness in committed.changes.former.weekWitnesses { witnesses[witness.week] = nil }
        for witness in committed.changes.written.weekWitnesses { witnesses[witness.week] = witness }
    }

    func checkInvariants(_ free: FreeRows) -> Bool { free.used(.weekWitnesses) == witnesses.count }
}
