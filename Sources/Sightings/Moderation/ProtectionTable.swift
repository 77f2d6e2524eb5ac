/// The protected plates, each as 20 bits of a keyed digest: a match protects.
struct ProtectionTable: Sendable {
    private var rows: [UInt32: [RowID]] = [:]

    init(_ stored: [Protection]) {
        for protection in stored { add(protection) }
    }

    private mutating func add(_ protection: Protection) { rows[protection.bits, default: []].append(protection.rowID) }

    /// The number of protections with these bits.
    func count(_ bits: UInt32) -> Int { rows[bits]?.count ?? 0 }

    /// Whether they protect, once the draft is stored.
    func contains(_ bits: UInt32, in draft: Draft) -> Bool {
        count(bits) + draft.decisions.addedProtections.count(of: bits) - draft.decisions.removedProtections.count(of: bits) > 0
    }

    func plan(into plan: inout CommitPlan) {
        // Leaves out plates that were protected and unprotected within the pass.
        plan.draft.decisions.addedProtections.cancelOut(&plan.draft.decisions.removedProtections)
        for bits in plan.draft.decisions.addedProtections.elements {
            plan.changes.written.protections.append(Protection(rowID: plan.rows.take(in: .protections), bits: bits))
        }
        guard !plan.draft.decisions.removedProtections.isEmpty else { return }
        var left = rows
        plan.changes.former.protections = plan.draft.decisions.removedProtections.elements.compactMap { bits in
            left[bits]?.popLast().map { Protection(rowID: $0, bits: bits) }
        }
        plan.rows.erase(plan.changes.former.protections.map(\.rowID), in: .protections)
    }

    mutating func apply(_ committed: CommitPlan) {
        for protection in committed.changes.written.protections { add(protection) }
        for erased in committed.changes.former.protections {
            rows[erased.bits]?.removeAll { $0 == erased.rowID }
            if rows[erased.bits]?.isEmpty == true { rows[erased.bits] = nil }
        }
    }

    func checkInvariants(_ free: FreeRows) -> Bool { free.used(.protections) == rows.values.reduce(0) { $0 + $1.count } }
}
