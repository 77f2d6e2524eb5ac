package import Plates

/// The body of `POST /v1/reports`: 1 to 500 reports.
package struct ReportsRequest: Codable, Hashable, Sendable {
    package var reports: [ReportItem]
    /// Whether these are older records that a moderator imports.
    package var isImport: Bool

    package init(_ reports: [ReportBody], isImport: Bool = false) {
        self.reports = reports.map(ReportItem.report)
        self.isImport = isImport
    }

    private enum CodingKeys: String, CodingKey {
        case reports
        case isImport = "import"
    }

    package init(from decoder: any Decoder) throws {
        let fields = try StrictFields(decoder, of: CodingKeys.self)
        isImport = try fields.optional(.isImport) ?? false
        reports = try fields.list(.reports, limit: WireLimits.reportsPerRequest)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(reports, forKey: .reports)
        if isImport { try container.encode(true, forKey: .isImport) }
    }
}

/// The result of one report; results are in the request's order.
package struct ReportResult: Codable, Hashable, Sendable {
    package enum Outcome: String, Codable, Sendable {
        /// On disk.
        case recorded = "recorded"
        /// On disk; this token had already reported this plate in this area and slot.
        case merged = "merged"
        /// Not kept; `error` says why.
        case refused = "refused"
    }

    /// As sent; `nil` if the report had no readable ID.
    package var id: String?
    package var result: Outcome
    /// True if this repeats the first answer; otherwise absent.
    package var replayed: Bool?
    /// How the plate was read; `nil` if refused.
    package var plate: PlateBody?
    /// `nil` if refused.
    package var warnings: [WarningBody]?
    package var error: ErrorBody?
    /// For `plate.ambiguous`: the possible plates, the likeliest first; otherwise absent.
    package var readings: [PlateBody]?

    package static func accepted(id: String, _ result: Outcome, plate: Plate?, warnings: [WarningBody], replayed: Bool) -> ReportResult {
        ReportResult(
            id: id, result: result, replayed: replayed ? true : nil, plate: plate.map(PlateBody.init), warnings: warnings, error: nil)
    }

    package static func refused(id: String?, _ error: ErrorBody, readings: [Plate] = []) -> ReportResult {
        ReportResult(
            id: id, result: .refused, replayed: nil, plate: nil, warnings: nil, error: error,
            readings: readings.isEmpty ? nil : readings.map(PlateBody.init))
    }
}

/// A warning for a person to check; the report was kept.
package struct WarningBody: Codable, Hashable, Sendable {
    package var code: String
    package var detail: String

    package static let unusualLength = WarningBody(
        code: "plate.unusual_length", detail: "Most plates have 4 to 8 characters. Check that none is missing.")

    /// Only for plates of a usual length: vanity and special plates fit no series.
    package static func unusualSeries(of issuer: Issuer) -> WarningBody {
        WarningBody(
            code: "plate.unusual_series",
            detail: "Unusual for \(issuer.name). Check the issuer and the characters, unless it is a vanity plate.")
    }

    package init(code: String, detail: String) {
        self.code = code
        self.detail = detail
    }

    /// The warning about an otherwise valid plate.
    package static func warnings(on plate: Plate) -> [WarningBody] {
        if plate.hasUnusualLength { return [.unusualLength] }
        return KnownSeries.isUnusual(plate) ? [.unusualSeries(of: plate.issuer)] : []
    }
}

/// The answer to `POST /v1/reports`: one result for each report, in the same order.
package struct ReportsResponse: Codable, Hashable, Sendable {
    package var results: [ReportResult]
    package var help: String?
    package var contact: String?

    package init(results: [ReportResult], help: String? = nil, contact: String? = nil) {
        self.results = results
        self.help = help
        self.contact = contact
    }
}
