import Plates
import Vocabulary
import Wire

/// Prints a plate for a moderator: as a card on a screen, as one line for scripts.
struct ReviewScreen {
    let output: Output
    let time: TimeFormat
    let slotMinutes: Int

    /// Prints everything that a decision needs, one line under another, so that it fits a narrow window.
    func card(_ row: ReviewBody) {
        output.row([
            Cell(ListingFormat.plate(row.plate), field: 12, style: .strong), Cell(row.status.rawValue, style: .strong),
            Cell(row.reason?.words ?? ""),
        ])
        output.labeled("also", row.reasons.dropFirst().map(\.words).joined(separator: "; "))
        output.labeled("evidence", evidence(row))
        output.labeled(
            "days", row.firstDay == row.lastDay ? time.day(row.firstDay) : time.day(row.firstDay) + " – " + time.day(row.lastDay))
        output.labeled("seen", row.sightings.map(seen).joined(separator: ", "))
        let vehicles = row.vehicles.map { times(ListingFormat.vehicle($0.vehicle), $0.voices) }.joined(separator: " / ")
        output.labeled("vehicles", vehicles)
        if row.conflicting == true { output.labeled("conflict", "the reports disagree about the vehicle", style: .caution) }
        output.labeled("signs", row.signs.map { times($0.sign, $0.voices) }.joined(separator: ", "))
        for misread in row.misreads ?? [] { output.labeled("beside", beside(misread, row.plate)) }
        for other in row.otherIssuers ?? [] { output.labeled("issuers", same(other)) }
        for other in row.nearby ?? [] { output.labeled("nearby", nearby(other)) }
        output.labeled("alerted", (row.alerts ?? []).map(alerted).joined(separator: "; "))
        output.labeled("confirmed", row.confirmedOn.map(time.day) ?? "")
        output.labeled("lapses", row.lapsesOn.map(time.day) ?? "", style: .caution)
        output.labeled("cleared", row.clearedOn.map(time.day) ?? "", style: .caution)
        output.labeled("skipped", (row.skips ?? []).map { "by \($0.by): \($0.reason.words)" }.joined(separator: ", "))
        output.labeled("earlier", row.decided.map(decided) ?? "")
        for earlier in row.decisionsBefore { output.labeled("earlier", decided(earlier)) }
    }

    static let titles = [
        "plate", "status", "reasons", "evidence", "trusted", "probation", "muted", "first", "last", "seen", "vehicles", "signs", "conflict",
        "beside", "decision", "issuers", "nearby", "skips", "earlier", "alerts",
    ]

    /// A row as one line under ``titles``.
    func line(_ row: ReviewBody) -> [Cell] {
        [
            Cell(ListingFormat.plate(row.plate)), Cell(row.status.rawValue), Cell(row.reasons.map(\.rawValue).joined(separator: ",")),
            Cell(Self.decimals(row.evidence)),
            Cell(String(row.voices.trusted)), Cell(String(row.voices.probation)), Cell(String(row.voices.muted)),
            Cell(time.day(row.firstDay), plain: row.firstDay), Cell(time.day(row.lastDay), plain: row.lastDay),
            Cell(row.sightings.map(plainSeen).joined(separator: ",")),
            Cell(row.vehicles.map { times(ListingFormat.vehicle($0.vehicle), $0.voices) }.joined(separator: " / ")),
            Cell(row.signs.map { "\($0.sign):\($0.voices)" }.joined(separator: ",")),
            Cell(row.conflicting == true ? "conflicting" : ""),
            Cell((row.misreads ?? []).map { ListingFormat.plate($0.plate) }.joined(separator: ",")),
            Cell(row.decided?.decision ?? ""),
            Cell((row.otherIssuers ?? []).map { "\(ListingFormat.plate($0.plate)) \($0.status.rawValue)" }.joined(separator: ",")),
            Cell((row.nearby ?? []).map { "\(ListingFormat.plate($0.plate)) \($0.status.rawValue)" }.joined(separator: ",")),
            Cell((row.skips ?? []).map { "\($0.by):\($0.reason.rawValue)" }.joined(separator: ",")),
            Cell((row.earlier ?? []).map { "\($0.action):\($0.by):\($0.day)" }.joined(separator: ",")),
            Cell((row.alerts ?? []).map(plainAlert).joined(separator: ",")),
        ]
    }

    private func evidence(_ row: ReviewBody) -> String {
        let voices = row.voices
        let parts = [
            "\(voices.trusted) trusted", voices.probation > 0 ? "\(voices.probation) on probation" : "",
            voices.muted > 0 ? "\(voices.muted) muted" : "",
        ]
        return Self.decimals(row.evidence) + ", voices: " + parts.filter { !$0.isEmpty }.joined(separator: ", ")
    }

    private func seen(_ seen: SeenBody) -> String {
        let when =
            if let slot = seen.slot.flatMap(WireTime.seconds) {
                time.slot(from: slot, minutes: slotMinutes)
            } else if let day = seen.day {
                time.day(day)
            } else {
                seen.week.map { "week of " + time.day($0) } ?? ""
            }
        return "\(seen.area) \(when) (\(count(seen.reports, "report")))"
    }

    private func plainSeen(_ seen: SeenBody) -> String {
        "\(seen.area) \(seen.slot ?? seen.day ?? seen.week.map { "week " + $0 } ?? "") \(seen.reports)"
    }

    /// An alert that went out, and its outputs.
    private func alerted(_ alert: SentAlertBody) -> String {
        let slot = alert.slot.flatMap(WireTime.seconds).map { time.slot(from: $0, minutes: slotMinutes) }
        return "\(alert.area ?? alert.event.rawValue) \(slot ?? alert.day.map(time.day) ?? "") → \(alert.outputs.joined(separator: ", "))"
    }

    private func plainAlert(_ alert: SentAlertBody) -> String {
        "\(alert.event.rawValue) \(alert.area ?? "-") \(alert.slot ?? alert.day ?? "") \(alert.outputs.joined(separator: "+"))"
    }

    private func beside(_ misread: MisreadBody, _ plate: PlateBody) -> String {
        var words = ListingFormat.plate(misread.plate)
        if let one = plate.plate?.key, let other = misread.plate.plate?.key, let pair = one.confusedCharacters(with: other) {
            words += " (\(pair.0) or \(pair.1))"
        }
        return "\(words), \(misread.status.rawValue), \(misread.area) \(time.day(misread.day))"
    }

    /// A plate with the same characters under another issuer.
    private func same(_ other: PreviewRow) -> String {
        "also \(ListingFormat.plate(other.plate)), \(other.status.rawValue), last \(time.day(other.lastDay))"
    }

    /// A plate that was seen in the same area and slot.
    private func nearby(_ other: NearbyBody) -> String {
        let slot = WireTime.seconds(other.slot).map { " " + time.slot(from: $0, minutes: slotMinutes) } ?? ""
        return "\(ListingFormat.plate(other.plate)), \(other.status.rawValue), \(other.area)\(slot)"
    }

    private func decided(_ earlier: EarlierBody) -> String {
        let done = Verdict(rawValue: earlier.action)?.done ?? (earlier.action == AuditAction.undo.rawValue ? "undone" : earlier.action)
        return "\(done) by \(earlier.by) on \(time.day(earlier.day))"
    }

    private func decided(_ decided: DecidedBody) -> String {
        "\(decided.verdict.done) by \(decided.by); until \(time.clockOfTime(decided.undoUntil)): thaw mod undo \(decided.decision)"
    }

    private func times(_ text: String, _ count: Int) -> String { "\(text) ×\(count)" }

    /// A number with two decimals.
    static func decimals(_ number: Double) -> String {
        let hundredths = Int((min(max(0, number), decimalsMax) * 100).rounded())
        return "\(hundredths / 100).\(hundredths % 100 / 10)\(hundredths % 10)"
    }

    /// Far above any real evidence.
    private static let decimalsMax = 1_000_000.0
}

extension QueueReason {
    /// Why a plate waits, as a moderator reads it.
    var words: String {
        switch self {
        case .suspected: "token holders see it, and no moderator has reviewed it"
        case .nearlySuspected: "one more trusted voice makes it suspected"
        case .conflicting: "its reports disagree about the vehicle"
        case .misread: "may be a misreading of a similar plate"
        case .lapsing: "its confirmation lapses soon"
        case .watched: "two or more trusted voices, or added by a moderator"
        }
    }
}

extension SkipReason {
    /// Why a moderator skipped a plate, as a colleague reads it.
    var words: String {
        switch self {
        case .notSure: "not sure"
        case .wait: "wait for more"
        case .tooClose: "too close to me"
        case .other: "another reason"
        }
    }

    /// The key that chooses it, its first letter.
    var key: Character { rawValue[rawValue.startIndex] }
}

extension Output {
    /// Warns that the daily read limit is near.
    func notice(_ read: ReadBody) {
        guard read.today * 5 >= read.limit * 4 else { return }
        notice("You have read \(read.today) of today's \(read.limit) rows.")
    }
}
