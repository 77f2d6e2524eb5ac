import Vocabulary

/// What the answers mean, what is stored, and what to do now. The bar calls it "More".
struct HelpPage: Sendable {
    let frame: PageFrame
    let isReader: Bool
    let isModerator: Bool
    /// The operator's own "What to do now"; empty for the built-in text.
    let advice: [String]
    let hasAdvice: Bool
    let hasContact: Bool
    /// The registry's address for Tor Browser.
    let onion: String?
}

extension Site {
    package func help(for reader: PageReader) -> [UInt8] {
        let edition = edition(reader.language)
        return edition.templates.page(
            .help,
            HelpPage(
                frame: PageFrame(self, edition, for: reader), isReader: reader.role != nil,
                isModerator: reader.role.map { $0 >= .moderator } ?? false, advice: settings.advice, hasAdvice: !settings.advice.isEmpty,
                hasContact: !edition.lines.isEmpty, onion: settings.onion))
    }
}
