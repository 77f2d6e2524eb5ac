import Testing
import Wire

struct CodeTests {
    private let random: [UInt8] = Array(0..<20)

    @Test("A token has its prefix, 32 random characters and a check")
    func tokenText() {
        let token = BearerToken(random: random)
        #expect(token.text.hasPrefix("thaw_aaaqeayeaudaocajbifqydiob4ibceqt"))
        #expect(token.text.utf8.count == 5 + 32 + 4)
        #expect(BearerToken(token.text) == token)
        #expect(BearerToken(token.text.uppercased()) == token)
    }

    @Test("An invite is not a token, nor the other way round")
    func prefixesDiffer() {
        let token = BearerToken(random: random)
        let invite = InviteCode(random: random)
        #expect(invite.text.hasPrefix("thawinv_"))
        #expect(InviteCode(invite.text) == invite)
        #expect(BearerToken(invite.text) == nil)
        #expect(InviteCode(token.text) == nil)
        #expect(BearerToken("thaw_" + invite.text.dropFirst(8)) == nil)
    }

    @Test("Any one mistyped character and any swap of neighbours is caught")
    func typingErrors() {
        let text = Array(BearerToken(random: random).text)
        for index in text.indices {
            for character in "abcdefghijklmnopqrstuvwxyz234567_018 é" where character != text[index] {
                var typed = text
                typed[index] = character
                #expect(BearerToken(String(typed)) == nil, "\(character) at \(index)")
            }
        }
        for index in text.indices.dropLast() where text[index] != text[index + 1] {
            var typed = text
            typed.swapAt(index, index + 1)
            #expect(BearerToken(String(typed)) == nil, "swap at \(index)")
        }
    }

    @Test("A text that is too short, too long or padded is not a token")
    func wrongLength() {
        let text = BearerToken(random: random).text
        for typed in ["", "thaw_", String(text.dropLast()), text + "a", " " + text, text + "\n", String(text.dropFirst(5))] {
            #expect(BearerToken(typed) == nil)
        }
    }

    @Test("Neither shows itself when printed or dumped")
    func descriptionsHide() {
        let token = BearerToken(random: random)
        let invite = InviteCode(random: random)
        var dumped = ""
        dump([token], to: &dumped)
        dump([invite], to: &dumped)
        for shown in ["\(token)", String(reflecting: token), "\(invite)", String(reflecting: [invite]), dumped] {
            #expect(!shown.contains(token.text.dropFirst(8).prefix(8)), "\(shown)")
        }
    }
}
