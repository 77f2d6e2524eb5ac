import Crypto
import Seal
import Sightings
import Wire

/// The end of a page, bound to the query that it answers.
struct PageCursor {
    private let cursors: CursorSeal
    private let question: [UInt8]

    private static let questionBytes = 8

    /// - Parameter question: everything that must be the same for the next page.
    init(_ cursors: CursorSeal, question: some Encodable) {
        self.cursors = cursors
        self.question = Array(SHA256.hash(data: WireJSON.encode(question)).prefix(Self.questionBytes))
    }

    func seal(_ position: Listings.PagePosition?) -> String? { seal(position?.bytes) }

    func seal(_ bytes: [UInt8]?) -> String? {
        bytes.map { cursors.seal(question + $0) }
    }

    /// - Throws: `cursor.invalid` if this daemon did not seal it for this query.
    func open(_ text: String?) throws(Refusal) -> Listings.PagePosition? {
        try open(text, as: Listings.PagePosition.init(bytes:))
    }

    /// - Throws: the same.
    func open<Position>(_ text: String?, as read: ([UInt8]) -> Position?) throws(Refusal) -> Position? {
        guard let text else { return nil }
        guard let bytes = cursors.open(text), bytes.starts(with: question),
            let position = read(Array(bytes.dropFirst(Self.questionBytes)))
        else { throw Refusal(.cursorInvalid, field: "cursor") }
        return position
    }
}
