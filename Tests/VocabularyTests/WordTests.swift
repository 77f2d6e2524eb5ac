import Testing
import Vocabulary

@Suite struct WordTests {
    @Test func `a word is read from its number, raw value and name, in any case`() {
        expectReadsBack(Color.self)
        expectReadsBack(Body.self)
        expectReadsBack(Make.self)
        expectReadsBack(Sign.self)
    }

    private func expectReadsBack<Word: VocabularyWord>(_ type: Word.Type) {
        for (word, number) in zip(Word.allCases, 1...) {
            #expect(word.number == UInt8(number))
            #expect(Word(number: word.number) == word)
            #expect(Word(rawValue: word.rawValue) == word)
            #expect(Word(word: word.rawValue.uppercased()) == word)
            #expect(Word(word: word.name) == word)
        }
        #expect(Word(number: 0) == nil)
        #expect(Word(number: UInt8(Word.allCases.count) + 1) == nil)
        #expect(Word(number: 255) == nil)
        #expect(Word.allCases.sorted() == Word.allCases)
    }

    @Test(arguments: [
        ("grey", Color.gray), ("GRAY", .gray), ("Blk", .black), ("off white", .white), ("burgundy", .maroon), ("two-tone", .multicolor),
        ("negra", .black), ("Noire", .black), ("plateada", .silver), ("marrón", .brown), ("CAFÉ", .brown), ("dore\u{301}", .gold),
    ])
    func `colors are read as people type them`(typed: String, color: Color) {
        #expect(Color(word: typed) == color)
    }

    @Test(arguments: [
        ("suv", Body.suv), ("SUV", .suv), ("S.U.V.", .suv), ("truck", .pickup), ("pick-up", .pickup), ("mini van", .minivan), ("van", .van),
        ("boxtruck", .boxTruck), ("Station Wagon", .wagon), ("armoured", .armored),
        ("furgoneta", .van), ("fourgonnette", .van), ("décapotable", .convertible), ("sedán", .sedan), ("4 door", .sedan),
    ])
    func `bodies are read as people type them`(typed: String, body: Body) {
        #expect(Body(word: typed) == body)
    }

    @Test(arguments: [
        ("chevy", Make.chevrolet), ("VW", .volkswagen), ("mercedes", .mercedesBenz), ("land rover", .landRover),
        ("Range_Rover", .landRover),
        ("harley davidson", .harleyDavidson), ("bmw", .bmw), ("Mini", .mini),
    ])
    func `makes are read as people type them`(typed: String, make: Make) {
        #expect(Make(word: typed) == make)
    }

    @Test(arguments: [
        ("agency-markings", Sign.agencyMarkings), ("masked", .maskedOccupants), ("Convoy", .convoy), ("tactical gear", .tacticalGear),
    ])
    func `signs are read as people type them`(typed: String, sign: Sign) {
        #expect(Sign(word: typed) == sign)
    }

    @Test(arguments: ["", " ", "---", "blackish", "black suv", "schwarz", "bläck", "🚗", "black\u{0}"])
    func `a text that is in no list is not a word`(typed: String) {
        #expect(Color(word: typed) == nil)
        #expect(Body(word: typed) == nil)
        #expect(Make(word: typed) == nil)
        #expect(Sign(word: typed) == nil)
    }

    @Test func `every synonym is read as its word`() {
        expectAlsoTyped(Color.self)
        expectAlsoTyped(Body.self)
        expectAlsoTyped(Make.self)
        expectAlsoTyped(Sign.self)
    }

    private func expectAlsoTyped<Word: VocabularyWord>(_ type: Word.Type) {
        for word in Word.allCases {
            for form in word.alsoTyped { #expect(Word(word: form) == word, "\(form)") }
            for code in word.codes {
                #expect(Word(code: code) == word, "\(code)")
                #expect(Word(word: code) == nil, "\(code) is a word of sentences, too")
            }
        }
    }

    /// Databases store the numbers, so changing one corrupts stored data. Add new words at the end.
    @Test func `numbers never change`() {
        expectNumbers(
            Color.self,
            "black white silver gray blue red maroon orange yellow gold tan brown green teal purple pink multicolor")
        expectNumbers(
            Body.self, "sedan coupe hatchback wagon convertible suv pickup minivan van box-truck bus motorcycle armored other")
        expectNumbers(
            Make.self,
            """
            acura alfa-romeo audi bmw buick cadillac chevrolet chrysler dodge fiat ford freightliner genesis gmc harley-davidson honda hummer \
            hyundai infiniti international isuzu jaguar jeep kia land-rover lexus lincoln lucid mazda mercedes-benz mercury mini mitsubishi \
            nissan polestar pontiac porsche ram rivian saab saturn scion subaru suzuki tesla toyota volkswagen volvo other
            """)
        expectNumbers(
            Sign.self,
            """
            agency-markings tactical-gear masked-occupants unmarked-lights police-equipment prisoner-partition convoy staging facility \
            door-to-door traffic-stop detention changed-plates
            """)
    }

    private func expectNumbers<Word: VocabularyWord>(_ type: Word.Type, _ words: String) {
        for (word, number) in zip(words.split(separator: " "), 1...) {
            #expect(Word(number: UInt8(number))?.rawValue == String(word))
        }
    }

    @Test func `a megabyte of text is not a word`() {
        #expect(Color(word: String(repeating: "black", count: 200_000)) == nil)
        #expect(Color(word: "black" + String(repeating: "-", count: 1_000_000)) == nil)
    }

    @Test func `no typed word belongs to two lists, except "other"`() {
        let words = ListedWord.all.filter { $0.plain != "other" }
        let lists = Dictionary(grouping: words, by: \.plain).mapValues { Set($0.map(\.list)) }
        for (plain, lists) in lists { #expect(lists.count == 1, "\(plain) stands in \(lists.sorted())") }
    }

    @Test func `raw values are short slugs`() {
        for word in ListedWord.all {
            #expect(AreaID(word.raw) != nil, "\(word.raw)")
            #expect(word.raw.utf8.count <= 24)
        }
    }

    @Test func `each sign's explanation is one sentence`() {
        for sign in Sign.allCases {
            #expect(sign.explanation.hasSuffix("."))
            #expect(sign.explanation.filter { $0 == "." }.count == 1)
        }
    }
}

/// A word of any list, for tests of all lists.
private struct ListedWord {
    let list: String
    let raw: String
    let plain: String

    static let all = words(Color.self, "color") + words(Body.self, "body") + words(Make.self, "make") + words(Sign.self, "sign")

    private static func words<Word: VocabularyWord>(_ type: Word.Type, _ list: String) -> [ListedWord] {
        Word.allCases.flatMap { word in
            Set([word.rawValue, word.name] + word.alsoTyped).map { form in
                ListedWord(list: list, raw: word.rawValue, plain: form.lowercased().filter { $0.isLetter || $0.isNumber })
            }
        }
    }
}
