import Plates
import Vocabulary
import Wire

/// How a call says plates, listings and times.
struct ReadBack: Sendable {
    let words: CallWords
    /// The seconds to add to UTC at a time, for the times that callers hear.
    let offsetSeconds: @Sendable (Int64) -> Int64

    /// `Kilo, Lima, November, 4, 5, 6, Minnesota`
    func plate(_ plate: Plate) -> [Phrase] {
        plate.characters.utf8.map(Phrase.character) + (plate.issuer == .unknown ? [] : [.issuer(plate.issuer)])
    }

    /// `… Minnesota, listed, confirmed. Last seen Tuesday. black Ford SUV.`
    func listed(_ listing: ListingBody, _ plate: Plate, asOf: String) -> [Phrase] {
        self.plate(plate) + [.word("listed"), .pause, .word("last_seen")] + day(listing.lastDay, asOf: asOf) + [.pause]
            + listing.vehicles.prefix(Self.vehiclesMax).flatMap { vehicle($0) + [.pause] }
    }

    /// More would make an answer long.
    private static let vehiclesMax = 2

    /// `… not listed as of 3 41 p.m. This does not mean safe.`
    func notListed(_ plate: Plate, asOf: String) -> [Phrase] {
        self.plate(plate) + asOfThen([.word("not_listed")], asOf)
    }

    /// A sentence that ends with the time of the answer, and that it does not mean safe.
    func asOfThen(_ sentence: [Phrase], _ asOf: String) -> [Phrase] {
        sentence + time(asOf) + [.pause, .word("not_safe"), .pause]
    }

    /// `Did you say Bravo or Delta? Press one or two.` The whole plates, if they differ in more than one character.
    func question(_ first: Plate, _ second: Plate) -> [Phrase] {
        let pairs = Array(zip(first.characters.utf8, second.characters.utf8))
        let different = pairs.filter { $0.0 != $0.1 }
        let isOneCharacter =
            first.characters.utf8.count == second.characters.utf8.count && different.count == 1 && first.issuer == second.issuer
        let (one, two) =
            isOneCharacter ? ([.character(different[0].0)], [.character(different[0].1)]) : (plate(first), plate(second))
        return [.word("did_you_say")] + one + [.word("or")] + two + [.question, .word("press_choice"), .pause]
    }

    private func vehicle(_ vehicle: VehicleBody) -> [Phrase] {
        words.list("order.vehicle", separator: " ").compactMap { part in
            switch part {
            case "color": vehicle.color.flatMap { Color(rawValue: $0) }.map { .word("color.\($0.rawValue)") }
            case "body": vehicle.body.flatMap { Body(rawValue: $0) }.map { .word("body.\($0.rawValue)") }
            default: vehicle.make.flatMap { Make(rawValue: $0) }.flatMap { $0 == .other ? nil : .make($0) }
            }
        }
    }

    /// `today`, `Tuesday`, `November 14`.
    private func day(_ text: String, asOf: String) -> [Phrase] {
        guard let day = WireTime.day(text), let now = WireTime.seconds(asOf) else { return [] }
        let today = Int32(floorDivided(now + offsetSeconds(now), by: 86_400))
        switch today - day {
        case ...0: return [.word("today")]
        case 1: return [.word("yesterday")]
        // Day 0 of 1970 was a Thursday.
        case 2...6: return [.word("weekday.\((Int(day) + 3) % 7 + 1)")]
        default:
            let parts = text.split(separator: "-").compactMap { Int($0) }
            return words.list("order.date", separator: " ").map { part in
                switch part {
                case "month": .word("month.\(parts[1])")
                case "day": .number(parts[2])
                default: .word(part)
                }
            }
        }
    }

    /// `3 41 p.m.`
    private func time(_ asOf: String) -> [Phrase] {
        guard let now = WireTime.seconds(asOf) else { return [] }
        let local = now + offsetSeconds(now)
        let minutes = Int((local - floorDivided(local, by: 86_400) * 86_400) / 60)
        let (hour, minute) = (minutes / 60, minutes % 60)
        let order = words.list("order.time", separator: " ")
        return order.flatMap { part -> [Phrase] in
            switch part {
            case "hour": [.number(order.contains("half") ? (hour + 11) % 12 + 1 : hour)]
            case "minute": minute == 0 ? [] : (minute < 10 ? [.word("oh")] : []) + [.number(minute)]
            case "half": [.word(hour < 12 ? "am" : "pm")]
            default: [.word(part)]
            }
        }
    }

    private func floorDivided(_ number: Int64, by divisor: Int64) -> Int64 {
        let quotient = number / divisor
        return number % divisor < 0 ? quotient - 1 : quotient
    }
}
