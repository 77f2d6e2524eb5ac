import Foundation
import Plates
import Testing

/// The shared vector files: the same lines that other programs are held to.
@Suite struct VectorTests {
    struct Read: Sendable, CustomTestStringConvertible {
        let input: String
        let country: Country
        let issuer: String
        let key: String
        let shown: String
        let testDescription: String
    }

    struct Refused: Sendable, CustomTestStringConvertible {
        let input: String
        let country: Country
        let code: String
        var testDescription: String { code }
    }

    @Test func `the files are there`() {
        #expect(Self.read.count >= 25)
        #expect(Self.refused.count >= 12)
    }

    @Test(arguments: read)
    func `a plate is read`(_ vector: Read) throws {
        let plate = try Plate(vector.input, country: vector.country)
        #expect(plate.issuer.code == vector.issuer)
        #expect(plate.key.characters == vector.key)
        #expect(plate.characters == vector.shown)
        #expect(plate.hasUnusualLength == !(4...8).contains(vector.key.count))
    }

    @Test(arguments: refused)
    func `a text is refused`(_ vector: Refused) {
        let error = #expect(throws: PlateError.self) { try Plate(vector.input, country: vector.country) }
        #expect(error?.code.rawValue == vector.code)
        #expect((error?.character != nil) == (vector.code == "plate.character"))
    }

    private static let read = rows("plates.tsv").map { fields in
        Read(
            input: fields[0], country: Country(rawValue: fields[1]) ?? .us, issuer: fields[2], key: fields[3], shown: fields[4],
            testDescription: fields[5])
    }

    private static let refused = rows("plates-refused.tsv").map { fields in
        Refused(input: fields[0], country: Country(rawValue: fields[1]) ?? .us, code: fields[2])
    }

    private static func rows(_ file: String) -> [[String]] {
        let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Vectors").appending(path: file)
        guard let text = try? String(contentsOf: url, encoding: .utf8) else { return [] }
        return text.split(separator: "\n").filter { !$0.hasPrefix("#") }
            .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
    }
}
