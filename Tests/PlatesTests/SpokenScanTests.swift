import Plates
import TestSupport
import Testing

/// A typed text is tried as a spoken plate only if it cannot be a typed one.
@Suite struct SpokenScanTests {
    @Test(arguments: [
        "alpha bravo charlie one two three", "Tango Victor Bravo 416", "minnesota november papa kilo two eight four",
        "j k r five eight one",
        "adam bravo c 1 6 4", "kilo lima mike no november four five six", "ALPHA-BRAVO-CHARLIE-123", "double u n z six six four",
        "delta papa quebec 336 minnesota",
    ])
    func `a plate in words looks spoken`(_ text: String) {
        #expect(SpokenPlate.looksSpoken(text))
    }

    @Test(arguments: [
        "", "MN ABC123", "ABC123", "TANGO 7", "ECHO ONE", "Minnesota ECHO ONE", "GOLF 4U", "ALPHA1", "New Hampshire ABC 1234",
        "B.D.N. 3 0 6",
        "one two six", "A B C D E F 1 2 3", "hello can you hear me", "white transit van on lake street", "oh my god", "ALPHABRAVOCHARLIE",
        "black suv powderhorn abc123",
    ])
    func `a typed text does not look spoken`(_ text: String) {
        #expect(!SpokenPlate.looksSpoken(text))
    }

    @Test(arguments: [
        ("equis i griega zeta cuatro cinco seis", SpokenLanguage.spanish), ("alfa bravo charlie dos cero cuatro", .spanish),
        ("effe elle emme sept huit", .french),
    ])
    func `a plate in the words of a language looks spoken in it`(_ text: String, _ language: SpokenLanguage) {
        #expect(SpokenPlate.looksSpoken(text, language: language))
    }

    @Test func `no typed plate looks spoken, with any issuer before or behind it`() throws {
        var random = RandomPlates()
        let words = [
            "ONE", "TWO", "SIX", "TEN", "GOLF", "ECHO", "KILO", "LIMA", "MIKE", "PAPA", "BEE", "DEE", "OH", "A", "B", "7", "42", "SAM",
            "TOM",
        ]
        for _ in 0..<2000 {
            var plate = (0..<Int.random(in: 1...5, using: &random.random)).map { _ in random.pick(words) }
            while plate.joined().count > PlateKey.lengthMax { plate.removeLast() }
            let typed = plate.joined(separator: random.pick([" ", "-", "."]))
            let issuer = random.pick(Issuer.all)
            for text in [
                typed, "\(issuer.name) \(typed)", "\(typed) \(issuer.name)", "\(issuer.code):\(typed)", "\(typed) (\(issuer.abbreviation))",
            ] {
                #expect(!SpokenPlate.looksSpoken(text), "seed \(random.seed): \(text)")
            }
        }
    }
}
