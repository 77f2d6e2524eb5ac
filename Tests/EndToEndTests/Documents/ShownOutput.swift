import Foundation

/// The output that a page shows, as far as it must be the same each time.
///
/// White space does not count, so a page may break a long line. Times, days, tokens, ids and ports may differ, and `…` stands for
/// anything.
struct ShownOutput {
    private let pieces: [String]

    init(_ text: String) {
        pieces = Self.essence(of: text).split(separator: "…", omittingEmptySubsequences: false).map(String.init)
    }

    /// Whether a program's real output equals the shown one.
    func matches(_ output: String) -> Bool {
        var rest = Self.essence(of: output)[...]
        guard rest.hasPrefix(pieces[0]) else { return false }
        rest = rest.dropFirst(pieces[0].count)
        guard pieces.count > 1 else { return rest.isEmpty }
        for piece in pieces[1..<(pieces.count - 1)] {
            guard let found = rest.firstRange(of: piece) else { return false }
            rest = rest[found.upperBound...]
        }
        return rest.hasSuffix(pieces[pieces.count - 1])
    }

    /// The text with a word for each thing that differs from run to run, and without white space.
    private static func essence(of text: String) -> String {
        let colors = #/\u{1B}\[[0-9;]*[A-Za-z]/#
        let secret = #/thaw(?:inv)?_[a-z2-7]*…?/#
        let moment = #/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d{4})/#
        let day = #/\d{4}-\d\d-\d\d/#
        let writtenDay = #/\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?: \d{4})?/#
        let port = #/127\.0\.0\.1:\d+/#
        let clock = #/\b\d\d:\d\d\b/#
        let digits = #/\b[0-9a-f]{32}\b/#
        let shortID = #/\b[0-9A-HJKMNP-TV-Z]{4}\b/#
        let essence = text.replacing(colors, with: "").replacing(secret, with: "<secret>").replacing(moment, with: "<moment>")
            .replacing(day, with: "<day>").replacing(writtenDay, with: "<day>").replacing(port, with: "<server>")
            .replacing(clock, with: "<clock>").replacing(digits, with: "<digits>").replacing(shortID, with: "<id>")
        return String(essence.filter { !$0.isWhitespace })
    }
}
