/// A reader's knowledge besides the text.
package struct ReadingContext: Hashable, Sendable {
    /// The source of the text.
    package enum Kind: Hashable, Sendable {
        /// A field that holds a plate and nothing else: a CSV cell, a form field, a report's `plate`.
        case field
        /// A look-up. The plate alone is a reading, too, if a word next to it may not be its issuer: `ok ABC123`.
        case query
        /// A plate among other words, such as the rest of a report line. A word of letters alone is never certain there, and neither is a
        /// word of one to three characters next to a complete plate.
        case freeText
    }

    /// The country whose codes and names are read first.
    package var country: Country
    /// The issuer of a plate if nobody named one. Its known series count first.
    package var homeIssuer: Issuer?
    /// The issuer that a column, an option or a select named; `.unknown` if it said so. It wins over the words of the text.
    package var namedIssuer: Issuer?
    package var kind: Kind

    package init(country: Country = .us, homeIssuer: Issuer? = nil, namedIssuer: Issuer? = nil, kind: Kind = .field) {
        self.country = country
        self.homeIssuer = homeIssuer
        self.namedIssuer = namedIssuer
        self.kind = kind
    }
}
