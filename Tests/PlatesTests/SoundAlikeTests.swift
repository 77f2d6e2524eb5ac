import Plates
import Testing

@Suite struct SoundAlikeTests {
    private func alikes(_ transcript: String, _ language: SpokenLanguage = .english) throws -> [String] {
        let reading = try #require(SpokenPlate.read(transcript, language: language).first)
        return reading.soundAlikes(language: language).map(\.plate.key.characters)
    }

    @Test(arguments: ["tango victor bravo four one six", "t as in tom v as in victor b as in boy nine five eight", "KTV 459"])
    func `a plate without bare letters and guesses has none`(transcript: String) throws {
        #expect(try alikes(transcript).isEmpty)
    }

    @Test(arguments: [
        ("bee dee tee nine two six", SpokenLanguage.english, ["DDT926", "VDT926", "BBT926", "BDP926", "BDT526", "3DT926", "BZT926"], 30),
        ("minnesota bravo em tango four four eight", .english, ["BNT448", "BMT44A", "BMT44H"], 5),
        ("eff es hotel one two seven", .english, ["SSH127", "FFH127", "XSH127", "FXH127"], 4),
        ("i a kilo two two two", .english, ["YAK222", "1HK222", "18K222", "5AK222"], 7),
        ("be ce hache seis dos dos", .spanish, ["DCH622", "PCH622", "BSH622", "BCA622", "BCH722"], 22),
        ("b j kilo sept un un", .french, ["DJK711", "PJK711", "BGK711"], 11),
    ])
    func `bare letters and the figures beside them may be others`(
        transcript: String, language: SpokenLanguage, expected: [String], count: Int
    ) throws {
        let found = try alikes(transcript, language)
        for plate in expected { #expect(found.contains(plate), "\(plate) \(found)") }
        #expect(found.count == count, "\(found)")
        #expect(found.first == expected.first, "the likeliest comes first")
    }

    @Test func `guesses may be others, and code words beside them may not`() throws {
        let found = try alikes("kilo for seven to bravo x-ray")
        #expect(!found.contains { $0.hasPrefix("J") || $0.hasSuffix("DX") })
    }

    @Test(arguments: SpokenLanguage.allCases)
    func `sound-alikes differ at their index alone, and go both ways`(language: SpokenLanguage) throws {
        var plates = RandomPlates()
        for _ in 0..<100 {
            let plate = try Plate(characters: plates.characters(length: 2...10), issuer: .unknown)
            let indices = Array(0..<plate.key.length)
            let found = SpokenPlate.soundAlikes(of: plate, at: indices, language: language)
            #expect(Set(found.map(\.plate.key)).count == found.count && !found.map(\.plate.key).contains(plate.key))
            for alike in found {
                let differing = zip(plate.key.characters, alike.plate.key.characters).enumerated().filter { $0.element.0 != $0.element.1 }
                #expect(differing.map(\.offset) == [alike.index], "seed \(plates.seed)")
                // A 1 may have been said as I, which is another letter.
                guard alike.plate.key.characters == alike.plate.characters else { continue }
                let back = SpokenPlate.soundAlikes(of: alike.plate, at: [alike.index], language: language)
                #expect(back.map(\.plate.key).contains(plate.key), "\(plate.text) \(alike.plate.text), seed \(plates.seed)")
            }
        }
    }

    @Test func `a reading has at most 60`() throws {
        #expect(try alikes("bee dee tee pee vee zee cee bee").count == SpokenReading.soundAlikesMax)
    }
}
