import Plates
import Testing

/// A dialog, as ``DialogPlayer`` writes it.
struct WrittenDialog: Sendable, CustomTestStringConvertible {
    let name: String
    var language = SpokenLanguage.english
    var listed: Set<String> = []
    var hasPerson = true
    let text: String

    var testDescription: String { name }
}

@Suite("Dialogs of calls")
struct DialogTests {
    @Test(arguments: WrittenDialog.all)
    func `a call says and asks what is written`(_ dialog: WrittenDialog) {
        let player = DialogPlayer(listed: dialog.listed, hasPerson: dialog.hasPerson)
        #expect(player.play(dialog.text, language: dialog.language) == dialog.text)
    }

    @Test func `a call asks at most 60 times, then ends`() {
        let player = DialogPlayer(listed: [])
        let plates = String(repeating: "> kilo lima november four five six\n", count: 61)
        let lines = player.play(plates).split(separator: "\n")
        #expect(lines.count { $0 == "? KLN456" } == 60)
        #expect(lines.last == "< This call is at its limit. Call again. [hang up]")
    }

    @Test(arguments: SpokenLanguage.allCases)
    func `no failure sounds like "not listed"`(_ language: SpokenLanguage) {
        let player = DialogPlayer(listed: [])
        let unlisted = player.play("> kilo lima november 4 5 6", language: language).split(separator: "\n").last ?? ""
        let events = [
            "(unheard)", "(too many)", "(noise)", "(no person)", "(overtime)", "# 12", "(registry is down)\n> kilo lima november 4 5 6",
        ]
        let start = unlisted.dropFirst("< ".count).split(separator: " ").dropFirst(6).prefix(3).joined(separator: " ")
        #expect(!start.isEmpty)
        for event in events {
            #expect(!player.play("> \(event)", language: language).contains(start))
        }
    }
}
