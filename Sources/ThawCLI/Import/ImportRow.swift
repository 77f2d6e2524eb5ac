import Client
import Plates
import Vocabulary
import Wire

/// The columns of a file to import.
///
/// `plate`, `seen_at` and `area` must be there; `issuer`, `color`, `body`, `make` and `signs` may be.
struct ImportColumns {
    enum Name: String, CaseIterable {
        case plate, issuer, area, color, body, make, signs
        case seenAt = "seen_at"

        static let required: [Name] = [.plate, .seenAt, .area]

        /// What people also write above a column.
        private static let others: [String: Name] = [
            "colour": .color, "sign": .signs, "seen": .seenAt, "seen at": .seenAt, "time": .seenAt, "state": .issuer,
        ]

        init?(header: String) {
            let plain = header.lowercased().trimmed
            guard let name = Name(rawValue: plain) ?? Self.others[plain] else { return nil }
            self = name
        }
    }

    private let places: [Name: Int]
    /// Columns that mean nothing here, and are left out.
    let unknown: [String]

    init(_ header: [String]) throws(Failure) {
        var places: [Name: Int] = [:]
        var unknown: [String] = []
        for (place, title) in header.enumerated() {
            guard let name = Name(header: title) else {
                if !title.isEmpty { unknown.append(title) }
                continue
            }
            guard places.updateValue(place, forKey: name) == nil else {
                throw .usage("There are two columns for \(name.rawValue).", advice: "Leave one of them out.")
            }
        }
        let missing = Name.required.filter { places[$0] == nil }.map(\.rawValue)
        guard missing.isEmpty else {
            throw .usage(
                "The first line names no column \(missing.joined(separator: ", ")).",
                advice: "It names the columns: plate, seen_at, area; and, where you have them, issuer, color, body, make, signs.")
        }
        self.places = places
        self.unknown = unknown
    }

    func value(_ name: Name, of fields: [String]) -> String? {
        guard let place = places[name], place < fields.count, !fields[place].isEmpty else { return nil }
        return fields[place]
    }
}

/// A row that can be imported.
struct ImportRow {
    let line: Int
    let report: ReportBody
    /// Whether it is older than an ordinary report may be.
    let isOld: Bool
}

/// A row that cannot, and why.
struct RefusedRow: Encodable {
    let line: Int
    let result = "refused"
    let error: ReportOutcome.ErrorDetail

    init(line: Int, code: String, detail: String, field: String? = nil) {
        self.line = line
        error = ReportOutcome.ErrorDetail(code: code, detail: detail, field: field)
    }
}

/// Reads rows as reports.
struct ImportRowReader {
    let columns: ImportColumns
    let setting: ReportSetting
    /// Counts relative times from the file's own start.
    let times: TimeReader
    /// Before this an ordinary report may not lie.
    let freshSince: Int64

    /// The row's report, without an id.
    func read(_ fields: [String]) throws(Failure) -> (report: ReportBody, isOld: Bool) {
        let plate = try plate(fields)
        guard let text = columns.value(.seenAt, of: fields) else { throw Failure(.reportSeenAtMalformed, "The time is missing.") }
        let seen: Int64
        do throws(TimeError) {
            seen = try times.read(text)
        } catch {
            throw Failure(Self.code(of: error), error.sentence)
        }
        guard let areaText = columns.value(.area, of: fields) else { throw Failure(.reportAreaUnknown, "The area is missing.") }
        guard let area = setting.area(named: areaText) else { throw Answer.unknownArea(areaText, setting) }
        let slot = setting.slot(of: seen)
        let report = FinishedReport(plate: plate, area: area, slot: slot, vehicle: try vehicle(fields), signs: try signs(fields))
        return (report.body(id: ""), slot < freshSince)
    }

    /// Whether a row's time is counted from now, so that it would mean another time later.
    func isRelative(_ fields: [String]) -> Bool {
        guard let text = columns.value(.seenAt, of: fields) else { return false }
        return !times.namesDay(text)
    }

    private func plate(_ fields: [String]) throws(Failure) -> ReadPlate {
        do throws(PlateError) {
            guard let issuerText = columns.value(.issuer, of: fields) else {
                let plate = try Plate(columns.value(.plate, of: fields) ?? "", country: setting.country)
                return ReadPlate(plate, namesIssuer: plate.issuer != .unknown)
            }
            guard let issuer = Issuer(issuerText, country: setting.country) else { throw PlateError(.unknownIssuer) }
            let plate = try Plate(columns.value(.plate, of: fields) ?? "", issuer: issuer, country: setting.country)
            return ReadPlate(plate, namesIssuer: true)
        } catch {
            throw Failure(error)
        }
    }

    private func vehicle(_ fields: [String]) throws(Failure) -> Vehicle {
        Vehicle(
            color: try word(Color.self, .color, "colour", fields), body: try word(Body.self, .body, "body", fields),
            make: try word(Make.self, .make, "make", fields))
    }

    private func word<Word: VocabularyWord>(
        _ type: Word.Type, _ name: ImportColumns.Name, _ kind: String, _ fields: [String]
    ) throws(Failure) -> Word? {
        guard let text = columns.value(name, of: fields) else { return nil }
        return try Answer.word(type, text, kind).get()
    }

    private func signs(_ fields: [String]) throws(Failure) -> Signs {
        guard let text = columns.value(.signs, of: fields) else { return Signs() }
        var parts = text.split(separator: ";").map { String($0).trimmed }.filter { !$0.isEmpty }
        if parts.count == 1, Sign(word: parts[0]) == nil { parts = parts[0].split(separator: " ").map(String.init) }
        var signs = Signs()
        for part in parts {
            if let sign = try Answer.word(Sign.self, part, "sign").get() { signs.insert(sign) }
        }
        return signs
    }

    private static func code(of error: TimeError) -> ErrorCode {
        switch error {
        case .tooOld: .reportTooOld
        case .tooNew, .notYet: .reportTooNew
        default: .reportSeenAtMalformed
        }
    }
}
