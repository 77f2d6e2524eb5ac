import Foundation
import Testing

/// A word that this project no longer uses; `docs/internals/glossary.md` says what replaced it.
struct RetiredWord: Sendable, CustomTestStringConvertible {
    /// A use of a word that means something else.
    struct Exception: Sendable {
        let word: String
        /// From the package's root; everything below it is excepted.
        let path: String
        let reason: String
    }

    static let all = ["deed", "heardIn", "placeNothing", "unkept", "SetAside", "sieve", "agenda", "desk", "lane", "standIn"].map(Self.init)
    static let exceptions = [
        Exception(word: "lane", path: "Sources/Plates/Spoken/", reason: "a word of street names, which are no plates"),
        Exception(word: "lane", path: "Sources/ThawCLI/Input/", reason: "a word of street names, which are no plates"),
        Exception(word: "lane", path: "Sources/ThawCLI/Report/", reason: "a word beside a number that is not a plate"),
        Exception(word: "agenda", path: "Sources/Sightings/Reading/MetricFigures.swift", reason: "a label of a metric"),
        Exception(word: "SetAside", path: "Sources/Client/", reason: "the outbox's folder for damaged files"),
        Exception(word: "SetAside", path: "Sources/ThawCLI/", reason: "the outbox's folder for damaged files"),
    ]

    let name: String
    /// Its words in lower case.
    private let parts: [String]

    var testDescription: String { name }

    init(_ name: String) {
        self.name = name
        parts = Self.words(of: name)
    }

    /// Whether a file may use it in another sense.
    func isAllowed(in path: String) -> Bool {
        Self.exceptions.contains { $0.word == name && path.hasPrefix($0.path) }
    }

    /// Whether a line has it: whole, in the plural, hyphenated, or as words inside a camelCase identifier.
    ///
    /// A part of a longer word does not count (`desktop`, `plane`), and neither do separate words (`set aside`).
    func isFound(in line: Substring) -> Bool {
        let hyphenated = parts.count > 1 && name == "standIn"
        let runs = line.split { !($0.isASCII && $0.isLetter || hyphenated && $0 == "-") }
        return runs.contains { run in isFound(amongWords: Self.words(of: run.replacing("-", with: " "))) }
    }

    private func isFound(amongWords words: [String]) -> Bool {
        guard words.count >= parts.count else { return false }
        return (0...(words.count - parts.count)).contains { start in
            let end = start + parts.count - 1
            return words[start..<end] == parts[..<(parts.count - 1)] && [parts.last, parts.last.map { $0 + "s" }].contains(words[end])
        }
    }

    /// `HTTPLanesOff` as `http`, `lanes`, `off`.
    private static func words(of run: some StringProtocol) -> [String] {
        String(run).matches(of: /[A-Z]+(?![a-z])|[A-Z]?[a-z]+/).map { $0.output.lowercased() }
    }
}
