import Foundation
import Testing
import Vocabulary
import Web
import Wire

struct AnswerLengthTests {
    /// The server pads answers to blocks of this length.
    private static let blockBytes = 8 * 1024

    @Test("The fullest answer for one plate fits one padded block", arguments: Language.builtIn)
    func fullest(language: Language) {
        let page = Site.wordy.lookUp(.most, for: PageReader(language: language, role: .admin))
        #expect(page.count <= Self.blockBytes, "\(page.count)")
        // So is the refusal of a text of 40 characters.
        let refusal = Site.wordy.lookUp(
            refused: .serverBusy, plates: [String(repeating: "&", count: 40)], waitSeconds: 10_000,
            for: PageReader(language: language, role: .admin))
        #expect(refusal.count <= Self.blockBytes)
    }

    @Test("An answer names at most 12 areas and 8 similar plates, and says how many more there are")
    func limits() {
        let html = String(decoding: Site.sample.lookUp(.most, for: PageReader(language: .english, role: .moderator)), as: UTF8.self)
        #expect(html.contains("and 12 more"))
        #expect(html.components(separatedBy: "one character differs").count - 1 == 8)
        #expect(html.contains("10 more states or issuers list these characters."))
    }
}
