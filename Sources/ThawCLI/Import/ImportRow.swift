import Client
import Plates
import Vocabulary
import Wire

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

/// Something of a row that was not taken over as it stands; the row itself was.
struct LeftOut: Encodable, Hashable {
    enum Kind: String, Encodable {
        /// The cell says nothing that is known.
        case unknown = "left_out"
        /// The cell says more than what was taken.
        case partly = "read_in_part"
        /// The issuer's cell says that nobody knows it.
        case noIssuer = "issuer_unknown"
        /// There are more fields than columns.
        case extraFields = "extra_fields"
    }

    let line: Int
    let column: String
    let result: Kind
    let value: String
}

/// Reads rows as reports.
struct ImportRowReader {
    let columns: ImportColumns
    let setting: ReportSetting

    /// A row that was read.
    struct Row {
        /// Without an id.
        var report: ReportBody
        /// Whether it is older than an ordinary report may be.
        var isOld: Bool
        var leftOut: [LeftOut]
    }

    /// - Parameter times: Counts relative times from when the row was first imported.
    func read(_ fields: [String], line: Int, _ times: TimeReader, now: Int64) throws(Failure) -> Row {
        var leftOut: [LeftOut] = []
        func leave(_ name: ImportColumns.Name, _ kind: LeftOut.Kind, _ value: String) {
            leftOut.append(LeftOut(line: line, column: name.rawValue, result: kind, value: value))
        }
        let plate = try plate(fields)
        if let text = columns.value(.issuer, of: fields), plate.namesIssuer, plate.plate.issuer == .unknown {
            leave(.issuer, .noIssuer, text)
        }
        guard let text = seenText(fields, times) else { throw Failure(.reportSeenAtMalformed, "The time is missing.") }
        let seen: Int64
        do throws(TimeError) {
            seen = try times.read(text)
        } catch {
            throw Failure(Self.code(of: error), error.sentence)
        }
        guard let areaText = columns.value(.area, of: fields) else { throw Failure(.reportAreaUnknown, "The area is missing.") }
        guard let area = setting.area(named: areaText) else { throw Answer.unknownArea(areaText, setting) }
        let vehicle = vehicle(fields, leave)
        let signs = signs(fields) { leave(.signs, .unknown, $0) }
        if fields.count > columns.count, fields[columns.count...].contains(where: { !$0.isEmpty }) {
            leftOut.append(LeftOut(line: line, column: "", result: .extraFields, value: ""))
        }
        let slot = setting.slot(of: seen)
        let report = FinishedReport(plate: plate, area: area, slot: slot, vehicle: vehicle, signs: signs)
        return Row(report: report.body(id: ""), isOld: setting.isOld(slot, at: now), leftOut: leftOut)
    }

    /// Whether a row's time is counted from now, so that it would mean another time later.
    func isRelative(_ fields: [String], _ times: TimeReader) -> Bool {
        seenText(fields, times).map { !times.namesDay($0) } ?? false
    }

    /// The time, with its day in front if that has a column of its own.
    private func seenText(_ fields: [String], _ times: TimeReader) -> String? {
        guard let day = columns.value(.day, of: fields) else { return columns.value(.seenAt, of: fields) }
        guard let clock = columns.value(.seenAt, of: fields) else { return day }
        return times.join(day: day, clock: clock) ?? day + " " + clock
    }

    private func plate(_ fields: [String]) throws(Failure) -> Reading {
        var context = ReadingContext(country: setting.country)
        if let text = columns.value(.issuer, of: fields) {
            guard let issuer = Issuer(field: text, country: setting.country) else { throw Failure(PlateError(.unknownIssuer)) }
            context.namedIssuer = issuer
        }
        let readings: [Reading]
        do throws(PlateError) {
            readings = try PlateReader.read(columns.value(.plate, of: fields) ?? "", context)
        } catch {
            throw Failure(error)
        }
        guard let plate = readings.certain else {
            let texts = readings.map(\.textToType).joined(separator: " or ")
            throw Failure(.plateAmbiguous, "This can be read in more than one way: write \(texts).")
        }
        return plate
    }

    private func vehicle(_ fields: [String], _ leave: (ImportColumns.Name, LeftOut.Kind, String) -> Void) -> Vehicle {
        let color = word(Color.self, .color, fields, leave)
        let body = word(Body.self, .body, fields, leave)
        let make = word(Make.self, .make, fields, leave)
        return Vehicle(color: color.word, body: body.word ?? make.implied.body, make: make.word ?? body.implied.make)
    }

    /// A cell that costs no row: what it does not say is left empty.
    private func word<Word: VocabularyWord>(
        _ type: Word.Type, _ name: ImportColumns.Name, _ fields: [String], _ leave: (ImportColumns.Name, LeftOut.Kind, String) -> Void
    ) -> VehicleField<Word> {
        guard let text = columns.value(name, of: fields) else { return VehicleField("") }
        let field = VehicleField<Word>(text)
        if !field.isWhole { leave(name, field.word == nil ? .unknown : .partly, text) }
        return field
    }

    private func signs(_ fields: [String], _ leave: (String) -> Void) -> Signs {
        guard let text = columns.value(.signs, of: fields) else { return Signs() }
        var parts = text.split { $0 == ";" || $0 == "," || $0 == "|" }.map { String($0).trimmed }.filter { !$0.isEmpty }
        if parts.count == 1, Sign(word: parts[0]) == nil { parts = parts[0].split(separator: " ").map(String.init) }
        var signs = Signs()
        for part in parts {
            do throws(Failure) {
                if let sign = try Answer.sign(part).get() { signs.insert(sign) }
            } catch {
                leave(part)
            }
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
