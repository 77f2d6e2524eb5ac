import Plates
import Vocabulary
import Wire

/// The answer for one plate: listed, not listed, or unknown.
struct AnswerView: Sendable {
    /// For scripts and tests: `listed`, `not-listed` or `unknown`.
    let outcome: String
    let listings: [ListingView]
    /// How many more issuers list these characters.
    let moreListings: String?
    let notListed: NotListed?
    let unknown: Unknown?
    let readings: Readings?
    /// Sentences about plates that were wrongly listed.
    let cleared: [String]
    let similar: Similar?

    struct NotListed: Sendable {
        let plate: String
        let time: String
        let isFirst: Bool
    }

    struct Unknown: Sendable {
        let plate: String?
        let reason: String
        let isFirst: Bool
        /// "Try again"; `nil` if the same text would fail again.
        let again: Again?

        struct Again: Sendable {
            let plates: [String]
        }
    }

    struct Readings: Sendable {
        let plates: String
    }

    struct Similar: Sendable {
        let plates: [String]
        let more: String?
    }

    /// The most areas of an answer, over all its listings. It keeps every answer for one plate within one padded block.
    static let areasMax = 12
    static let similarMax = 8
    static let listingsMax = 4
    static let clearedMax = 4
    private static let queryMax = 40
}

extension AnswerView {
    init(_ result: LookupResult, asOf: String, isFirst: Bool, _ edition: Edition, _ settings: SiteSettings) {
        let words = edition.words
        let plate = Self.plate(result, settings)
        outcome =
            switch result.outcome {
            case .listed: "listed"
            case .notListed: "not-listed"
            case .invalid: "unknown"
            }
        var areasLeft = Self.areasMax
        listings = result.listings.prefix(Self.listingsMax).enumerated().map { index, listing in
            ListingView(listing, asOf: asOf, isFirst: isFirst && index == 0, areasLeft: &areasLeft, edition, settings)
        }
        let hidden = result.listings.count - listings.count
        moreListings = hidden > 0 ? words.text("answer.more_listings", count: hidden) : nil
        notListed =
            result.outcome == .notListed
            ? NotListed(plate: plate, time: edition.time.clock(asOf) ?? asOf, isFirst: isFirst) : nil
        unknown = result.error.map { error in
            Unknown(plate: plate.isEmpty ? nil : plate, reason: words.noPlate(error), isFirst: isFirst, again: nil)
        }
        readings = result.readings.map { Readings(plates: $0.map(\.shown).joined(separator: ", ")) }
        cleared = (result.cleared ?? []).prefix(Self.clearedMax).map { cleared in
            words.text("answer.cleared", ["plate": cleared.plate.shown, "day": edition.time.day(cleared.clearedOn, asOf: asOf)])
        }
        let hiddenSimilar = result.similar.count - Self.similarMax
        similar =
            result.similar.isEmpty
            ? nil
            : Similar(
                plates: result.similar.prefix(Self.similarMax).map { words.line($0) },
                more: hiddenSimilar > 0 ? words.text("answer.more", count: hiddenSimilar) : nil)
    }

    /// A look-up that was refused as a whole.
    init(refused code: ErrorCode, plates: [String], waitSeconds: Int?, _ words: Words) {
        outcome = "unknown"
        (listings, moreListings, notListed, readings, cleared, similar) = ([], nil, nil, nil, [], nil)
        let reason =
            switch waitSeconds {
            case .some(let seconds) where code == .rateLimited: words.text("answer.limited", count: seconds)
            case .some(let seconds): "\(words.title(of: code)). \(words.text("error.wait", count: seconds))"
            case nil: "\(words.title(of: code)). \(words.advice(of: code))"
            }
        unknown = Unknown(
            plate: plates.count == 1 ? Self.shortened(plates[0]) : nil, reason: reason, isFirst: true,
            again: plates.isEmpty ? nil : .init(plates: plates))
    }

    /// What was looked up, as a person would write it.
    private static func plate(_ result: LookupResult, _ settings: SiteSettings) -> String {
        if result.outcome != .invalid, result.readings == nil, let plate = try? PlateReader.read(
            result.query, ReadingContext(country: settings.country))[0].plate
        {
            return plate.shown
        }
        return shortened(result.query)
    }

    private static func shortened(_ text: String) -> String {
        text.count <= queryMax ? text : text.prefix(queryMax) + "…"
    }
}

extension Words {
    /// Why a text is no plate, as a sentence.
    fileprivate func noPlate(_ error: ErrorBody) -> String {
        let reason = error.errorCode.map { "\(title(of: $0)). \(advice(of: $0))" } ?? error.detail
        return text("answer.no_plate", ["reason": reason])
    }

    /// `WI XYZ9B7, confirmed (8 or B). Black Ford SUV.`
    fileprivate func line(_ similar: SimilarBody) -> String {
        let vehicles = (similar.vehicles ?? []).prefix(2).map { name(of: $0) }.joined(separator: "; ")
        let known = text(
            "answer.similar.plate",
            [
                "plate": similar.plate.shown, "status": self["status.\(similar.status.rawValue)"],
                "difference": self["difference.\(similar.difference)"],
            ])
        return vehicles.isEmpty ? known : known + " " + vehicles
    }

    /// `black Ford SUV`, in the language's order.
    func name(of vehicle: VehicleBody) -> String {
        let parts = [
            "color": vehicle.color.map { name("color", $0) }, "make": vehicle.make.map { name("make", $0) },
            "body": vehicle.body.map { name("body", $0) },
        ].mapValues { $0 ?? "" }
        return text("vehicle", parts).split(separator: " ").joined(separator: " ")
    }

    /// The name of a word of the vocabulary; its ID if the language has no name for it.
    func name(_ list: String, _ id: String) -> String {
        optional("\(list).\(id)") ?? (list == "make" ? Make(rawValue: id)?.name : nil) ?? id
    }
}

extension PlateBody {
    /// `MN ABC123`; the characters alone where the issuer is unknown.
    var shown: String { plate?.shown ?? "\(issuer) \(characters)" }
}
