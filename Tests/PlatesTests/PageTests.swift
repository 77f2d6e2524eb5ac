import Foundation
import Plates
import TestSupport
import Testing

/// docs/reference/plates.md says what the code does.
@Suite struct PageTests {
    @Test func `the page lists every issuer`() throws {
        #expect(
            try rows(under: "Issuers")
                == Issuer.all.map { issuer in
                    ["`\(issuer.code)`", issuer.name, issuer.abbreviation, issuer.alsoWritten.joined(separator: ", ")]
                })
    }

    @Test func `the page lists every difference, likeliest first`() throws {
        #expect(try rows(under: "Similar").map(\.first) == PlateDifference.allCases.map { "`\($0.name)`" })
    }

    @Test func `the page lists the confusable classes, the placeholders and the sentences of errors`() throws {
        let page = try Self.page()
        #expect(page.contains("Confusable: " + Confusables.classes.map { "`\($0)`" }.joined(separator: ", ") + "."))
        #expect(page.contains(Placeholders.words.map { "`\($0)`" }.joined(separator: ", ")))
        #expect(try rows(under: "Errors") == PlateError.Code.allCases.map { ["`\($0.rawValue)`", PlateError($0).sentence] })
    }

    @Test func `each example is read as the page says`() throws {
        let examples = try rows(under: "Where the issuer stands")
        #expect(examples.count >= 20)
        for example in examples {
            let readings = try PlateReader.read(example[0].filter { $0 != "`" }).map { "`\($0.plate.text)`" }
            #expect(readings[0] == example[1], "\(example[0])")
            let others = readings.dropFirst().joined(separator: ", ")
            #expect((others.isEmpty ? "yes" : "no: \(others)") == example[2], "\(example[0])")
        }
    }

    @Test func `the page lists every known series, and the words about plates`() throws {
        let series = Issuer.all.map { ($0, KnownSeries.formats(of: $0)) }.filter { !$0.1.isEmpty }
        #expect(try rows(under: "Known series") == series.map { ["`\($0.code)`", $1.map { "`\($0)`" }.joined(separator: ", ")] })
        let page = try Self.page()
        for words in [PlateWords.ofPlates + PlateWords.ofPlacas, PlateWords.helpers] {
            #expect(page.contains(words.map { "`\($0)`" }.joined(separator: ", ")))
        }
    }

    @Test func `the page shows what is on each telephone key`() throws {
        let cells = try rows(under: "Telephone keys").joined().map { $0.filter { $0 != "`" } }
        #expect(cells.count == 20)
        for pair in stride(from: 0, to: cells.count, by: 2) {
            let keypad = try #require(KeypadDigits(String(repeating: cells[pair], count: 5)))
            let listed = cells[pair + 1].split(separator: " ").map(String.init)
            for character in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".map(String.init) {
                let isOn = keypad.matches(try Plate("ZZ:" + String(repeating: character, count: 5)).key)
                // What folds to a listed character is on the key, too.
                let folded = ["I": "1", "O": "0"][character]
                #expect(isOn == (listed.contains(character) || folded.map(listed.contains) ?? false), "\(cells[pair]) \(character)")
            }
        }
    }

    @Test(arguments: [("English", SpokenLanguage.english), ("Spanish", .spanish), ("French", .french)])
    func `the page lists what sounds alike`(name: String, language: SpokenLanguage) throws {
        let row = try #require(try Self.page().split(separator: "\n").first { $0.hasPrefix("| \(name) | `") })
        let groups = row.split(separator: "`").filter { $0.allSatisfy { $0.isUppercase || $0.isNumber } }
        #expect(groups.count >= 7)
        for character in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ" {
            let listed = Set(groups.filter { $0.contains(character) }.joined()).subtracting([character])
            let plate = try Plate(characters: "XX\(character)", issuer: .unknown)
            let found = SpokenPlate.soundAlikes(of: plate, at: [2], language: language).compactMap(\.plate.characters.last)
            #expect(Set(found) == listed && found.count == listed.count, "\(character)")
        }
    }

    @Test func `what the page lists as deleted is deleted, and no other scalar of the first plane`() throws {
        let listed = try rows(under: "Canonical form").map(\.first).compactMap(\.self).flatMap(Self.scalars)
        #expect(listed.count > 50)
        let deleted = Set(listed)
        var wrong: [UInt32] = []
        for value in UInt32(0)...0xFFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let isDeleted = (try? Plate("A\(Character(scalar))B"))?.characters == "AB"
            if isDeleted != deleted.contains(value) { wrong.append(value) }
        }
        #expect(wrong.isEmpty)
    }

    /// `U+2010–2015, U+2212` as numbers.
    private static func scalars(_ cell: String) -> [UInt32] {
        cell.replacing("U+", with: "").split(separator: ", ").flatMap { part -> [UInt32] in
            let ends = part.split(separator: "–").compactMap { UInt32($0, radix: 16) }
            guard let first = ends.first, let last = ends.last else { return [] }
            return Array(first...last)
        }
    }

    private func rows(under heading: String) throws -> [[String]] { try RepositoryFiles.table(under: heading, in: Self.file) }

    private static func page() throws -> String { try RepositoryFiles.document(file) }

    private static let file = "reference/plates.md"
}
