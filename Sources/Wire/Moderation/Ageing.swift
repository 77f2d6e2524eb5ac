import Vocabulary

/// The body of `POST /v1/moderation/ageing`.
package struct AgeingRequest: Codable, Hashable, Sendable {
    /// Whether to count the due plates and change nothing.
    package var dryRun: Bool

    package init(dryRun: Bool) {
        self.dryRun = dryRun
    }

    private enum CodingKeys: String, CodingKey {
        case dryRun = "dry_run"
    }

    package init(from decoder: any Decoder) throws {
        dryRun = try StrictFields(decoder, of: CodingKeys.self).optional(.dryRun) ?? false
    }
}

/// Plates that are due or were just aged, and plates that will lapse soon.
package struct AgeingBody: Codable, Hashable, Sendable {
    package var asOf: String
    /// Plates whose rows were coarsened, lapsed or erased; in a dry run, plates that are due.
    package var plates: Int
    /// When the next plate is due; absent for never.
    package var nextAt: String?
    /// Confirmed plates that lapse within a week unless they are renewed.
    package var lapsing: Int
    /// The first of them, soonest first.
    package var first: [LapsingBody]
    package var read: ReadBody

    package init(asOf: String, plates: Int, nextAt: String?, lapsing: Int, first: [LapsingBody], read: ReadBody) {
        self.asOf = asOf
        self.plates = plates
        self.nextAt = nextAt
        self.lapsing = lapsing
        self.first = first
        self.read = read
    }

    private enum CodingKeys: String, CodingKey {
        case plates, lapsing, first, read
        case asOf = "as_of"
        case nextAt = "next_at"
    }
}

package struct LapsingBody: Codable, Hashable, Sendable {
    package var plate: PlateBody
    package var lapsesOn: String

    package init(plate: PlateBody, lapsesOn: String) {
        self.plate = plate
        self.lapsesOn = lapsesOn
    }

    private enum CodingKeys: String, CodingKey {
        case plate
        case lapsesOn = "lapses_on"
    }
}
