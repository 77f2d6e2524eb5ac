import Foundation
import Plates
import Testing

/// The tables of spoken plates: what was said, and which plate was meant.
@Suite struct SpokenPlateTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let transcript: String
        /// The plates that were meant, the likeliest first; empty if none was said.
        let expected: [String]
        let language: SpokenLanguage
        let line: Int
        var testDescription: String { "line \(line): \(transcript)" }
    }

    @Test func `the tables are there`() {
        #expect(Self.rows("spoken.tsv").count == 100)
        #expect(Self.rows("spoken-more.tsv").count >= 500)
    }

    @Test(arguments: rows("spoken.tsv") + rows("spoken-more.tsv"))
    func `a transcript is read as the plate that was meant`(_ row: Row) throws {
        let readings = SpokenPlate.read(row.transcript, language: row.language)
        let read = readings.map { "\($0.plate.issuer.code) \($0.plate.key.characters)" }
        #expect(read.first == row.expected.first)
        for plate in row.expected { #expect(read.contains(plate)) }
        for reading in readings { #expect(reading.isIssuerNamed == (reading.plate.issuer != .unknown)) }
    }

    /// Where the letters were read as such, they are shown as such: `GIO`, not `G10`.
    @Test(arguments: [
        ("golf india oscar two two two", "GIO222"), ("golf one zero two two two", "G10222"), ("tom boy five o six", "TB506"),
        ("o o x one oh one", "OOX101"), ("p oh p four four two", "POP442"),
    ])
    func `letters and figures are shown as they were said`(_ transcript: String, _ shown: String) {
        #expect(SpokenPlate.read(transcript, language: .english).first?.plate.characters == shown)
    }

    @Test func `code words and digits cost nothing and leave no doubt`() throws {
        let reading = try #require(SpokenPlate.read("tango victor bravo four one six", language: .english).first)
        #expect(reading.cost < 0.1)
        #expect(reading.unsureIndices.isEmpty)
        #expect(reading.bareIndices.isEmpty)
        #expect(reading.margin ?? 1 > 0.5)
    }

    @Test func `bare letters and guesses are named by their places`() throws {
        let bare = try #require(SpokenPlate.read("bravo dee tee nine two six", language: .english).first)
        #expect(bare.bareIndices == [1, 2])
        #expect(bare.unsureIndices.isEmpty)
        let guessed = try #require(SpokenPlate.read("kilo for seven to bravo x-ray", language: .english).first)
        #expect(guessed.unsureIndices == [1, 3])
    }

    @Test func `Quebec is a letter, and its second reading is the issuer`() {
        let readings = SpokenPlate.read("quebec alpha bravo charlie one two three", language: .english)
        #expect(readings.map(\.plate.text) == ["ZZ QABC123", "CA-QC ABC123"])
        #expect(readings.map(\.isIssuerNamed) == [false, true])
    }

    /// docs/reference/plates.md names each of these with the characters it is read as.
    @Test(arguments: [
        ("forty seven", "47"), ("three hundred twelve", "312"), ("nineteen eighty four", "1984"), ("double seven", "77"),
        ("triple k", "KKK"),
        ("two sevens", "77"), ("oh niner tree fife fower", "09354"), ("d for delta", "D"), ("home tell", "H"), ("brafo", "B"),
        ("box trot", "F"),
    ])
    func `the page's examples are read as it says`(_ said: String, _ characters: String) {
        let readings = SpokenPlate.read("plate x-ray zulu \(said)", language: .english)
        #expect(readings.first?.plate.characters == "XZ\(characters)")
    }

    static func rows(_ file: String) -> [Row] {
        let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Vectors").appending(path: file)
        guard let text = try? String(contentsOf: url, encoding: .utf8) else { return [] }
        return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap { index, line in
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard fields.count == 3, !line.hasPrefix("#"), fields[0] != "transcript" else { return nil }
            let language = fields[2].split(separator: " ").first.flatMap { SpokenLanguage(rawValue: String($0)) } ?? .english
            let expected = fields[1] == "-" ? [] : fields[1].components(separatedBy: " | ").map(folded)
            return Row(transcript: fields[0], expected: expected, language: language, line: index + 1)
        }
    }

    /// `ZZ GIO222` as the key has it: `ZZ G10222`.
    private static func folded(_ expected: String) -> String {
        guard let plate = try? Plate(expected.replacing(" ", with: ":")) else { return "not a plate: \(expected)" }
        return "\(plate.issuer.code) \(plate.key.characters)"
    }
}
