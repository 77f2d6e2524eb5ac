package import Plates
package import Vocabulary

/// The answer to `GET /v1/vocabulary`: every word that a report may use, and the rules that clients need.
package struct VocabularyBody: Codable, Hashable, Sendable {
    /// The registry's name.
    package var name: String?
    package var areas: AreaMap
    package var signs: [TermBody]
    package var colors: [TermBody]
    package var bodies: [TermBody]
    package var makes: [TermBody]
    package var issuers: [IssuerBody]
    package var rules: RulesBody
    package var help: String?
    package var contact: String?
    /// The key that signs the list for devices.
    package var listKey: ListKeyBody?

    private enum CodingKeys: String, CodingKey {
        case name, areas, signs, colors, bodies, makes, issuers, rules, help, contact
        case listKey = "list_key"
    }

    package init(
        name: String? = nil, areas: AreaMap, rules: RulesBody, help: String? = nil, contact: String? = nil, listKey: ListKeyBody? = nil
    ) {
        self.name = name
        self.areas = areas
        signs = Sign.allCases.map { TermBody($0, explanation: $0.explanation) }
        colors = Color.allCases.map { TermBody($0) }
        bodies = Body.allCases.map { TermBody($0) }
        makes = Make.allCases.map { TermBody($0) }
        issuers = Issuer.all.filter { $0 != .unknown }.map(IssuerBody.init)
        self.rules = rules
        self.help = help
        self.contact = contact
        self.listKey = listKey
    }
}

/// A word of a list: the ID that is sent, and the name that people read.
package struct TermBody: Codable, Hashable, Sendable {
    package var id: String
    package var name: String
    /// For signs: a sentence that defines it.
    package var explanation: String?

    init(_ word: some VocabularyWord, explanation: String? = nil) {
        id = word.rawValue
        name = word.name
        self.explanation = explanation
    }
}

package struct IssuerBody: Codable, Hashable, Sendable {
    package var code: String
    package var name: String
    package var abbreviation: String
    /// True for a code of our own, if ISO 3166-2 has none; otherwise absent.
    package var ownCode: Bool?

    private enum CodingKeys: String, CodingKey {
        case code, name, abbreviation
        case ownCode = "own_code"
    }

    package init(_ issuer: Issuer) {
        code = issuer.code
        name = issuer.name
        abbreviation = issuer.abbreviation
        ownCode = issuer.hasOwnCode ? true : nil
    }
}

/// The operator's settings that clients need.
package struct RulesBody: Codable, Hashable, Sendable {
    /// Clients round times down to a slot of this length.
    package var slotMinutes: Int
    package var reportAgeHoursMax: Int
    /// The registry's days begin at midnight of this offset.
    package var utcOffset: UTCOffset
    /// The country whose codes are tried first.
    package var country: String
    /// The issuer of a plate that names none; absent if unset.
    package var issuer: String?

    package init(slotMinutes: Int, reportAgeHoursMax: Int, utcOffset: UTCOffset, country: Country, issuer: Issuer?) {
        self.slotMinutes = slotMinutes
        self.reportAgeHoursMax = reportAgeHoursMax
        self.utcOffset = utcOffset
        self.country = country.rawValue
        self.issuer = issuer?.code
    }

    /// Refuses numbers that no registry has: clients store them and depend on them.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func whole(_ key: CodingKeys, in range: ClosedRange<Int>) throws -> Int {
            let number = try container.decode(Int.self, forKey: key)
            guard range.contains(number) else {
                throw DecodingError.dataCorruptedError(forKey: key, in: container, debugDescription: "The number is out of range.")
            }
            return number
        }
        slotMinutes = try whole(.slotMinutes, in: 1...Self.slotMinutesMax)
        reportAgeHoursMax = try whole(.reportAgeHoursMax, in: 1...Self.ageHoursMax)
        utcOffset = try container.decode(UTCOffset.self, forKey: .utcOffset)
        country = try container.decode(String.self, forKey: .country)
        issuer = try container.decodeIfPresent(String.self, forKey: .issuer)
    }

    /// A day.
    package static let slotMinutesMax = 1_440
    /// Five weeks: nothing is kept longer.
    private static let ageHoursMax = 35 * 24

    private enum CodingKeys: String, CodingKey {
        case slotMinutes = "slot_minutes"
        case reportAgeHoursMax = "report_age_hours_max"
        case utcOffset = "utc_offset"
        case country, issuer
    }
}
