import Crypto
import FoundationEssentials
import Vocabulary
package import Wire

/// A report that waits in the outbox.
package struct OutboxEntry: Hashable, Sendable {
    /// Increases with each report of this machine.
    package let sequence: Int
    /// The report as it is sent. `seenAt` is rounded down to the slot, and no finer time is stored.
    package let report: ReportBody
    /// The server that the report is for.
    package let server: String
    /// The short ID of the token that the report was made with.
    package let tokenID: String
    /// Whether it was sent and no answer came: it may have arrived.
    package internal(set) var wasTried: Bool
    /// Why it still waits, if it was sent or cannot be sent.
    package internal(set) var why: WaitingReason?

    package var id: String { report.id }

    /// The time of `seenAt`, in Unix seconds.
    package var seenSeconds: Int64 { WireTime.seconds(report.seenAt) ?? 0 }

    var name: SavedName { SavedName(sequence: sequence, id: report.id, wasTried: wasTried) }

    /// The same report with another time, rounded down to its slot.
    func seen(at seconds: Int64, slotMinutes: Int) -> OutboxEntry {
        var report = report
        report.seenAt = WireTime.text(seconds - seconds % Int64(max(1, slotMinutes) * 60))
        return OutboxEntry(sequence: sequence, report: report, server: server, tokenID: tokenID, wasTried: wasTried, why: why)
    }
}

/// Why a report waits: an error code and a sentence.
package struct WaitingReason: Codable, Hashable, Sendable {
    package let name: String
    package let sentence: String
}

/// An answered report. It is kept for two days, so that it can be withdrawn.
package struct SentReport: Hashable, Sendable {
    package let sequence: Int
    package let report: ReportBody
    package let server: String
    package let tokenID: String
    package let result: ReportResult
    /// Unix seconds, rounded down to the hour.
    package let answeredSeconds: Int64

    package var id: String { report.id }
}

/// The file name of a saved report: its sequence number and ID, never a plate.
struct SavedName: Hashable, Sendable {
    var sequence: Int
    var id: String
    var wasTried: Bool

    private static let digits = 10
    /// The highest number with ``digits`` digits; several reports may share it.
    static let sequenceMax = 9_999_999_999
    private static let suffix = ".json"
    private static let triedSuffix = ".tried.json"

    init(sequence: Int, id: String, wasTried: Bool = false) {
        self.sequence = sequence
        self.id = id
        self.wasTried = wasTried
    }

    init?(_ text: String) {
        wasTried = text.hasSuffix(Self.triedSuffix)
        let suffix = wasTried ? Self.triedSuffix : Self.suffix
        guard text.hasSuffix(suffix) else { return nil }
        let parts = text.dropLast(suffix.count).split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count == Self.digits, let sequence = Int(parts[0]), sequence >= 0 else { return nil }
        guard ReportIdentity.isWellFormed(String(parts[1])) else { return nil }
        self.sequence = sequence
        id = String(parts[1])
    }

    var text: String {
        let number = String(sequence)
        return String(repeating: "0", count: max(0, Self.digits - number.count)) + number + "-" + id
            + (wasTried ? Self.triedSuffix : Self.suffix)
    }
}

/// The content of the file of a waiting or sent report.
struct SavedReport: Codable, Hashable, Sendable {
    var version = Self.currentVersion
    var server: String
    var tokenID: String
    var report: ReportBody
    /// Only for an answered report.
    var result: ReportResult?
    var answeredAt: String?

    static let currentVersion = 1
    /// Far more than a report needs.
    static let bytesMax = 64 * 1024

    private enum CodingKeys: String, CodingKey {
        case version, server, report, result
        case tokenID = "token"
        case answeredAt = "answered_at"
    }

    /// The bytes of the file: see ``CheckedJSON``.
    var fileBytes: [UInt8] {
        CheckedJSON.bytes(of: self)
    }

    /// `nil` unless the bytes are exactly those that ``fileBytes`` returned.
    init?(fileBytes bytes: [UInt8]) {
        guard let saved = CheckedJSON.value(SavedReport.self, in: bytes), saved.version == Self.currentVersion else { return nil }
        guard WireTime.seconds(saved.report.seenAt) != nil, ReportIdentity.isWellFormed(saved.report.id) else { return nil }
        self = saved
    }

    init(server: String, tokenID: String, report: ReportBody, result: ReportResult? = nil, answeredAt: String? = nil) {
        self.server = server
        self.tokenID = tokenID
        self.report = report
        self.result = result
        self.answeredAt = answeredAt
    }
}

/// A file of one value: a line of JSON, and a line with its checksum, which shows if the file was cut short or overwritten.
enum CheckedJSON {
    static func bytes(of value: some Encodable) -> [UInt8] {
        let json = Array(WireJSON.encode(value))
        return json + [UInt8(ascii: "\n")] + check(json) + [UInt8(ascii: "\n")]
    }

    /// `nil` unless the bytes are exactly those that ``bytes(of:)`` returned for such a value.
    static func value<Value: Decodable>(_ type: Value.Type = Value.self, in bytes: [UInt8]) -> Value? {
        guard bytes.last == UInt8(ascii: "\n"), let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        let json = bytes[..<end]
        guard bytes[(end + 1)...].dropLast().elementsEqual(check(json)) else { return nil }
        return try? WireJSON.decodeAnswer(type, from: Data(json))
    }

    private static func check(_ json: some Sequence<UInt8>) -> [UInt8] {
        Array(SHA256.hash(data: Array(json)).prefix(8).hexadecimal.utf8)
    }
}
