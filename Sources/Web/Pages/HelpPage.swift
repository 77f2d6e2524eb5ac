import Vocabulary

/// The help page: the meaning of answers, stored data, and advice for the moment. The bar calls it "More".
struct HelpPage: Sendable {
    let frame: PageFrame
    let isReader: Bool
    let isModerator: Bool
    /// The operator's own "What to do now"; empty for the built-in text.
    let advice: [String]
    let hasAdvice: Bool
    let hasContact: Bool
    /// The signs with their explanations, for which the report form has no room.
    let signs: [Sign]
    /// The registry's address for Tor Browser.
    let onion: String?

    struct Sign: Sendable {
        let name: String
        let explained: String
    }
}

extension Site {
    package func help(for reader: PageReader) -> [UInt8] {
        let edition = edition(reader.language)
        let words = edition.words
        let signs = Sign.allCases.map(\.rawValue).map { sign in
            HelpPage.Sign(name: words.name("sign", sign), explained: words.optional("sign.\(sign).explained") ?? "")
        }
        return edition.templates.page(
            .help,
            HelpPage(
                frame: PageFrame(self, edition, for: reader), isReader: reader.role != nil,
                isModerator: reader.role.map { $0 >= .moderator } ?? false, advice: settings.advice, hasAdvice: !settings.advice.isEmpty,
                hasContact: !edition.lines.isEmpty, signs: signs, onion: settings.onion))
    }
}
