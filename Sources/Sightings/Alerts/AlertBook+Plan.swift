import Plates
import Seal
import Vocabulary

extension AlertBook {
    /// Plans the alerts and corrections of a pass, once the records that it touches are planned.
    func plan(into plan: inout CommitPlan, _ registry: PlateRegistry) {
        guard !outputs.isEmpty || !table.isEmpty || !holds.isEmpty else { return }
        if var after = plan.draft.alerts.holds {
            let (written, former) = plan.rows.update(holds, to: &after, in: .alertHolds)
            plan.changes.written.alertHolds = written
            plan.changes.former.alertHolds = former
        }
        var changes = AlertChanges(table)
        if plan.draft.alerts.sweeps { planSweep(&changes, &plan, registry) }
        for (id, output) in plan.draft.alerts.told { planTold(id, output, &changes) }
        for index in plan.draft.records.touched.indices where plan.draft.records.touched[index].isOrWasConfirmed {
            let touched = plan.draft.records.touched[index]
            planCorrections(of: touched, &changes, &plan)
            planAlerts(about: touched, &changes, &plan, registry)
        }
        changes.finish(into: &plan)
    }

    // MARK: New alerts

    private func planAlerts(
        about touched: RecordDraft.Touched, _ changes: inout AlertChanges, _ plan: inout CommitPlan, _ registry: PlateRegistry
    ) {
        guard let record = touched.after, record.status == .confirmed, !plan.draft.alerts.isRestoring else { return }
        let now = plan.draft.now
        let supported = record.sightings.filter { isFresh($0, at: now) }
        guard !supported.isEmpty || outputs.contains(where: { $0.events.contains(.confirmed) }) else { return }
        let former = touched.before.flatMap { registry.aged($0, at: now) }
        let listed = former.flatMap { $0.id == record.id && $0.status == .confirmed ? $0 : nil }
        let known = changes.standing(on: record.id)
        let new = supported.filter { sighting in
            !(listed?.sightings.contains { $0.isSupported && $0.area == sighting.area && $0.period == sighting.period } ?? false)
                && !known.contains { $0.event == .seen && $0.area == sighting.area && $0.period == sighting.period }
        }
        guard listed == nil || !new.isEmpty, let listing = Listing(record, at: now, rules), listing.status == .confirmed else { return }
        let shown = listing.visible(to: .member, at: now, rules, areas)
        if listed == nil {
            let slot = Period(step: .slot, number: rules.slot(of: now))
            planAlert(.confirmed, of: record, as: shown, in: nil, slot, &changes, &plan)
        }
        for sighting in new.sorted(by: { ($0.period, $0.area) < ($1.period, $1.area) }) {
            guard let area = areas.id(sighting.area), shown.live.contains(SeenIn(area: area, period: sighting.period)) else { continue }
            planAlert(.seen, of: record, as: shown, in: sighting.area, sighting.period, &changes, &plan)
        }
    }

    /// Whether a sighting has enough support, and its slot is not over for too long.
    private func isFresh(_ sighting: Sighting, at now: Instant) -> Bool {
        guard sighting.period.step == .slot, sighting.isSupported else { return false }
        let start = Instant(seconds: Int64(sighting.period.number) * 60)
        return now <= start.adding(minutes: rules.reports.slotMinutes + rules.alerts.lateMinutesMax)
    }

    private func planAlert(
        _ event: AlertEvent, of record: PlateRecord, as shown: VisibleListing, in area: AreaNumber?, _ period: Period,
        _ changes: inout AlertChanges, _ plan: inout CommitPlan
    ) {
        let held = Set((plan.draft.alerts.holds ?? holds).map(\.output))
        // A plate that became confirmed is of interest wherever it was seen.
        let told = area.flatMap(areas.id).map { [$0] } ?? shown.areas
        let receivers = outputs.filter { $0.takes(event, in: told) && !held.contains($0.number) }
        guard !receivers.isEmpty else { return }
        guard limits.allows(area, at: plan.draft.now, after: plan.draft.alerts.sent) else {
            for receiver in receivers { plan.draft.alerts.heldBack[receiver.name, default: 0] += 1 }
            return
        }
        var row = AlertRow(
            plate: record.id, id: Digest128(random.bytes(16))!, sealed: rules.alerts.carriesPlate ? keys.seal(record.plate) : nil,
            event: event, area: area, period: period, vehicle: shown.vehicles.first ?? Vehicle(), outputs: receivers.map(\.number))
        plan.rows.assignID(to: &row, in: .alerts)
        changes[row.rowID] = row
        plan.draft.alerts.plates[record.id] = record.rowID
        plan.draft.alerts.sent.append(area)
        plan.draft.alerts.notices.append(.alert(alert(row)))
    }

    // MARK: Corrections

    private func planCorrections(of touched: RecordDraft.Touched, _ changes: inout AlertChanges, _ plan: inout CommitPlan) {
        guard let before = touched.before else { return }
        let now = plan.draft.now
        for row in changes.standing(on: before.id) where !row.stands(on: touched.after, at: now, rules) {
            planCorrection(of: row, &changes, &plan)
        }
    }

    /// Cuts a row's tie to its plate, and owes its correction to the outputs that still exist.
    private func planCorrection(of row: AlertRow, _ changes: inout AlertChanges, _ plan: inout CommitPlan) {
        var owed = row.aged(at: plan.draft.now, rules)
        owed?.plate = 0
        owed?.outputs = row.outputs.filter(isConfigured)
        if owed?.outputs.isEmpty == true { owed = nil }
        changes[row.rowID] = owed
        if let owed { plan.draft.alerts.notices.append(.correction(alert(owed))) }
    }

    private func planTold(_ id: Digest128, _ output: UInt32, _ changes: inout AlertChanges) {
        for row in table.all where row.id == id {
            guard var left = changes[row.rowID], left.isOwed else { continue }
            left.outputs.removeAll { $0 == output }
            changes[row.rowID] = left.outputs.isEmpty ? nil : left
        }
    }

    // MARK: Sweeps

    private func planSweep(_ changes: inout AlertChanges, _ plan: inout CommitPlan, _ registry: PlateRegistry) {
        let now = plan.draft.now
        let comparesAll = isUnchecked || plan.draft.alerts.isRestoring
        for row in table.all {
            var aged = row.aged(at: now, rules)
            if comparesAll { aged?.outputs.removeAll { !isConfigured($0) } }
            if aged?.outputs.isEmpty == true { aged = nil }
            changes[row.rowID] = aged
            guard comparesAll, let aged, !aged.isOwed, !aged.stands(on: record(of: aged, registry, in: plan.draft), at: now, rules) else {
                continue
            }
            planCorrection(of: aged, &changes, &plan)
        }
    }

    /// The record of a row's plate, as aged by now.
    private func record(of row: AlertRow, _ registry: PlateRegistry, in draft: Draft) -> PlateRecord? {
        guard let plate = table.plate(row.plate), let stored = registry.stored(plate) else { return nil }
        return registry.record(stored.plate.key, in: draft)
    }
}

extension RecordDraft.Touched {
    fileprivate var isOrWasConfirmed: Bool { before?.status == .confirmed || after?.status == .confirmed }
}

extension Sighting {
    /// Whether two trusted tokens or a moderator reported it.
    fileprivate var isSupported: Bool { trusted >= Self.trustedMax }
}

extension AlertOutput {
    /// Whether it gets an alert about a plate in these areas.
    fileprivate func takes(_ event: AlertEvent, in told: [AreaID]) -> Bool {
        events.contains(event) && (areas.map { !$0.isDisjoint(with: told) } ?? true)
    }
}
