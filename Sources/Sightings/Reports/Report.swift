package import Plates
package import Vocabulary

/// The 128 random bits that a client gives a report, so that a retry is the same report.
package struct ReportID: Hashable, Sendable {
    package let bytes: [UInt8]

    /// Exactly 32 lower-case hexadecimal digits.
    package init?(hex: String) {
        guard !hex.utf8.contains(where: { UInt8(ascii: "A")...UInt8(ascii: "F") ~= $0 }) else { return nil }
        guard let bytes = [UInt8](hexadecimal: hex, count: 16) else { return nil }
        self.bytes = bytes
    }
}

/// One volunteer's statement that they saw a plate. It has no free text.
package struct Report: Hashable, Sendable {
    package let plate: Plate
    package let seenAt: Instant
    package let area: AreaID
    package let vehicle: Vehicle
    package let signs: Signs

    package init(plate: Plate, seenAt: Instant, area: AreaID, vehicle: Vehicle = Vehicle(), signs: Signs = []) {
        self.plate = plate
        self.seenAt = seenAt
        self.area = area
        self.vehicle = vehicle
        self.signs = signs
    }
}

/// Why the rules refuse a report or a withdrawal.
package enum ReportRefusal: Error, Hashable, Sendable {
    /// Seen longer ago than `report.age_hours_max`, or an import's limit.
    case tooOld
    /// Seen too far ahead of the daemon's clock.
    case tooNew
    case unknownArea
    /// This token has sent other content under this ID.
    case idReused
    /// The daily quota is used up.
    case quotaSpent(retryAfterSeconds: Int)
    /// This token has no such report to withdraw, or it is too old.
    case notFound
}

/// A report as it arrives. Its ID is set even if the rest is malformed, because replays are answered before validation.
package struct Submission: Sendable {
    package let id: ReportID
    /// SHA-256 over the fields as sent, without the ID.
    package let digest: [UInt8]
    /// nil if it is malformed.
    package let report: Report?

    package init(id: ReportID, digest: [UInt8], report: Report?) {
        self.id = id
        self.digest = digest
        self.report = report
    }
}

/// The result of a report.
package enum RecordOutcome: Hashable, Sendable {
    /// On disk, and the first of this token for its plate, area and slot.
    case recorded(replayed: Bool)
    /// On disk; this token had reported this plate in this area and slot already.
    case merged(replayed: Bool)
    case refused(ReportRefusal)
    /// The submission held no report.
    case malformed
}

/// The result of a withdrawal.
package enum WithdrawalOutcome: Hashable, Sendable {
    case withdrawn(replayed: Bool)
    case refused(ReportRefusal)
}
