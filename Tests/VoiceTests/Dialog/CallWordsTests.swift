import Plates
import Testing
import Vocabulary
import Voice

@Suite("Words of calls")
struct CallWordsTests {
    @Test(arguments: SpokenLanguage.allCases)
    func `each language has the same keys`(_ language: SpokenLanguage) {
        #expect(CallWords.of(language).keys == CallWords.of(.english).keys)
    }

    @Test(arguments: SpokenLanguage.allCases)
    func `each color and body has a word, and each character`(_ language: SpokenLanguage) {
        let keys = CallWords.of(language).keys
        #expect(keys.isSuperset(of: Color.allCases.map { "color.\($0.rawValue)" }))
        #expect(keys.isSuperset(of: Body.allCases.map { "body.\($0.rawValue)" }))
        #expect(keys.isSuperset(of: "abcdefghijklmnopqrstuvwxyz".map { "character.\($0)" }))
    }

    @Test(arguments: SpokenLanguage.allCases)
    func `each sound has a name of its own, which is a plain file name`(_ language: SpokenLanguage) {
        let clips = CallWords.of(language).phrases.compactMap(\.clip)
        #expect(Set(clips).count == clips.count)
        #expect(clips.allSatisfy { $0.wholeMatch(of: /[a-z0-9._-]+/) != nil })
    }

    @Test(arguments: SpokenLanguage.allCases)
    func `no text says that a vehicle is safe`(_ language: SpokenLanguage) {
        let words = CallWords.of(language)
        for key in words.keys where key != "not_safe" {
            #expect(words[key].firstMatch(of: /\b(safe|seguro|sûr|danger)\b/) == nil, "\(key)")
        }
    }

    @Test func `a text ends its sentences, and separates what is listed`() {
        let phrases: [Phrase] = [
            .character(UInt8(ascii: "K")), .character(UInt8(ascii: "4")), .word("listed"), .pause, .word("next"), .pause,
        ]
        #expect(Phrase.text(of: phrases, .of(.english)) == "Kilo, 4, listed, confirmed. Next plate?")
    }
}
