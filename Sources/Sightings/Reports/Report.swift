package import Plates
package import Vocabulary

/// The 128 random bits that a client gives a report, so that a retry is the same report.
package struct ReportID: Hashable, Sendable {
    package let bytes: [UInt8]

    /// Exactly 32 lower-case hexadecimal digits.
    package init?(hex: String) {
        let digits = Array(hex.utf8)
        guard digits.count == 32 else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: 32, by: 2) {
            guard let high = Self.value(digits[index]), let low = Self.value(digits[index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        self.bytes = bytes
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}

/// One volunteer's statement to have seen a plate. There is nowhere to put free text.
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
    /// Seen further ahead than the daemon's clock allows.
    case tooNew
    case unknownArea
    /// This token has sent other content under this id.
    case idReused
    /// The day's quota is spent.
    case quotaSpent(retryAfterSeconds: Int)
    /// There is no such report of this token to take back, or it is too long ago.
    case notFound
}

/// A report as it arrives: what identifies it stands even where the rest makes no sense, since a replay is answered before any validation.
package struct Submission: Sendable {
    package let id: ReportID
    /// SHA-256 over the fields as sent, the id left out.
    package let digest: [UInt8]
    /// Nil where it makes no sense.
    package let report: Report?

    package init(id: ReportID, digest: [UInt8], report: Report?) {
        self.id = id
        self.digest = digest
        self.report = report
    }
}

/// What became of a report.
package enum RecordOutcome: Hashable, Sendable {
    /// On disk, and the first of this token for its plate, area and slot.
    case recorded(replayed: Bool)
    /// On disk; this token had reported this plate in this area and slot already.
    case merged(replayed: Bool)
    case refused(ReportRefusal)
    /// The submission held no report.
    case malformed
}

/// What became of a withdrawal.
package enum WithdrawalOutcome: Hashable, Sendable {
    case withdrawn(replayed: Bool)
    case refused(ReportRefusal)
}
