import Plates
import TestSupport
import Testing

/// Transcripts that hold no plate, and transcripts made to hurt.
@Suite struct SpokenHostileTests {
    private static let letterWords = [
        "alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india", "juliett", "kilo", "lima", "mike", "november",
        "oscar",
        "papa", "quebec", "romeo", "sierra", "tango", "uniform", "victor", "whiskey", "x-ray", "yankee", "zulu",
    ]
    private static let figureWords = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]

    /// Words that name no character, neither by themselves nor by their sound.
    private static let ordinaryWords: [SpokenLanguage: [String]] = [
        .english: [
            "the", "a", "to", "for", "you", "are", "see", "why", "oh", "i", "be", "in", "an", "is", "was", "we", "van", "black", "white",
            "street",
            "people", "please", "hello", "thanks", "no", "sorry", "wait", "car", "plate", "license", "minnesota", "wisconsin", "agents",
            "there",
            "truck", "looking", "need", "help", "can", "check", "my", "your", "who", "where", "it", "and", "or", "not", "scratch", "that",
            "again",
            "start", "over", "mean", "person", "talk", "hotline", "wrong", "good", "morning", "school", "church", "corner", "parked",
            "watching",
            "somebody", "kitchen", "window", "purple", "umbrella", "running", "yesterday", "neighbor", "as", "like", "double", "um", "okay",
            "number",
        ],
        .spanish: [
            "la", "de", "a", "y", "o", "es", "un", "en", "el", "que", "no", "placa", "minnesota", "calle", "negra", "camioneta", "hola",
            "gracias",
            "por", "favor", "quiero", "hablar", "con", "alguien", "agentes", "hay", "donde", "perdón", "espere", "coche", "ventana",
            "cocina", "escuela",
        ],
        .french: [
            "la", "de", "le", "a", "y", "est", "une", "dans", "que", "non", "plaque", "ontario", "rue", "noire", "voiture", "bonjour",
            "merci",
            "je", "voudrais", "parler", "avec", "quelqu'un", "agents", "il", "où", "pardon", "attendez", "fenêtre", "cuisine", "école",
        ],
    ]

    @Test(arguments: SpokenLanguage.allCases)
    func `a sentence of ordinary words holds no plate`(_ language: SpokenLanguage) throws {
        var random = RandomPlates()
        let words = try #require(Self.ordinaryWords[language])
        for _ in 0..<600 {
            let sentence = (0..<Int.random(in: 1...14, using: &random.random)).map { _ in random.pick(words) }.joined(separator: " ")
            let readings = SpokenPlate.read(sentence, language: language)
            #expect(readings.isEmpty, "seed \(random.seed): \(sentence)")
        }
    }

    @Test func `a plate in code words is read whatever it is`() {
        var random = RandomPlates()
        for _ in 0..<400 {
            let characters = random.characters(length: 4...8)
            // Figures alone may be a time or a telephone number.
            guard characters.contains(where: \.isLetter), characters.contains(where: \.isNumber) else { continue }
            let words = characters.utf8.map { byte in
                byte > UInt8(ascii: "9") ? Self.letterWords[Int(byte - UInt8(ascii: "A"))] : Self.figureWords[Int(byte - UInt8(ascii: "0"))]
            }
            let filled = words.map { random.pick(["", "", "", "uh "]) + $0 }.joined(separator: random.pick([" ", ", "]))
            let read = SpokenPlate.read(filled, language: .english).first?.plate.key.characters
            #expect(read == characters, "seed \(random.seed): \(filled)")
        }
    }

    @Test func `random transcripts never crash, and what they give is well-formed`() {
        var random = RandomPlates()
        let pieces =
            Self.letterWords + Self.figureWords + Self.ordinaryWords.values.joined() + Issuer.all.map(\.name) + [
                "twenty", "hundred", "thousand", "double", "triple", "as in", "no", "scratch that", "start over", "not", "fifty", "teens",
                "and",
                "ABC", "412", "8PXL204", "7:30", "12/5", "'", "-", "--", ".", ",", "\u{301}", "é", "ñ", "😀", "\u{0}", "\u{202E}", "שלום",
                "MN", "x",
                "dos", "cien", "mil", "doble", "y", "quatre", "vingt", "soixante", "cent", "l'", "'l", "ｃａ", "９", "\n", "\t",
            ]
        var read = 0
        for _ in 0..<1000 {
            let transcript = (0..<Int.random(in: 0...20, using: &random.random)).map { _ in random.pick(pieces) }.joined(separator: " ")
            let language = random.pick(SpokenLanguage.allCases)
            let readings = SpokenPlate.read(transcript, language: language)
            read += readings.isEmpty ? 0 : 1
            #expect(readings.count <= SpokenPlate.readingsMax, "seed \(random.seed)")
            #expect(readings.map(\.cost) == readings.map(\.cost).sorted(), "seed \(random.seed)")
            #expect(Set(readings.map(\.plate.key)).count == readings.count, "seed \(random.seed)")
            for reading in readings {
                #expect(PlateKey(packed: reading.plate.key.packed) == reading.plate.key, "seed \(random.seed)")
                let places = 0..<reading.plate.key.length
                #expect((reading.unsureIndices + reading.bareIndices).allSatisfy(places.contains), "seed \(random.seed)")
                #expect(reading.margin.map { $0 >= 0 } ?? true, "seed \(random.seed)")
            }
            _ = SpokenPlate.looksSpoken(transcript, language: language)
        }
        #expect(read > 20, "seed \(random.seed)")
    }

    @Test func `random bytes never crash`() {
        var random = RandomPlates()
        for _ in 0..<1000 {
            let bytes = (0..<Int.random(in: 0...60, using: &random.random)).map { _ in
                UInt8.random(in: .min ... .max, using: &random.random)
            }
            let transcript = String(decoding: bytes, as: UTF8.self)
            #expect(SpokenPlate.read(transcript, language: random.pick(SpokenLanguage.allCases)).count <= SpokenPlate.readingsMax)
            _ = SpokenPlate.looksSpoken(transcript)
        }
    }

    @Test func `a transcript beyond the limits holds no plate, for half of one would be a wrong one`() {
        let plate = " alpha bravo charlie one two three"
        let filler = String(repeating: "uh ", count: SpokenPlate.wordsMax - 6)
        #expect(SpokenPlate.read(filler + plate, language: .english).first?.plate.characters == "ABC123")
        #expect(SpokenPlate.read("uh " + filler + plate, language: .english).isEmpty)
        let spaces = String(repeating: " ", count: SpokenPlate.bytesMax - plate.utf8.count)
        #expect(SpokenPlate.read(spaces + plate, language: .english).first?.plate.characters == "ABC123")
        #expect(SpokenPlate.read(" " + spaces + plate, language: .english).isEmpty)
        for giant in ["a", "a ", "alpha ", "double ", "no ", "\u{301}", "😀", "hundred ", "as in ", "two thousand "] {
            #expect(SpokenPlate.read(String(repeating: giant, count: 100_000), language: .english).isEmpty)
            #expect(!SpokenPlate.looksSpoken(String(repeating: giant, count: 100_000)))
            for language in SpokenLanguage.allCases {
                let most = min(SpokenPlate.wordsMax, SpokenPlate.bytesMax / giant.utf8.count)
                #expect(SpokenPlate.read(String(repeating: giant, count: most), language: language).count <= SpokenPlate.readingsMax)
            }
        }
    }

    @Test func `a transcript that breaks off anywhere never crashes`() {
        for row in SpokenPlateTests.rows("spoken.tsv") + SpokenPlateTests.rows("spoken-more.tsv") {
            let words = row.transcript.split(separator: " ")
            for count in words.indices {
                let readings = SpokenPlate.read(words[..<count].joined(separator: " "), language: row.language)
                #expect(readings.count <= SpokenPlate.readingsMax)
            }
        }
    }

    @Test func `an empty transcript holds no plate`() {
        for text in ["", " ", "\u{0}", "...", "\u{200B}", "😀"] { #expect(SpokenPlate.read(text, language: .english).isEmpty) }
    }
}
