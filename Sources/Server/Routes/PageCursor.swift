import Crypto
import Seal
import Sightings
import Wire

/// Where a page ended, bound to the question that it answers.
struct PageCursor {
    private let cursors: CursorSeal
    private let question: [UInt8]

    private static let questionBytes = 8

    /// - Parameter question: whatever must be the same for the next page.
    init(_ cursors: CursorSeal, question: some Encodable) {
        self.cursors = cursors
        self.question = Array(SHA256.hash(data: WireJSON.encode(question)).prefix(Self.questionBytes))
    }

    func seal(_ position: Listings.PagePosition?) -> String? {
        position.map { cursors.seal(question + $0.bytes) }
    }

    /// - Throws: `cursor.invalid` for what this daemon did not seal for this question.
    func open(_ text: String?) throws -> Listings.PagePosition? {
        guard let text else { return nil }
        guard let bytes = cursors.open(text), bytes.starts(with: question),
            let position = Listings.PagePosition(bytes: Array(bytes.dropFirst(Self.questionBytes)))
        else { throw Refusal(.cursorInvalid, field: "cursor") }
        return position
    }
}
