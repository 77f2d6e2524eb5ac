import Plates
import Seal
import Vocabulary

/// Alerts about confirmed plates, and their corrections.
///
/// **What may show.** An alert leaves the server. So its text, and whether it goes out, depend only on data that every token holder sees
/// once the pass is on disk: the listing as a member sees it, and its sightings with two trusted tokens. A plate that is not confirmed has
/// no alert and no row, and costs a report no work.
///
/// **Once.** A pass alerts only about what it made true: the second trusted token of a slot, or the confirmation. So a new or resumed
/// output gets no old alerts. A slot's row keeps a report that was withdrawn and repeated from alerting again.
///
/// **Corrections.** An alert holds as long as its plate is confirmed and has its sighting. In the commit that ends this, for any reason,
/// its correction becomes due. The row stays until every output that got the alert has the correction.
///
/// **Costs.** Nothing without outputs. With outputs, a look at the slots of the confirmed records that a pass touches.
struct AlertBook {
    let rules: Rules
    let areas: Areas
    let keys: SealKeys
    let random: RandomSource
    /// In the order of the configuration.
    let outputs: [AlertOutput]
    private let tell: @Sendable (AlertNotice) -> Void
    private(set) var table: AlertTable
    private(set) var holds: [AlertHold]
    private(set) var limits: AlertLimits
    /// Whether no sweep has compared the rows with their plates since the start: an alert may no longer hold after a restore, or after a
    /// lapse while the daemon was off.
    private(set) var isUnchecked = true

    init(_ parts: LedgerParts, _ stored: StoredRegistry, _ registry: PlateRegistry) {
        rules = parts.rules
        areas = registry.listings.areas
        keys = parts.keys
        random = parts.random
        precondition(parts.rules.alerts.outputs.count <= AlertOutput.countMax, "a row has no room for more outputs")
        outputs = parts.rules.alerts.outputs
        tell = parts.onAlert
        table = AlertTable(stored.alerts, registry)
        holds = stored.alertHolds
        limits = AlertLimits(parts.rules.alerts)
    }

    // MARK: Reading

    func number(of name: String) -> UInt32? { outputs.first { $0.name == name }?.number }

    func isConfigured(_ number: UInt32) -> Bool { outputs.contains { $0.number == number } }

    /// The names of configured outputs.
    func names(of numbers: [UInt32]) -> [String] { outputs.filter { numbers.contains($0.number) }.map(\.name) }

    var states: [AlertOutputState] {
        outputs.map { output in AlertOutputState(output: output, held: holds.first { $0.output == output.number }) }
    }

    /// The corrections that outputs must still get, oldest first.
    func owed(at now: Instant) -> [Alert] {
        table.all.filter(\.isOwed).compactMap { $0.aged(at: now, rules).map(alert) }.filter { !$0.outputs.isEmpty }
    }

    /// The numbers of the outputs that are no longer configured, once for each of their due corrections.
    func owedToRemoved(at now: Instant) -> [UInt32] {
        table.all.filter { $0.isOwed && $0.aged(at: now, rules) != nil }.flatMap(\.outputs).filter { !isConfigured($0) }
    }

    func owes(_ id: Digest128, to number: UInt32) -> Bool {
        table.all.contains { $0.isOwed && $0.id == id && $0.outputs.contains(number) }
    }

    /// A plate's alerts that still hold, newest first.
    func sent(about plate: PlateID, at now: Instant) -> [SentAlert] {
        table.standing(on: plate).compactMap { $0.aged(at: now, rules) }
            .sorted { ($0.period.step, $1.period.number, $1.rowID) < ($1.period.step, $0.period.number, $0.rowID) }
            .map { SentAlert(event: $0.event, area: $0.area.flatMap(areas.id), period: $0.period, outputs: names(of: $0.outputs)) }
            .filter { !$0.outputs.isEmpty }
    }

    /// The message for a row.
    func alert(_ row: AlertRow) -> Alert {
        Alert(
            id: row.id, event: row.event, plate: plate(of: row), vehicle: row.vehicle, area: row.area.flatMap(areas.id),
            period: row.period, outputs: names(of: row.outputs))
    }

    private func plate(of row: AlertRow) -> Plate? {
        guard rules.alerts.carriesPlate, let sealed = row.sealed else { return nil }
        return try? keys.unseal(sealed)
    }

    // MARK: Deciding

    /// Holds or resumes an output; changes nothing if it is held or resumed already.
    func decideHold(of output: UInt32, isHeld: Bool, by actor: AuditActor, into draft: inout Draft) {
        var holds = draft.alerts.holds ?? self.holds
        guard holds.contains(where: { $0.output == output }) != isHeld else { return }
        if isHeld {
            holds.append(AlertHold(output: output, actor: actor, day: draft.today))
        } else {
            holds.removeAll { $0.output == output }
        }
        draft.alerts.holds = holds
        draft.audit.append(isHeld ? .holdAlerts : .resumeAlerts, by: actor, count: 1)
    }

    /// Ages the rows. The first time after a start, also compares them with their plates, and drops outputs that are gone.
    func decideSweep(into draft: inout Draft) {
        draft.alerts.sweeps = true
        guard isUnchecked else { return }
        let holds = draft.alerts.holds ?? self.holds
        let known = holds.filter { hold in outputs.contains { $0.number == hold.output } }
        if known.count < holds.count { draft.alerts.holds = known }
    }

    // MARK: The commit

    mutating func apply(_ committed: CommitPlan) {
        let (draft, changes) = (committed.draft.alerts, committed.changes)
        table.apply(changes.written.alerts, over: changes.former.alerts, plates: draft.plates)
        for hold in changes.former.alertHolds { holds.removeAll { $0.rowID == hold.rowID } }
        holds += changes.written.alertHolds
        for name in names(of: changes.written.alertHolds.map(\.output)) { tell(.held(output: name)) }
        limits.apply(sent: draft.sent, heldBack: draft.heldBack, at: committed.draft.now)
        if draft.sweeps { isUnchecked = false }
        for notice in draft.notices { tell(notice) }
    }

    /// Sends outputs the number of alerts that the limits held back, if such a message is due. In memory only.
    mutating func tellHeldBack(at now: Instant) {
        let counts = limits.takeHeldBack(at: now)
        var names: [Int: [String]] = [:]
        for output in outputs where !holds.contains(where: { $0.output == output.number }) {
            if let count = counts[output.name] { names[count, default: []].append(output.name) }
        }
        for (count, names) in names.sorted(by: { $0.key > $1.key }) { tell(.heldBack(count, outputs: names)) }
    }

    func checkInvariants(_ registry: PlateRegistry, _ free: FreeRows) -> Bool {
        free.used(.alerts) == table.count && free.used(.alertHolds) == holds.count
            && (isUnchecked || table.plates.prefix(PlateRegistry.checkedMax).allSatisfy { registry.stored($0)?.status == .confirmed })
    }
}

/// The alerts' part of a draft.
struct AlertDraft {
    /// The outputs that are held back afterwards; nil if that does not change.
    var holds: [AlertHold]?
    /// Whether the rows age.
    var sweeps = false
    /// Whether the pass is a restore: nothing but corrections goes out, and every row is compared with its plate.
    var isRestoring = false
    /// Corrections that outputs were told.
    var told: [(id: Digest128, output: UInt32)] = []

    // The rows that the plan adds.

    var notices: [AlertNotice] = []
    /// The areas of the alerts that go out.
    var sent: [AreaNumber?] = []
    /// How many alerts the limits held back, by output.
    var heldBack: [String: Int] = [:]
    /// The rows of the plates of new alerts.
    var plates: [PlateID: RowID] = [:]
}
