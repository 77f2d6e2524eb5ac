import Plates
import TestSupport
import Testing
import ThawCLI

@Suite("Plates among words")
struct PlateListTests {
    private let list = PlateList(country: .us)

    private func shown(_ plates: [[Reading]]) -> [String] {
        plates.map { $0.map(\.plate.shown).joined(separator: " or ") }
    }

    @Test(arguments: [
        (["MN", "ABC-123"], ["MN ABC123"]),
        (["MN ABC 123"], ["MN ABC123"]),
        (["ABC123", "XYZ987"], ["ABC123", "XYZ987"]),
        (["ABC", "123"], ["ABC123"]),
        (["MN", "ABC", "123"], ["MN ABC123"]),
        (["MN", "ABC123", "WI", "XYZ987"], ["MN ABC123", "WI XYZ987"]),
        (["MN", "ABC123", "XYZ987"], ["MN ABC123", "XYZ987"]),
        (["ABC123", "MN"], ["MN ABC123"]),
        (["ABC123", "(MN)", "XYZ987"], ["MN ABC123", "XYZ987"]),
        (["mn:abc123", "xyz987"], ["MN ABC123", "XYZ987"]),
        (["North", "Dakota", "ABC123"], ["ND ABC123"]),
        (["district", "of", "columbia", "ab1234"], ["DC AB1234"]),
        (["AB1"], ["AB1"]),
        (["ABC", "XYZ,", "QRS"], ["ABCXYZ", "QRS"]),
        (["ABC,XYZ"], ["ABC", "XYZ"]),
        (["AL", "12345"], ["AL 12345 or AL12345"]),
        (["AB12", "CD34"], ["AB12", "CD34"]),
        (["-", "MN", "ABC123"], ["MN ABC123"]),
        (["ON", "ABCD123"], ["ON ABCD123"]),
        (["pool00"], ["POOL00"]),
    ])
    func `arguments`(_ arguments: [String], _ plates: [String]) throws {
        #expect(shown(try list.arguments(arguments)) == plates)
    }

    @Test(arguments: [
        ("mn abc 123", ["MN ABC123"]),
        ("abc 123", ["ABC123"]),
        ("7abc 123", ["7ABC123"]),
        ("ab12 cd34", ["AB12CD34"]),
        ("abc123 xyz987", ["ABC123", "XYZ987"]),
        ("mn abc123, wi xyz987", ["MN ABC123", "WI XYZ987"]),
        ("mn abc123; xyz 987", ["MN ABC123", "XYZ987"]),
        ("abc123 (mn)", ["MN ABC123"]),
        ("abc123 mn", ["MN ABC123"]),
        ("minnesota abc123", ["MN ABC123"]),
        ("al 12345", ["AL 12345 or AL12345"]),
        ("12345 al", ["AL 12345 or 12345AL"]),
        ("us-al 12345", ["AL 12345"]),
        ("zz abc123", ["ABC123"]),
        (" , ", []),
        ("- mn abc 123", ["MN ABC123"]),
        ("alpha bravo charlie one two three", ["ABC123"]),
    ])
    func `a typed line`(_ line: String, _ plates: [String]) throws {
        #expect(shown(try list.line(line)) == plates)
    }

    @Test(arguments: [
        ("black KTV482", ["KTV482"], ["black"]), ("KTV482, black", ["KTV482"], ["black"]),
        ("KTV482 white suv", ["KTV482"], ["white", "suv"]),
        ("KTV482 USA", ["KTV482"], ["USA"]), ("KTV482, MN", ["MN KTV482"], []), ("Ontario, Canada CKTD123", ["ON CKTD123"], ["Canada"]),
        ("CKTD123, Ontario, KTV482, Minnesota", ["ON CKTD123", "MN KTV482"], []), ("KTV482 and XYZ123", ["KTV482", "XYZ123"], []),
        ("KTV482/XYZ123", ["KTV482", "XYZ123"], []), ("dodge durango ktv482", ["KTV482"], ["dodge", "durango"]),
        ("ram 4567", ["RAM4567 or 4567"], []), ("RED 123", ["RED123 or 123"], []), ("black", ["BLACK"], []),
        ("KTV482 parked near lake street", ["KTV482"], ["parked", "near", "lake", "street"]),
        ("check KTV482 please", ["KTV482"], ["check", "please"]),
        ("alpha, bravo, charlie, one two three", ["ABC123"], []), ("KTV four eight two", ["KTV482"], []),
        ("camioneta negra KTV482", ["KTV482"], ["camioneta", "negra"]), ("KTV482 (black suv)", ["KTV482"], ["(black", "suv)"]),
    ])
    func `words beside a plate are left out, and named`(_ line: String, _ plates: [String], _ leftOut: [String]) throws {
        let found = try list.plates(inLine: line)
        #expect(shown(found.readings) == plates)
        #expect(found.leftOut == leftOut)
    }

    @Test(arguments: [
        ("West Virginia 1AB234", ["WV 1AB234"]), ("west va 1ab234", ["WV 1AB234"]), ("W. Va. 1AB234", ["WV 1AB234"]),
        ("W Va 1AB234", ["WV 1AB234"]), ("South Dakota KXR360", ["SD KXR360"]), ("North Dakota KXR360", ["ND KXR360"]),
        ("MN Red Lake 1272", ["MN-RL 1272"]), ("red lake 1272", ["MN-RL 1272"]), ("District of Columbia GK 1234", ["DC GK1234"]),
        ("washington dc GK1234", ["DC GK1234"]),
        ("GK1234 Washington, D.C.", ["DC GK1234"]), ("D.C. GK1234", ["DC GK1234"]),
        ("black chevy south dakota kxr360", ["SD KXR360 or KXR360"]), ("NY/TX KXU1234", ["NY KXU1234 or TX KXU1234"]),
        ("Minnesota's KXS401", ["MN KXS401"]), ("MN’s KXS401", ["MN KXS401"]), ("Veracruz de Ignacio de la Llave ABC123", ["VER ABC123"]),
    ])
    func `an issuer's name of several words is read before its words are left out`(_ line: String, _ plates: [String]) throws {
        #expect(shown(try list.plates(inLine: line).readings) == plates)
        #expect(shown(try list.plates(inArguments: line.split(separator: " ").map(String.init)).readings) == plates)
    }

    @Test(arguments: [
        ("LNR dash 482", ["LNR482"]), ("hey, kxs401", ["KXS401"]), ("ok, kxs401", ["OK KXS401 or KXS401"]),
        ("kxv163or168", ["KXV163 or KXV168"]),
        ("vanity plate LUVDOGS MN", ["MN LUVDOGS"]), ("Re: FW: kxs401", ["KXS401"]), ("that one is kxs401", ["KXS401 or ISKXS401"]),
        ("is this one known: kxs401", ["KXS401"]),
        ("kxs401 on lake in front of a school", ["KXS401 or ON KXS401 or KXS401ON"]), ("la placa es kxs401", ["KXS401 or ESKXS401"]),
        ("check kxs401 for me", ["ME KXS401 or KXS401"]), ("hey can you check kxs401 for me", ["ME KXS401 or KXS401"]),
        ("text me kxs401", ["ME KXS401 or KXS401"]), ("ok kxs401", ["OK KXS401 or KXS401"]), ("hi kxs401", ["HI KXS401 or KXS401"]),
        ("oh kxs401", ["OH KXS401 or KXS401"]), ("la kxs401", ["LA KXS401 or KXS401"]), ("kxs401 or", ["OR KXS401 or KXS401"]),
        ("in kxs401", ["IN KXS401 or KXS401"]), ("who is in kxs401", ["IN KXS401 or KXS401"]), ("kxs401 done", ["KXS401"]),
        ("it's kxs401", ["KXS401"]), ("got kxs 401 here", ["KXS401"]), ("can someone run kxs401", ["KXS401"]),
        ("KXS401 at 8pm", ["KXS401 or KXS401AT"]), ("numero de placa kxs401", ["KXS401"]), ("MN plate KXS401", ["MN KXS401"]),
        ("KXS four oh one", ["KXS401"]), ("kxs401 mn thanks", ["MN KXS401 or KXS401"]), ("check mn:kxs401 thanks", ["MN KXS401"]),
        ("MN KXS401 for me", ["MN KXS401 or ME KXS401 or MN KXS401ME or KXS401"]), ("check kxs401, thanks everyone", ["KXS401"]),
        ("Ok kxs401", ["OK KXS401 or KXS401"]), ("kay x s four zero one", ["KXS401 or KAYXS401 or XS401"]),
        ("m n k x s 4 0 1", ["MN KXS401 or MNKXS401"]),
        // One of two characters or plates.
        ("kxv163/8", ["KXV163 or KXV168 or KXV1638"]), ("kxv 16(3 or 8)", ["KXV163 or KXV168"]),
        ("kxs401 or kxt182", ["KXS401", "KXT182"]),
        ("kxs401 or 2", ["KXS401 or KXS402 or KXS4012"]),
        // Pasted lines.
        ("license plate: KXS-401, state: MN", ["MN KXS401"]), ("[12:31] Ana: kxs401 black suv", ["KXS401"]),
        ("{\"plate\":\"KXS401\",\"state\":\"MN\"}", ["MN KXS401"]),
        // Small words beside a plate, and counts.
        ("kxs401 x5", ["KXS401 or KXS401X5"]), ("kxs401 #2", ["KXS401 or KXS4012"]), ("2 kxs401", ["KXS401 or 2KXS401"]),
        // Marks.
        ("KXS,401", ["KXS401 or KXS or 401"]), ("K X S, 4 0 1", ["KXS401 or KXS or 401"]), ("KXS|401", ["KXS401 or KXS or 401"]),
        ("KXS401|MN|black", ["MN KXS401"]), ("MN=KXS401", ["MN KXS401"]), ("[x] KXS401", ["KXS401"]), ("kxs401 (2)", ["KXS401"]),
        ("kxs401?", ["KXS401"]), ("kxs401 ?", ["KXS401"]), ("KXS401&nbsp;", ["KXS401"]), ("Bo: kxs401", ["KXS401"]),
    ])
    func `the plate alone is looked up whenever a word beside it may not be its issuer`(_ line: String, _ plates: [String]) throws {
        #expect(shown(try list.plates(inLine: line).readings) == plates)
        #expect(shown(try list.plates(inArguments: line.split(separator: " ").map(String.init)).readings) == plates)
    }

    @Test(arguments: [
        ("CAFÉ 66", PlateError(.character, character: "É")), ("MN CAFÉ 66", PlateError(.character, character: "É")),
        ("Café 66 mn", PlateError(.character, character: "é")), ("black suv", PlateError(.empty)), ("thanks", PlateError(.empty)),
        ("KXS40?", PlateError(.character, character: "?")),
        ("ends in 482", .part), ("last three 482", .part), ("partial AXW77", .part), ("AXW77xx", .part),
        ("#name?", PlateError(.changedBySpreadsheet)),
    ])
    func `a line that is no plate says why, and nothing of it is looked up`(_ line: String, _ error: PlateError) {
        #expect(throws: PlateListError.plate(error)) { try list.plates(inLine: line) }
        #expect(throws: PlateListError.plate(error)) { try list.plates(inArguments: line.split(separator: " ").map(String.init)) }
    }

    @Test(arguments: [
        (["black", "KTV482"], ["KTV482"]), (["KTV482", "USA"], ["KTV482"]), (["KTV482,", "MN"], ["MN KTV482"]),
        (["KTV482", "black", "XYZ123"], ["KTV482", "XYZ123"]), (["K", "T", "V", "4", "eight", "2"], ["KTV482"]),
        (["New", "Mexico", "ABC123"], ["NM ABC123"]), (["US", "Gov", "G43", "8812L"], ["GOV G438812L or GOVG43"]),
        (["GSA", "G43", "8812L"], ["GOV G438812L or GSAG43"]), (["MN", "KXR", "236", "WI", "KXR", "2370"], ["MN KXR236", "WI KXR2370"]),
    ])
    func `the same for arguments`(_ arguments: [String], _ plates: [String]) throws {
        #expect(shown(try list.plates(inArguments: arguments).readings) == plates)
    }

    @Test func `an issuer that was named as unknown is not asked for again`() throws {
        #expect(try list.line("zz abc123").first?.first?.namesIssuer == true)
        #expect(try list.line("abc123").first?.first?.namesIssuer == false)
    }

    @Test(arguments: [["ABC123", "XYZ"], ["AB1", "XYZ987"], ["MN", "WI", "ABC123", "XY"]])
    func `where one plate ends must be clear`(_ arguments: [String]) {
        #expect(throws: PlateListError.unclear) { try list.plates(inArguments: arguments) }
        #expect(throws: PlateListError.unclear) { try list.arguments(arguments) }
    }

    @Test(arguments: [
        (["ABC€123"], PlateError.Code.character), (["---"], .empty), (["ABCDEFGHJKL"], .tooLong), (["qq:abc123"], .unknownIssuer),
        (["no plate"], .placeholder), (["in transit"], .placeholder),
    ])
    func `what is no plate says why`(_ arguments: [String], _ code: PlateError.Code) {
        do throws(PlateListError) {
            let readings = try list.arguments(arguments)
            Issue.record("read as \(shown(readings))")
        } catch {
            #expect(error == .plate(PlateError(code, character: code == .character ? "€" : nil)))
        }
    }

    @Test func `no text makes it fail in another way`() {
        let seed = UInt64.random(in: .min ... .max)
        var random = SplitMix64(state: seed)
        let alphabet = Array("abc 123,;:()-MN wi é€\t\u{200B}\u{1F697}OI?*")
        for _ in 0..<3_000 {
            let text = String((0..<Int.random(in: 0...24, using: &random)).compactMap { _ in alphabet.randomElement(using: &random) })
            do throws(PlateListError) {
                for readings in try list.line(text) {
                    #expect((1...PlateReader.readingsMax).contains(readings.count), "seed \(seed), \(text)")
                    for reading in readings {
                        #expect((1...10).contains(reading.plate.characters.count), "seed \(seed), \(text)")
                        #expect(try! PlateReader.read(reading.text).first?.plate.key == reading.plate.key, "seed \(seed), \(text)")
                    }
                }
            } catch {
                #expect(!error.sentence.isEmpty, "seed \(seed)")
            }
        }
    }
}
