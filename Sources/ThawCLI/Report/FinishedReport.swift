import Client
import Plates
import Vocabulary
import Wire

/// A report with nothing missing.
struct FinishedReport {
    let plate: Reading
    let area: AreaID
    /// Unix time of the slot's start.
    let slot: Int64
    /// The time itself, as this machine's clock has it; `nil` if the clock had no part in it.
    var seenByClock: Int64?
    let vehicle: Vehicle
    let signs: Signs

    /// As it is sent: an issuer that nobody named is left to the server's default.
    func body(id: String) -> ReportBody {
        ReportBody(
            id: id, plate: plate.textAsNamed, seenAt: WireTime.text(slot),
            area: area.description,
            vehicle: VehicleBody(vehicle), signs: signs.map(\.rawValue))
    }
}

/// The data that the reports of one run share: the server's words, and answers that hold for all of them.
struct ReportSetting {
    /// The server's own words; `nil` if they were never fetched.
    let vocabulary: VocabularyBody?
    let areas: AreaNames
    let country: Country
    let slotMinutes: Int
    let ageHoursMax: Int
    /// For every report that names none.
    var area: AreaID?
    var issuer: Issuer?
    /// The issuer of an option, which wins over the words of a line.
    var namedIssuer: Issuer?

    /// The default of `report.age_hours_max`.
    private static let ageHoursUsual = 24

    init(vocabulary: VocabularyBody?, country: Country) {
        self.vocabulary = vocabulary
        areas = AreaNames(vocabulary?.areas)
        self.country = vocabulary.flatMap { Country(rawValue: $0.rules.country) } ?? country
        slotMinutes = Outbox.slotMinutes(vocabulary?.rules.slotMinutes ?? Outbox.slotMinutesMin)
        // An outbox keeps nothing longer than a day, even if the server would accept it.
        ageHoursMax = min(vocabulary?.rules.reportAgeHoursMax ?? Self.ageHoursUsual, Outbox.waitHoursMax)
        area = areas.only
    }

    /// The area with that name; any well-formed name if the server's areas are unknown.
    func area(named text: String) -> AreaID? {
        areas.map == nil ? AreaID(text.lowercased()) : areas[text]
    }

    func line(at now: Int64, in zone: LocalZone) -> ReportLine {
        ReportLine(
            areas: areas, country: country, times: times(at: now, in: zone, ageHoursMax: ageHoursMax),
            home: issuer ?? vocabulary?.rules.issuer.flatMap(Issuer.init(code:)), named: namedIssuer)
    }

    /// - Parameter ageHoursMax: The age limit of the reports.
    func times(at now: Int64, in zone: LocalZone, ageHoursMax: Int) -> TimeReader {
        TimeReader(zone: zone, now: now, ageHoursMax: ageHoursMax, isMonthFirst: country == .us)
    }

    /// Rounds a time down to its slot.
    func slot(of seconds: Int64) -> Int64 {
        Outbox.slot(of: seconds, minutes: slotMinutes)
    }

    /// Whether a slot ended too long ago for a report.
    func isOld(_ slot: Int64, at now: Int64) -> Bool {
        slot + Int64(slotMinutes) * 60 < now - Int64(ageHoursMax) * 3_600
    }
}
