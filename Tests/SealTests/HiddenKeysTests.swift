import Foundation
import Seal
import TestSupport
import Testing

/// What a log shows of a value that holds a key, in each way that a value is turned into text.
struct HiddenKeysTests {
    /// Bytes that nothing else in the process has.
    private static let canary: [UInt8] = (0..<32).map { UInt8(truncatingIfNeeded: 0xC7 &+ $0 &* 53) }

    /// A value that holds keys and does not hide them itself, as a request or a setting might.
    private struct Holder {
        let keys: SealKeys
        let weeks: WeekKeys
        let cursors: CursorSeal
    }

    private static func texts(of value: Any) -> [String] {
        var dumped = ""
        dump(value, to: &dumped)
        return ["\(value)", String(describing: value), String(reflecting: value), dumped]
    }

    /// A key in the forms in which programs write bytes.
    private static func forms(of key: [UInt8]) -> [String] {
        let hex = key.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        let numbers = key.map(String.init)
        return [hex, hex.uppercased(), Data(key).base64EncodedString(), numbers.joined(separator: ", "), numbers.joined(separator: ",")]
    }

    @Test("no byte of a key is shown, and nothing that a key could be made from")
    func hidden() throws {
        let folder = TemporaryFolder()
        let keys = try SealKeys(secret: Self.canary)
        var weeks = WeekKeys()
        try WeekKeyFolder(path: folder.path, random: RandomSource { Array(Self.canary.prefix($0)) }).make(1, in: &weeks, joining: keys)
        #expect(weeks.weeks == [1])
        let holder = Holder(keys: keys, weeks: weeks, cursors: keys.cursors)
        for value in [keys, weeks, keys.cursors] as [Any] {
            #expect(Mirror(reflecting: value).children.isEmpty)
            for text in Self.texts(of: value) {
                let figures = text.filter { $0.isNumber }
                #expect(figures.isEmpty, "\(text)")
            }
        }
        for text in Self.texts(of: holder) {
            for form in Self.forms(of: Self.canary) { #expect(!text.contains(form)) }
            #expect(!text.contains("HMAC") && !text.contains("SymmetricKey"), "\(text)")
        }
    }

    @Test("the search finds a key that is not hidden")
    func control() {
        struct Open { let key = HiddenKeysTests.canary }
        #expect(Self.texts(of: Open()).contains { text in Self.forms(of: Self.canary).contains { text.contains($0) } })
    }
}
