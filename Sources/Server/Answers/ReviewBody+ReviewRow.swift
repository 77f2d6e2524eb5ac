import Sightings
import Vocabulary
import Wire

extension ReviewBody {
    /// - Parameter today: the day for evidence and mutes.
    init(_ row: ReviewRow, on today: Day, at now: Instant, _ rules: Rules, _ areas: Areas) {
        let record = row.record
        let counted = record.unmutedVoices(on: today)
        let evidence = record.evidence(on: today, rules).value(on: today, halfLifeDays: rules.voices.halfLifeDays)
        let trusted = counted.count(where: \.standing.isTrusted)
        self.init(
            plate: PlateBody(record.plate), status: record.status, reasons: row.reasons.list, version: Int(row.version.rawValue),
            evidence: (evidence * 100).rounded() / 100,
            voices: VoicesBody(
                trusted: trusted, probation: counted.count - trusted, muted: record.voices.count { $0.isMuted(on: today) }),
            firstDay: WireTime.dayText(record.firstDay.number), lastDay: WireTime.dayText(record.lastDay.number),
            sightings: Self.seen(record.sightings, rules, areas), vehicles: Self.vehicles(counted), signs: Self.signs(counted),
            conflicting: VehicleSummary.disagree(counted),
            misreads: row.misreads.map {
                MisreadBody(
                    plate: PlateBody($0.plate), status: $0.status, area: $0.area.description, day: WireTime.dayText($0.day.number))
            },
            otherIssuers: row.otherIssuers.map(PreviewRow.init),
            nearby: row.nearby.map {
                NearbyBody(
                    plate: PlateBody($0.plate), status: $0.status, area: $0.area.description,
                    slot: WireTime.text(Int64($0.slot.number) * 60))
            },
            confirmedOn: record.confirmedOn.map { WireTime.dayText($0.number) },
            lapsesOn: record.status == .confirmed ? record.statusEnds(on: today, rules).map { WireTime.dayText($0.number) } : nil,
            clearedOn: record.clearedOn.map { WireTime.dayText($0.number) },
            skips: row.skips.map { SkipBody(by: $0.actor.name, reason: $0.reason) },
            earlier: row.earlier.map {
                EarlierBody(action: $0.action.rawValue, by: $0.actor.name, day: WireTime.dayText($0.day.number))
            },
            alerts: Self.sent(row.alerts, rules),
            decided: record.undoRecords.last.map { undoRecord in
                DecidedBody(
                    decision: String(undoRecord.decision), verdict: undoRecord.verdict, by: undoRecord.actor.name,
                    undoUntil: WireTime.text(rules.undoEnds(of: undoRecord).seconds))
            })
    }

    /// Newest first, at any precision.
    private static func seen(_ sightings: [Sighting], _ rules: Rules, _ areas: Areas) -> [SeenBody] {
        let newestFirst = sightings.sorted {
            (rules.start(of: $1.period), $0.area) < (rules.start(of: $0.period), $1.area)
        }
        return newestFirst.compactMap { sighting in
            guard let area = areas.id(sighting.area)?.description else { return nil }
            let (number, reports) = (sighting.period.number, Int(sighting.reports))
            return switch sighting.period.step {
            case .slot: SeenBody(area: area, slot: WireTime.text(Int64(number) * 60), reports: reports)
            case .day: SeenBody(area: area, day: WireTime.dayText(number), reports: reports)
            case .week: SeenBody(area: area, week: WireTime.dayText(Day.firstDay(ofWeek: number).number), reports: reports)
            }
        }
    }

    /// With the day in place of a slot that has coarsened.
    private static func sent(_ alerts: [SentAlert], _ rules: Rules) -> [SentAlertBody] {
        alerts.map { alert in
            let (event, area, outputs) = (alert.event, alert.area?.description, alert.outputs)
            return switch alert.period.step {
            case .slot: SentAlertBody(event: event, area: area, slot: WireTime.text(Int64(alert.period.number) * 60), outputs: outputs)
            case .day, .week:
                SentAlertBody(
                    event: event, area: area, day: WireTime.dayText(rules.day(of: rules.start(of: alert.period)).number), outputs: outputs)
            }
        }
    }

    private static func vehicles(_ voices: [Voice]) -> [VehicleCountBody] {
        counts(voices.map(\.vehicle).filter { !$0.isEmpty }).map { vehicle, count in
            VehicleCountBody(vehicle: VehicleBody(vehicle), voices: count)
        }.sorted { ($1.voices, "\($0.vehicle)") < ($0.voices, "\($1.vehicle)") }
    }

    private static func signs(_ voices: [Voice]) -> [SignCountBody] {
        counts(voices.flatMap { Array($0.signs) }).sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .map { SignCountBody(sign: $0.key.rawValue, voices: $0.value) }
    }

    private static func counts<Word: Hashable>(_ words: [Word]) -> [Word: Int] {
        words.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }
}

extension Rules {
    /// When a period begins.
    fileprivate func start(of period: Period) -> Instant {
        switch period.step {
        case .slot: Instant(seconds: Int64(period.number) * 60)
        case .day: start(of: Day(number: period.number))
        case .week: start(of: Day.firstDay(ofWeek: period.number))
        }
    }
}
