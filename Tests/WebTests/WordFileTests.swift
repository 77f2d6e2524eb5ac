import Foundation
import Testing
import Vocabulary
import Web
import Wire

struct WordFileTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Sources/Web")
        .standardizedFileURL

    private static func file(_ language: Language) throws -> Words {
        try Words(language, json: Array(Data(contentsOf: folder.appending(path: "Words/\(language.code).json"))))
    }

    @Test("Each language has the same keys with the same placeholders", arguments: Language.builtIn)
    func keys(language: Language) throws {
        let (words, english) = (try Self.file(language), try Self.file(.english))
        #expect(words.keys.symmetricDifference(english.keys) == [])
        for key in english.keys {
            let placeholders = [words, english].map { Set($0[key].matches(of: Words.placeholder).map { String($0.output.1) }) }
            #expect(placeholders[0] == placeholders[1], "\(key)")
            #expect(!words[key].replacing(Words.placeholder, with: "").contains(/[{}]/), "\(key)")
        }
    }

    @Test("A button's text is at most 22 characters long", arguments: Language.builtIn)
    func buttons(language: Language) throws {
        let words = try Self.file(language)
        let others = ["frame.login", "frame.erase", "lookup.button", "answer.try_again", "error.back"]
        for key in words.keys.filter({ $0.hasSuffix(".button") }) + others { #expect(words[key].count <= 22, "\(key)") }
    }

    @Test("Every key that a template names exists")
    func templates() throws {
        let english = try Self.file(.english)
        for (name, text) in TemplateSet.sources {
            for match in text.matches(of: TemplateSet.wordTag) {
                let key = String(match.output.1)
                #expect(english.optional(key) != nil, "\(name): \(key)")
                let isPlural = key.hasSuffix(".one") || key.hasSuffix(".other")
                #expect(!isPlural, "\(name): only a view knows the count of \(key)")
            }
        }
    }

    @Test("A count takes its language's form, and large numbers are set apart")
    func plurals() throws {
        let (english, french) = (try Self.file(.english), try Self.file(Language.builtIn[2]))
        #expect(english.text("error.wait", count: 1) == "Wait 1 second.")
        #expect(english.text("error.wait", count: 0) == "Wait 0 seconds.")
        #expect(french.text("error.wait", count: 0) == french.text("error.wait", count: 1).replacing("1", with: "0"))
        #expect(english.text("error.wait", count: 12_345) == "Wait 12,345 seconds.")
        #expect(french.number(1_234_567) == "1\u{A0}234\u{A0}567")
        #expect(english.number(-100) == "−100")
    }

    @Test(
        "A long wait is told in hours and minutes, rounded up",
        arguments: [(119, "119 seconds"), (120, "2 min"), (3_600, "1 h"), (63_998, "17 h 47 min")])
    func wait(seconds: Int, shown: String) {
        let page = Site.sample.error(.rateLimited, waitSeconds: seconds, for: PageReader(language: .english))
        #expect(String(decoding: page, as: UTF8.self).replacing("\u{A0}", with: " ").contains("<p>Wait \(shown).</p>"))
    }

    @Test("A file from outside fills in English where it lacks a key, and says which")
    func fallback() throws {
        let somali = try #require(Language("so"))
        let english = try Self.file(.english)
        let words = try Words(
            somali, json: Array(#"{"language":"Soomaali","lookup.title":"Raadi","clock":24,"reviewed":false}"#.utf8), fallback: english)
        #expect(words["lookup.title"] == "Raadi")
        #expect(words["lookup.plate"] == english["lookup.plate"])
        #expect(words.missing.contains("lookup.plate") && !words.missing.contains("lookup.title"))
        #expect(words.optional("no.such.key") == nil)
    }

    @Test("A malformed file is refused", arguments: ["", "[]", "{", #"{"a":{}}"#, #"{"a":[1]}"#, "{\"a\":\"\u{0}\"}"])
    func malformed(json: String) {
        #expect(throws: WireError.self) { try Words(.english, json: Array(json.utf8)) }
    }

    /// A key that the source makes with an interpolation: `answer.\(status).text`.
    private struct MadeKey: Hashable {
        let start: String
        let end: String

        func matches(_ key: String) -> Bool {
            let key = key.replacing(#/\.(one|other)$/#, with: "")
            guard key.hasPrefix(start), key.hasSuffix(end), key.count > start.count + end.count else { return false }
            let middle = String(key.dropFirst(start.count).dropLast(end.count))
            return switch start {
            case "error.": ErrorCode(rawValue: middle) != nil
            case "moderate.": Verdict(rawValue: middle) != nil
            default: !middle.contains(".")
            }
        }
    }

    private static func unusedKeys(_ keys: Set<String>) throws -> [String] {
        let files = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        let source = try files.filter { $0.hasSuffix(".swift") || $0.hasSuffix(".js") || $0.hasSuffix(".mustache") }
            .map { try String(contentsOf: folder.appending(path: $0), encoding: .utf8) }.joined()
        let made = Set(
            source.matches(of: #/"([a-z][a-z_.-]*\.)\\\(([^"]*)/#).map { match in
                MadeKey(
                    start: String(match.output.1),
                    end: match.output.2.lastIndex(of: ")").map { String(match.output.2[$0...].dropFirst()) } ?? "")
            } + source.matches(of: #/(?:name|choices)\("([a-z]+)",/#).map { MadeKey(start: $0.output.1 + ".", end: "") })
        let named = Set(source.matches(of: #/["\[]([a-z][a-z0-9_.–-]+)["\]]/#).map { String($0.output.1) })
        return keys.filter { key in
            let base = key.replacing(#/\.(one|other|title|text)$/#, with: "")
            return !named.contains(key) && !named.contains(base) && !made.contains { $0.matches(key) }
        }.sorted()
    }

    @Test("Every key is used: by name, in a template, or by an interpolated key that can be it")
    func unused() throws {
        let keys = try Self.file(.english).keys.subtracting(["language", "reviewed", "clock"])
        #expect(try Self.unusedKeys(keys) == [])
        let dead: Set = ["moderate.undo.button", "answer.no.such", "error.no.such.title", "lookup.no_such", "sign.convoy.no_such"]
        #expect(try Self.unusedKeys(keys.union(dead)) == dead.sorted(), "the control: dead keys are found")
    }

    @Test("Every error that a page can show has its words", arguments: Language.builtIn)
    func errors(language: Language) throws {
        // Of programs, of starting and operating, of JSON bodies, and of searches that no page makes.
        let elsewhere: Set = ["client", "config", "folder", "seal", "areas", "address", "tls", "process", "control", "backup", "restore"]
        let alsoElsewhere: Set<ErrorCode> = [
            .storeNewer, .storeCorrupt, .storeIncomplete, .storeSettings, .storeUnreadable, .requestMalformedJSON, .requestEncoding,
            .requestMediaType, .requestExpectation, .requestMalformed, .searchKeys, .alertsUndelivered,
        ]
        let words = try Self.file(language)
        let shown = ErrorCode.allCases.filter { !elsewhere.contains($0.group) && !alsoElsewhere.contains($0) }
        #expect(shown.count > 90)
        for code in shown {
            for part in ["title", "advice"] { #expect(words.optional("error.\(code.rawValue).\(part)") != nil, "\(code.rawValue) \(part)") }
        }
        #expect(words.optional("error.client.timeout.title") == nil, "the control")
    }
}
