package import Vocabulary

/// The reader of a page, and the page's address.
package struct PageReader: Hashable, Sendable {
    package var language: Language
    /// `nil` for anybody.
    package var role: Role?
    /// The short ID of the token; for scripts, which keep reports apart by it.
    package var tokenID: String?
    /// Whether the browser held a token that has ended; the page says so.
    package var hasEnded = false
    /// The page's own address without the language, for the links to the other languages: `/figures`.
    package var path: String

    package init(language: Language, role: Role? = nil, path: String = "/") {
        self.language = language
        self.role = role
        self.path = path
    }

    /// Whether the reader sees everything that token holders see. A caller sees only what anyone sees.
    var isMember: Bool { role.map { $0 >= .reader } ?? false }
}
