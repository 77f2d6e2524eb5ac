import Plates
import Sightings
import Vocabulary
import Wire

/// Turns the words of a moderator's request into what they mean.
struct ModerationReader: Sendable {
    let country: Country
    let areas: Areas

    func key(_ text: String, field: String) throws -> PlateKey {
        do { return try Plate(certain: text, country: country).key } catch { throw Refusal(WireError(error, field: field)) }
    }

    func signs(_ words: [String]) throws -> Signs {
        var signs = Signs()
        for (index, word) in words.enumerated() {
            guard let sign = Sign(rawValue: word) else { throw Refusal(.verdictSignUnknown, field: "signs[\(index)]") }
            signs.insert(sign)
        }
        return signs
    }

    func filter(_ reason: QueueReason?, _ status: Status?, _ area: String?) throws -> QueueFilter {
        QueueFilter(reason: reason, status: status, area: try area.map { try number($0, .purgeAreaUnknown, field: "area") })
    }

    /// - Parameter today: the day from which the age counts back.
    func purge(_ asked: PurgeBody, on today: Day) throws -> (purge: Purge, keys: [PlateKey]) {
        guard asked != PurgeBody() else { throw Refusal(.purgeEmpty, field: "purge") }
        var purge = Purge(isNamed: asked.plates != nil)
        purge.area = try asked.area.map { try number($0, .purgeAreaUnknown, field: "purge.area") }
        purge.upTo = asked.olderThanDays.map { today + -$0 }
        if let status = asked.status {
            guard let known = PurgeStatus.named(status) else { throw Refusal(.purgeStatusUnknown, field: "purge.status") }
            purge.status = known
        }
        let keys = try (asked.plates ?? []).enumerated().map { try key($1, field: "purge.plates[\($0)]") }
        return (purge, keys)
    }

    private func number(_ text: String, _ code: ErrorCode, field: String) throws -> AreaNumber {
        guard let id = AreaID(text), let index = areas.known.firstIndex(of: id) else { throw Refusal(code, field: field) }
        return AreaNumber(index)
    }
}

extension PurgeStatus {
    var name: String {
        switch self {
        case .watched: "watched"
        case .suspected: "suspected"
        case .confirmed: "confirmed"
        case .cleared: "cleared"
        }
    }

    static func named(_ name: String) -> PurgeStatus? { allCases.first { $0.name == name } }
}

extension ErrorBody {
    /// Why a verdict on one plate was not carried out, and what somebody else did.
    init(_ refusal: VerdictRefusal) {
        switch refusal {
        case .unknown: self.init(.verdictPlateUnknown, field: "plate")
        case .signsMissing:
            self.init(
                .verdictSignsMissing, detail: "No report of it gave such a sign. Confirm it alone, with a sign that was seen.",
                field: "signs")
        case .notProtected: self.init(.verdictNotProtected, field: "plate")
        case .conflict(let verdict, let actor, let day):
            let deed = verdict.map { $0.done + " it" } ?? "took a verdict on it back"
            self.init(
                .verdictConflict, detail: "Since you looked, \(actor.name) \(deed), on \(WireTime.dayText(day.number)). Look at it again.",
                field: "version")
        }
    }
}
