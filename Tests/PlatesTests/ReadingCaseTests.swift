import Foundation
import Plates
import Testing

/// The rows of `Vectors/reading.tsv` that speak of plates: the lines of `thaw check`, and the first two cells of imported rows.
@Suite struct ReadingCaseTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let kind: String
        let input: String
        let expected: String
        var testDescription: String { "\(kind): \(input)" }
    }

    @Test func `the file is there`() {
        #expect(Self.lookups.count == 32)
        #expect(Self.rows.count == 44)
    }

    @Test(arguments: lookups)
    func `a looked up line has the reading that was meant`(_ row: Case) throws {
        let readings: [Reading]
        do {
            readings = try PlateReader.read(row.input)
        } catch {
            let advice = try #require(row.expected.split(separator: "\"").dropFirst().first, "\(error)")
            #expect(error.sentence.hasPrefix(advice.prefix(1).uppercased() + advice.dropFirst() + " instead of"))
            return
        }
        let texts = readings.map { "\($0.plate.issuer.code) \($0.plate.characters)" }
        switch row.expected.split(separator: " ").map(String.init) {
        case let words where words.prefix(4) == ["also", "looked", "up", "as"] || words.prefix(1) == ["also"]:
            let meant = words.drop { $0.contains { !$0.isUppercase && !$0.isNumber && $0 != "-" } }.joined(separator: " ")
            #expect(texts.contains { $0 == meant || $0 == "ZZ " + meant }, "\(texts)")
        case let words where words.last == "too":
            #expect(texts.contains("ZZ " + words[0]), "\(texts)")
            #expect(readings.allSatisfy { $0.confidence == .likely })
        case let words where words.prefix(2) == ["looked", "up"]:
            #expect(readings.map(\.plate.issuer) == [.unknown])
            #expect(row.input.hasSuffix(readings[0].plate.characters))
        default:
            #expect(texts == [row.expected])
            #expect(readings[0].confidence == .certain)
        }
    }

    @Test(arguments: rows)
    func `an imported row has the plate that was typed, or none`(_ row: Case) throws {
        let cells = Self.cells(row.input)
        let named = try #require(Issuer(field: cells[1], country: .us), "\(cells[1])")
        let readings = Result { () throws(PlateError) in
            try PlateReader.read(cells[0], ReadingContext(homeIssuer: Issuer(code: "US-MN"), namedIssuer: named))
        }
        if row.expected.hasPrefix("row refused") {
            let isCertain = (try? readings.get())?.first?.confidence == .certain
            #expect(!isCertain)
            return
        }
        let reading = try #require(readings.get().first)
        #expect(reading.confidence == .certain)
        #expect(reading.namesIssuer)
        let text = "\(reading.plate.issuer.code) \(reading.plate.characters)"
        if row.expected.hasPrefix("row taken as ") {
            #expect(text == row.expected.dropFirst(13).split(separator: " (")[0])
        } else {
            let issuer =
                row.expected.hasPrefix("ZZ") || row.expected.hasPrefix("US-") ? String(row.expected.prefix { $0 != "," }) : named.code
            #expect(text == "\(issuer) \(cells[0])")
        }
    }

    private static let lookups = cases.filter { $0.0 == "check" }.map(\.1)
    private static let rows = cases.filter { $0.0 == "csv" }.map(\.1)

    private static let cases: [(String, Case)] = {
        let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Vectors/reading.tsv")
        guard let text = try? String(contentsOf: url, encoding: .utf8) else { return [] }
        return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map { unescaped(String($0)) }
            let parts = fields[1].split(separator: ": ", maxSplits: 1, omittingEmptySubsequences: false)
            return (String(parts[0]), Case(kind: fields[0], input: String(parts[1]), expected: fields[2]))
        }
    }()

    /// The cells of the row behind the head, separated by whatever the head is.
    private static func cells(_ csv: String) -> [String] {
        guard let row = csv.components(separatedBy: "\\n").last else { return [] }
        let mark = [";", "|", ","].first { row.contains($0) } ?? ","
        return row.components(separatedBy: mark).map { $0.filter { $0 != "\"" } }
    }

    private static func unescaped(_ text: String) -> String {
        var parts = text.components(separatedBy: "\\u")
        let first = parts.removeFirst()
        return first
            + parts.map { part in
                guard let number = UInt32(part.prefix(4), radix: 16), let scalar = Unicode.Scalar(number) else { return "\\u" + part }
                return String(Character(scalar)) + part.dropFirst(4)
            }.joined()
    }
}
