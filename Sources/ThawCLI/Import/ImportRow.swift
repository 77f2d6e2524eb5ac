import Client
import Plates
import Vocabulary
import Wire

/// A row that can be imported.
struct ImportRow {
    let line: Int
    /// Its ID depends on all of it, so it is set last.
    var report: ReportBody
    /// Whether it is older than an ordinary report may be.
    let isOld: Bool
}

/// A row that cannot be imported, and why.
struct RefusedRow: Encodable {
    let line: Int
    let result = "refused"
    let error: ReportOutcome.ErrorDetail

    init(line: Int, code: String, detail: String, field: String? = nil) {
        self.line = line
        error = ReportOutcome.ErrorDetail(code: code, detail: detail, field: field)
    }
}

/// A cell of an imported row that was left out, or read only in part.
struct LeftOut: Encodable, Hashable {
    enum Kind: String, Encodable {
        /// No word of the cell is known.
        case unknown = "left_out"
        /// Only the first part of the cell was used.
        case partly = "read_in_part"
        /// The issuer's cell says that the issuer is unknown.
        case noIssuer = "issuer_unknown"
        /// The plate's cell also has the issuer, at its start or end.
        case issuerTwice = "issuer_twice"
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

    /// - Parameter times: A reader whose relative times count from the row's first import.
    /// - Returns: the row without its ID, and its cells that were left out.
    func read(
        _ fields: [String], line: Int, _ times: TimeReader, now: Int64
    ) throws(Failure) -> (row: ImportRow, leftOut: [LeftOut]) {
        var leftOut: [LeftOut] = []
        func leave(_ name: ImportColumns.Name, _ kind: LeftOut.Kind, _ value: String) {
            leftOut.append(LeftOut(line: line, column: name.rawValue, result: kind, value: value))
        }
        let (plate, hasIssuerTwice) = try plate(fields)
        if hasIssuerTwice { leave(.plate, .issuerTwice, columns.value(.issuer, of: fields) ?? "") }
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
        return (ImportRow(line: line, report: report.body(id: ""), isOld: setting.isOld(slot, at: now)), leftOut)
    }

    /// Whether a row's time is relative, so that it would mean another time later.
    func isRelative(_ fields: [String], _ times: TimeReader) -> Bool {
        seenText(fields, times).map { !times.namesDay($0) } ?? false
    }

    /// The time, after its day if that has its own column.
    private func seenText(_ fields: [String], _ times: TimeReader) -> String? {
        guard let day = columns.value(.day, of: fields) else { return columns.value(.seenAt, of: fields) }
        guard let clock = columns.value(.seenAt, of: fields) else { return day }
        return times.join(day: day, clock: clock) ?? day + " " + clock
    }

    /// The plate, and whether its issuer was dropped from it.
    private func plate(_ fields: [String]) throws(Failure) -> (Reading, hasIssuerTwice: Bool) {
        let cell = columns.value(.plate, of: fields) ?? ""
        if Self.spreadsheetWords.contains(cell.uppercased()) { throw Self.spreadsheetWord(cell.uppercased()) }
        let isIssued = columns.value(.issuer, of: fields) != nil
        if let failure = NoPlateCell.failure(of: cell, isIssued: isIssued) { throw failure }
        var context = ReadingContext(country: setting.country)
        if let text = columns.value(.issuer, of: fields) {
            guard let issuer = Issuer(field: text, country: setting.country) else { throw Failure(PlateError(.unknownIssuer)) }
            context.namedIssuer = issuer
        }
        let readings: [Reading]
        do throws(PlateError) {
            readings = try PlateReader.read(cell, context)
        } catch {
            throw error.isOfPart ? NoPlateCell.part : Failure(error)
        }
        guard let plate = readings.certain else {
            let texts = readings.map(\.textToType).joined(separator: " or ")
            throw Failure(.plateAmbiguous, "This can be read in more than one way. Write \(texts).")
        }
        // If people separate the issuer with a colon or a space, they mean it.
        guard let issuer = context.namedIssuer, issuer != .unknown, cell.allSatisfy({ $0.isLetter || $0.isNumber }) else {
            return (plate, false)
        }
        return try withoutIssuer(plate, issuer)
    }

    /// In `MNCVA174` next to an issuer column with MN, drops the issuer if the rest is a plate of its series.
    private func withoutIssuer(_ whole: Reading, _ issuer: Issuer) throws(Failure) -> (Reading, hasIssuerTwice: Bool) {
        let characters = whole.plate.characters
        let code = issuer.abbreviation
        let rests = [
            characters.hasPrefix(code) ? characters.dropFirst(code.count) : nil,
            characters.hasSuffix(code) ? characters.dropLast(code.count) : nil,
        ].compactMap(\.self).filter { $0.contains(where: \.isLetter) && $0.contains(where: \.isNumber) }
        for rest in rests {
            guard let plate = try? Plate("\(issuer.code):\(rest)"), KnownSeries.fits(plate, country: setting.country) else { continue }
            let reading = Reading(plate, namesIssuer: true)
            guard !whole.fitsKnownSeries else {
                let texts = [reading, whole].map(\.textToType).joined(separator: " or ")
                throw Failure(.plateAmbiguous, "This can be read in more than one way. Write \(texts).")
            }
            return (reading, true)
        }
        return (whole, false)
    }

    /// Words that spreadsheets and databases write into empty cells.
    private static let spreadsheetWords: Set<String> = [
        "TRUE", "FALSE", "YES", "NO", "VERDADERO", "FALSO", "VRAI", "FAUX", "SI", "SÍ", "OUI", "NON", "N/A", "#N/A", "NULL", "(NULL)",
        "NAN",
        "NIL", "NONE", "UNDEFINED",
    ]

    private static func spreadsheetWord(_ word: String) -> Failure {
        let isPlate = word.allSatisfy { ("A"..."Z").contains($0) } && !["NULL", "NAN", "NIL", "NONE"].contains(word)
        let hint = isPlate ? " If it is the plate, add its issuer: MN:\(word)." : ""
        return Failure(.plateSpreadsheet, "“\(word)” is a spreadsheet's word, not a plate.\(hint)")
    }

    private func vehicle(_ fields: [String], _ leave: (ImportColumns.Name, LeftOut.Kind, String) -> Void) -> Vehicle {
        let color = word(Color.self, .color, fields, leave)
        let body = word(Body.self, .body, fields, leave)
        let make = word(Make.self, .make, fields, leave)
        return Vehicle(color: color.word, body: body.word ?? make.implied.body, make: make.word ?? body.implied.make)
    }

    /// Reads an optional cell. If its word is unknown, the report leaves it out.
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
