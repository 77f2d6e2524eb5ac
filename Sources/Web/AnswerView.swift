import Plates
import Vocabulary
import Wire

/// The answer for one plate: listed, not listed, or unknown.
struct AnswerView: Sendable {
    /// For scripts and tests: `listed`, `not-listed` or `unknown`.
    let outcome: String
    let listings: [ListingView]
    /// Listings of more issuers, in a line each.
    let others: Others?
    let notListed: NotListed?
    let unknown: Unknown?
    /// The readings of an ambiguous text that are not listed, in a sentence each. Each listed one has its listing.
    let readings: [String]
    /// Sentences about plates that were wrongly listed.
    let cleared: [String]
    let similar: Similar?

    struct Others: Sendable {
        let title: String
        let plates: [String]
    }

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

    struct Similar: Sendable {
        let plates: [String]
        let more: String?
    }

    /// The most areas of an answer, over all its listings. It keeps every answer for one plate within one padded block.
    static let areasMax = 12
    static let similarMax = 8
    /// Listings that are shown in full; of more than these, only plates and statuses.
    static let listingsMax = 2
    static let othersMax = 6
    static let clearedMax = 4
    private static let queryMax = 40
}

extension AnswerView {
    init(_ found: LookupResult, asOf: String, isFirst: Bool, _ site: Site, _ edition: Edition) {
        let words = edition.words
        let mistake = found.outcome == .listed ? nil : LookUpMistake(found.query, country: site.settings.country)
        let result = mistake.map { _ in LookupResult(query: found.query, outcome: .invalid, error: ErrorBody(.plateEmpty)) } ?? found
        let asked = Self.plates(result, country: site.settings.country)
        let plate = asked.count == 1 ? asked[0].shown : Self.shortened(result.query)
        outcome =
            switch result.outcome {
            case .listed: "listed"
            case .notListed: "not-listed"
            case .invalid: "unknown"
            }
        var areasLeft = Self.areasMax
        var explained: Set<Status> = []
        listings = result.listings.prefix(Self.listingsMax).enumerated().map { index, listing in
            ListingView(
                listing, named: result.readings == nil ? listing.plate.shown : listing.plate.named, asOf: asOf,
                isFirst: isFirst && index == 0, isExplained: explained.insert(listing.status).inserted, areasLeft: &areasLeft, site, edition
            )
        }
        let hidden = result.listings.count - listings.count
        others =
            hidden == 0
            ? nil
            : Others(
                title: words.text("answer.more_listings", count: hidden),
                plates: result.listings.dropFirst(Self.listingsMax).prefix(Self.othersMax).map {
                    "\($0.plate.shown): \(words["status.\($0.status.rawValue)"])"
                })
        notListed =
            result.outcome == .notListed ? NotListed(plate: plate, time: edition.time.clock(asOf) ?? asOf, isFirst: isFirst) : nil
        unknown = result.error.map { error in
            let reason = mistake.map { words["answer.\($0.rawValue)"] } ?? words.noPlate(error, result.query)
            return Unknown(plate: plate.isEmpty ? nil : plate, reason: reason, isFirst: isFirst, again: nil)
        }
        readings = (result.readings ?? []).filter { reading in !result.listings.contains { reading.matches($0.plate) } }.map { reading in
            let isAny = reading.plate?.issuer == .unknown
            let plate = isAny ? words.text("answer.reading.any", ["characters": reading.characters]) : reading.named
            return words.text("answer.reading.not_listed", ["plate": plate])
        }
        cleared = (result.cleared ?? []).prefix(Self.clearedMax).map { cleared in
            words.text("answer.cleared", ["plate": cleared.plate.shown, "day": edition.time.day(cleared.clearedOn, asOf: asOf)])
        }
        let hiddenSimilar = result.similar.count - Self.similarMax
        similar =
            result.similar.isEmpty
            ? nil
            : Similar(
                plates: result.similar.prefix(Self.similarMax).map { words.line($0, asked: asked) },
                more: hiddenSimilar > 0 ? words.text("answer.more", count: hiddenSimilar) : nil)
    }

    /// A look-up that was refused as a whole.
    init(refused code: ErrorCode, plates: [String], waitSeconds: Int?, _ words: Words) {
        outcome = "unknown"
        (listings, others, notListed, readings, cleared, similar) = ([], nil, nil, [], [], nil)
        let failsAgain = code.group == "token" || code == .requestTooManyItems
        unknown = Unknown(
            plate: plates.count == 1 ? Self.shortened(plates[0]) : nil,
            reason: words.noAnswer(code, plates.count, waitSeconds: waitSeconds), isFirst: true,
            again: plates.isEmpty || failsAgain ? nil : .init(plates: plates))
    }

    /// "Could not be checked", for scripts to fill in.
    init(noAnswerIn words: Words) {
        outcome = "unknown"
        (listings, others, notListed, readings, cleared, similar) = ([], nil, nil, [], [], nil)
        unknown = Unknown(plate: "?", reason: words["answer.unknown.text"], isFirst: true, again: .init(plates: [""]))
    }

    /// The readings of the query; empty if it is not a plate.
    private static func plates(_ result: LookupResult, country: Country) -> [Plate] {
        if let readings = result.readings { return readings.compactMap(\.plate) }
        guard result.outcome != .invalid else { return [] }
        return ((try? PlateReader.read(result.query, ReadingContext(country: country, kind: .query))) ?? []).map(\.plate)
    }

    private static func shortened(_ text: String) -> String {
        text.count <= queryMax ? text : text.prefix(queryMax) + "…"
    }
}

extension Words {
    /// Why a text is not a plate, as a sentence.
    fileprivate func noPlate(_ error: ErrorBody, _ query: String) -> String {
        let sentence = text("answer.no_plate", ["reason": error.errorCode.map(sentences) ?? error.detail])
        let mayBeSeveral = error.errorCode == .plateTooLong || query.contains { ",;".contains($0) }
        return mayBeSeveral ? "\(sentence) \(self["answer.one_a_line"])" : sentence
    }

    /// Why nothing was looked up.
    fileprivate func noAnswer(_ code: ErrorCode, _ plates: Int, waitSeconds: Int?) -> String {
        switch (code, waitSeconds) {
        case (.requestTooManyItems, _):
            text("answer.too_many", ["count": number(plates), "limit": number(WireLimits.platesPerSimilarLookup)])
        case (.rateLimited, .some(let seconds)): text("answer.limited", count: seconds)
        case (.tokenLoggedOut, _): self["answer.logged_out"]
        case (.tokenExpired, _), (.tokenRevoked, _), (.tokenUnknown, _): self["answer.token_ended"]
        case (_, .some(let seconds)): "\(title(of: code)). \(wait(seconds)) \(self["answer.unknown.refused"])"
        case (_, nil): "\(sentences(code)) \(self["answer.unknown.refused"])"
        }
    }

    func sentences(_ code: ErrorCode) -> String { "\(title(of: code)). \(advice(of: code))" }

    /// `WI XYZ9B7, confirmed (8 or B) black Ford SUV`
    fileprivate func line(_ similar: SimilarBody, asked: [Plate]) -> String {
        let known = text(
            "answer.similar.plate",
            ["plate": similar.plate.shown, "status": self["status.\(similar.status.rawValue)"], "difference": difference(similar, asked)])
        return ([known] + (similar.vehicles ?? []).prefix(1).map { name(of: $0) }).filter { !$0.isEmpty }.joined(separator: " · ")
    }

    private func difference(_ similar: SimilarBody, _ asked: [Plate]) -> String {
        guard similar.difference == PlateDifference.confusable.name else { return self["difference.\(similar.difference)"] }
        return asked.lazy.compactMap { confusable(PlateBody($0), similar.plate) }.first ?? self["difference.substitution"]
    }

    /// `8 or B`; nil if the plates do not differ by one confusable character.
    func confusable(_ one: PlateBody, _ other: PlateBody) -> String? {
        guard let one = one.plate?.key, let other = other.plate?.key, let pair = one.confusedCharacters(with: other) else { return nil }
        return text("difference.confusable", ["one": String(pair.0), "other": String(pair.1)])
    }

    /// `black Ford SUV`, in the language's order.
    ///
    /// - Parameter unknownBody: the word in the place of a body that is not known.
    func name(of vehicle: VehicleBody, unknownBody: String = "") -> String {
        let parts = [
            "color": vehicle.color.map { text("vehicle.color", ["color": name("color", $0)]) } ?? "",
            "make": vehicle.make.map { name("make", $0) } ?? "", "body": vehicle.body.map { name("body", $0) } ?? unknownBody,
        ]
        return text("vehicle", parts).split(separator: " ").joined(separator: " ")
    }

    /// The name of a word of the vocabulary; its ID if the language has no name for it.
    func name(_ list: String, _ id: String) -> String {
        optional("\(list).\(id)") ?? (list == "make" ? Make(rawValue: id)?.name : nil) ?? id
    }
}

extension PlateBody {
    /// `MN ABC123`; the characters alone if the issuer is unknown.
    var shown: String { plate?.shown ?? "\(issuer) \(characters)" }

    /// `Minnesota ABC123`, to tell several readings of a text apart: `AL 99999` and `AL99999` look alike.
    var named: String {
        guard let plate, plate.issuer != .unknown else { return shown }
        return "\(plate.issuer.name) \(plate.characters)"
    }

    /// Whether a listing answers this reading. Without an issuer it means every issuer's plate.
    fileprivate func matches(_ listed: PlateBody) -> Bool {
        guard let key = plate?.key, let other = listed.plate?.key else { return false }
        return key.issuer == .unknown ? key.charactersPacked == other.charactersPacked : key == other
    }
}
