import Plates
package import Sightings
import Vocabulary
package import Wire

extension Purge {
    /// Reads the words of a purge, but not its named plates.
    ///
    /// - Parameter today: the age counts back from this day.
    /// - Throws: `purge.empty`, or the code and field of the first unknown word.
    package init(
        area: String?, olderThanDays: Int?, status: String?, isNamed: Bool, on today: Day, _ areas: Areas
    ) throws(WireError) {
        self.init(isNamed: isNamed)
        if let area {
            guard let number = areas.number(named: area) else { throw WireError(.purgeAreaUnknown, field: "area") }
            self.area = number
        }
        if let olderThanDays {
            guard 0...WireLimits.purgeAgeDaysMax ~= olderThanDays else {
                throw WireError(
                    .requestValue, detail: "Send a whole number from 0 to \(WireLimits.purgeAgeDaysMax).", field: "older_than_days")
            }
            upTo = today + -olderThanDays
        }
        if let status {
            guard let known = PurgeStatus(rawValue: status) else { throw WireError(.purgeStatusUnknown, field: "status") }
            self.status = known
        }
        guard self != Purge() else { throw WireError(.purgeEmpty) }
    }
}

extension Areas {
    /// The number of the area with this ID.
    func number(named text: String) -> AreaNumber? {
        AreaID(text).flatMap { known.firstIndex(of: $0) }.map { AreaNumber($0) }
    }
}

extension PreviewBody {
    package init(_ preview: Ledger.PreviewAnswer) {
        let impact = preview.impact
        self.init(
            preview: preview.id, expiresAt: WireTime.text(preview.expires.seconds), plates: impact.plates, erased: impact.erased,
            sightings: impact.sightings, voices: impact.voices, byStatus: impact.byStatus.named, byReason: preview.byReason.named,
            stays: impact.stays.named, unsigned: preview.unsigned, first: impact.first.map(PreviewRow.init),
            needsSecond: preview.needsSecond)
    }
}

extension PreviewRow {
    init(_ row: PurgeImpact.Row) {
        self.init(
            plate: PlateBody(row.plate), status: row.status, firstDay: WireTime.dayText(row.firstDay.number),
            lastDay: WireTime.dayText(row.lastDay.number), stays: row.stays.map(\.rawValue).sorted())
    }
}

extension PurgedBody {
    package init(_ impact: PurgeImpact) {
        self.init(plates: impact.plates, erased: impact.erased, sightings: impact.sightings, voices: impact.voices)
    }
}

extension Dictionary where Key: RawRepresentable<String>, Value == Int {
    /// Counts by the JSON names.
    var named: [String: Int] { [String: Int](uniqueKeysWithValues: map { ($0.key.rawValue, $0.value) }) }
}
