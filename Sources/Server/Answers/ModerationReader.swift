import Plates
import Sightings
import Vocabulary
import Wire

/// Checks and translates the words of a moderator's request.
struct ModerationReader: Sendable {
    let country: Country
    let areas: Areas

    func key(_ text: String, field: String) throws(Refusal) -> PlateKey {
        do { return try Plate(certain: text, country: country).key } catch { throw Refusal(WireError(error, field: field)) }
    }

    func signs(_ words: [String]) throws(Refusal) -> Signs {
        var signs = Signs()
        for (index, word) in words.enumerated() {
            guard let sign = Sign(rawValue: word) else { throw Refusal(.verdictSignUnknown, field: "signs[\(index)]") }
            signs.insert(sign)
        }
        return signs
    }

    func filter(_ reason: QueueReason?, _ status: Status?, _ area: String?) throws(Refusal) -> QueueFilter {
        var number: AreaNumber?
        if let area {
            number = areas.number(named: area)
            guard number != nil else { throw Refusal(.purgeAreaUnknown, field: "area") }
        }
        return QueueFilter(reason: reason, status: status, area: number)
    }

    /// - Parameter today: the age counts back from this day.
    func purge(_ asked: PurgeBody, on today: Day) throws(Refusal) -> (purge: Purge, keys: [PlateKey]) {
        let purge: Purge
        do {
            purge = try Purge(
                area: asked.area, olderThanDays: asked.olderThanDays, status: asked.status, isNamed: asked.plates != nil, on: today, areas)
        } catch {
            throw Refusal(error.code, field: error.field.map { "purge." + $0 } ?? "purge")
        }
        var keys: [PlateKey] = []
        for (index, plate) in (asked.plates ?? []).enumerated() { keys.append(try key(plate, field: "purge.plates[\(index)]")) }
        return (purge, keys)
    }
}

extension ErrorBody {
    /// Why a verdict on one plate was refused, and the other moderator's decision.
    init(_ refusal: VerdictRefusal) {
        switch refusal {
        case .unknown: self.init(.verdictPlateUnknown, field: "plate")
        case .signsMissing:
            self.init(
                .verdictSignsMissing, detail: "No report of it gave these signs. Confirm it alone, with a sign that was seen.",
                field: "signs")
        case .notProtected: self.init(.verdictNotProtected, field: "plate")
        case .conflict(let verdict, let actor, let day):
            let done = verdict.map { $0.done + " it" } ?? "undid a verdict on it"
            self.init(
                .verdictConflict, detail: "After you looked, \(actor.name) \(done) on \(WireTime.dayText(day.number)). Look at it again.",
                field: "version")
        }
    }
}
