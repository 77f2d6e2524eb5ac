import Plates
import TestSupport
import Testing
import ThawCLI
import Vocabulary

@Suite("A report from one line, its words in any order")
struct ReportLineTests {
    private let line = ReportLine(
        areas: AreaNames(RelayedRegistry.areas), country: .us,
        times: TimeReader(zone: Fixture.chicago, now: Fixture.now, ageHoursMax: 24))

    struct Expected: Sendable {
        var plates: [String] = ["MN ABC123"]
        var area: String?
        var minutesAgo: Int64?
        var vehicle = Vehicle()
        var signs: Signs = []
    }

    @Test(arguments: [
        (
            "mn abc123 black suv powderhorn convoy 20m ago",
            Expected(area: "powderhorn", minutesAgo: 20, vehicle: Vehicle(color: .black, body: .suv), signs: [.convoy])
        ),
        (
            "20 min ago powderhorn, black ford suv, MN ABC-123, convoy, tactical gear",
            Expected(
                area: "powderhorn", minutesAgo: 20, vehicle: Vehicle(color: .black, body: .suv, make: .ford),
                signs: [.convoy, .tacticalGear])
        ),
        (
            "convoy mn abc 123 lake street east grey pickup truck",
            Expected(area: "lake-street-east", vehicle: Vehicle(color: .gray, body: .pickup), signs: [.convoy])
        ),
        ("mn:abc123 powderhorn park", Expected(area: "powderhorn")),
        ("abc123 black mn", Expected(vehicle: Vehicle(color: .black))),
        ("land rover MN abc123 door to door", Expected(vehicle: Vehicle(make: .landRover), signs: [.doorToDoor])),
        ("abc123 15:30 longfellow", Expected(plates: ["ABC123"], area: "longfellow", minutesAgo: 11)),
        ("mn abc123 xyz9876 convoy powderhorn", Expected(plates: ["MN ABC123", "XYZ9876"], area: "powderhorn", signs: [.convoy])),
        ("MN ABC123", Expected()),
        ("abc123 (mn) BLACK", Expected(vehicle: Vehicle(color: .black))),
    ])
    func `is read without a question`(_ text: String, _ expected: Expected) {
        let draft = line.read(text)
        #expect(draft.ambiguities.isEmpty)
        #expect(draft.plates.map(\.plate.shown) == expected.plates)
        #expect(draft.area?.description == expected.area)
        #expect(draft.seenAt.map { (Fixture.now - $0) / 60 } == expected.minutesAgo)
        #expect(draft.vehicle == expected.vehicle)
        #expect(draft.signs == expected.signs)
    }

    @Test(
        arguments: [
            ("mn abc123 powderhron", Ambiguity.Field.area, "powderhorn"),
            ("mn abc123 blakc suv", .color, "black"),
            ("mn abc123 black white suv", .color, "white"),
            ("mn abc123 1:30", .time, nil),
            ("mn abc123 16:30", .time, nil),
            ("mn abc123 yesterday", .time, nil),
            ("abc123 black xyz987", .plate, nil),
            ("abc123 xyz9876 black", .plate, nil),
            ("mn abc€123", .plate, nil),
            ("mn abc123 10m 30m", .time, nil),
            ("no plate black suv", .plate, nil),
            ("temp tag white van", .plate, nil),
        ] as [(String, Ambiguity.Field, String?)])
    func `asks where it could mean two things`(_ text: String, _ field: Ambiguity.Field, _ suggestion: String?) throws {
        let draft = line.read(text)
        let ambiguity = try #require(draft.ambiguities.first)
        #expect(draft.ambiguities.count == 1)
        #expect(ambiguity.field == field)
        #expect(ambiguity.suggestion == suggestion)
        #expect(!ambiguity.sentence.isEmpty)
    }

    @Test(arguments: [
        ("al 12345 black", ["AL:12345", "AL12345"]),
        ("MN-ABC124 powderhorn", ["MN:ABC124", "MNABC124"]),
        ("mn red 123", ["MN:RED123", "MN:123"]),
        ("wi ram 4567 black suv", ["WI:RAM4567", "WI:4567"]),
        ("ny 10 am 1234", ["NY:10AM1234", "NY:1234"]),
        ("ulq 117 2 suv", ["ULQ117", "ULQ1172"]),
        ("tkp 116 federal plates", ["GOV:TKP116", "TKP116"]),
        ("abcd 123 powderhorn", ["ABCD123", "123"]),
        ("alpha bravo charlie one two three black suv", ["ABC123"]),
        ("hyna powderhorn", ["HYNA"]),
        ("mn bnd 735 or bnd 736?", ["MN:BND735", "MN:BND736"]), ("mn htr229 / htr228", ["MN:HTR229", "MN:HTR228"]),
        ("htr229/htr228 mn", ["MN:HTR229", "MN:HTR228"]), ("mn htr229, or htr228", ["MN:HTR229", "MN:HTR228"]),
        ("mn htr229 no wait htr228", ["MN:HTR229", "MN:HTR228"]), ("mn htr229, sorry htr228", ["MN:HTR229", "MN:HTR228"]),
        ("mn bnd802 or 803", ["MN:BND802", "MN:BND803"]), ("mn htr229?", ["MN:HTR229"]), ("4471 black charger", ["4471"]), ("3", ["3"]),
        ("mn abd112 usg41", ["MN:ABD112", "MN:USG41"]), ("mn 1234 old mill", ["MN:1234", "MN1234"]),
        ("hotel tango romeo 2 2 9 black suv", ["HTR229"]),
    ])
    func `what can be two plates is asked with a number for each`(_ text: String, _ choices: [String]) throws {
        let draft = line.read(text)
        #expect(draft.plates.isEmpty)
        #expect(Set(try #require(draft.ambiguities.first).choices.map(\.text)) == Set(choices))
    }

    @Test func `a word that turns out to be a part of the plate says nothing else`() throws {
        let choice = try #require(line.read("wi ram 4567 black suv").ambiguities.first?.choices.first)
        #expect(choice.text == "WI:RAM4567")
        #expect(choice.unsaid == [.make])
    }

    @Test(arguments: [
        ("mn abc123 near school", ["near", "school"]), ("mn abc123 thanks", ["thanks"]), ("mn abc123 38th convoy", ["38th"]),
        ("mn abc123 i-35w convoy", ["i-35w"]), ("mn abc123 hwy55", ["hwy55"]),
        ("mn abc123 heading north on hwy 55", ["heading", "north", "on", "hwy", "55"]),
        ("mn abc 123 2 guys in vests", ["2", "guys", "in"]), ("mn abc 123 1200 block of lake st", ["1200", "block", "of", "lake", "st"]),
        ("mn abc123 ok", ["ok"]), ("mn abc123 same car as before", ["same", "as", "before"]),
        ("mn abc123 parked in lot b12", ["parked", "in", "lot", "b12"]),
    ])
    func `words that mean nothing here are named, and neither block nor become a plate`(_ text: String, _ ignored: [String]) {
        let draft = line.read(text)
        #expect(draft.plates.map(\.plate.shown) == ["MN ABC123"])
        #expect(draft.ambiguities.isEmpty)
        #expect(draft.ignored == ignored)
    }

    @Test(arguments: ["black suv powderhorn", "20m ago", "convoy", ""])
    func `without a plate there is none, and no guess`(_ text: String) {
        let draft = line.read(text)
        #expect(draft.plates.isEmpty)
        #expect(draft.ambiguities.isEmpty)
    }

    @Test func `an issuer that stands alone waits for its plate`() {
        let draft = line.read("mn black suv")
        #expect(draft.plates.isEmpty)
        #expect(draft.issuer?.abbreviation == "MN")
    }

    @Test func `an area alone says where the next reports are from`() {
        #expect(line.read("powderhorn").namesAreaAlone)
        #expect(!line.read("powderhorn black").namesAreaAlone)
    }

    @Test func `the order of what stands apart does not matter`() {
        let parts = ["mn abc123", "black", "suv", "powderhorn", "convoy", "20m ago"]
        let seed = UInt64.random(in: .min ... .max)
        var random = SplitMix64(state: seed)
        for _ in 0..<200 {
            let text = parts.shuffled(using: &random).joined(separator: ", ")
            let draft = line.read(text)
            #expect(draft.ambiguities.isEmpty, "seed \(seed): \(text)")
            #expect(draft.plates.map(\.plate.shown) == ["MN ABC123"], "seed \(seed): \(text)")
            #expect(draft.area?.description == "powderhorn" && draft.vehicle == Vehicle(color: .black, body: .suv), "seed \(seed): \(text)")
        }
    }

    @Test func `no line makes it fail, and letters alone are never recorded without a question`() {
        let seed = UInt64.random(in: .min ... .max)
        var random = SplitMix64(state: seed)
        let words = [
            "mn", "abc", "123", "abc123", "black", "suv", "ram", "transit", "on", "in", "ok", "MI", "HYNA", "hello", "powderhorn", "20m",
            "ago", ",",
            "-", "2", "guys", "at", "9:30", "é", "🚗", "\u{202A}", "\u{0}", "?", "plate", "temp", "no", "alpha", "bravo", "one", "red",
            "lake", "4th",
            "yes", "cancel", "dodge", "durango", "(wi)", "wi:xyz", "US-MN", "AL", "12345", String(repeating: "x", count: 300),
        ]
        for _ in 0..<600 {
            let text = (0..<Int.random(in: 0...8, using: &random)).compactMap { _ in words.randomElement(using: &random) }
                .joined(separator: " ")
            let draft = line.read(text)
            for plate in draft.plates where !plate.plate.characters.contains(where: \.isNumber) {
                #expect(text.lowercased().contains(":"), "seed \(seed): \(text) became \(plate.plate.shown)")
            }
            for ambiguity in draft.ambiguities { #expect(!ambiguity.sentence.isEmpty, "seed \(seed): \(text)") }
        }
    }

    @Test(arguments: [
        "", " ", ",,;", "🚗🚗", "\u{0}", "עברית", String(repeating: "a", count: 1_000_000), String(repeating: "1 ", count: 100_000),
    ])
    func `bad input records nothing`(_ text: String) {
        #expect(line.read(text).plates.isEmpty)
    }

    @Test func `where the areas are not known the rest is read all the same`() {
        let blind = ReportLine(
            areas: AreaNames(nil), country: .us, times: TimeReader(zone: Fixture.chicago, now: Fixture.now, ageHoursMax: 24))
        let draft = blind.read("mn abc123 black 20m")
        #expect(draft.plates.map(\.plate.shown) == ["MN ABC123"])
        #expect(draft.vehicle.color == .black)
        #expect(blind.read("mn abc123 powderhorn").plates.map(\.plate.shown) == ["MN ABC123"])
        #expect(blind.read("mn abc123 powderhorn").ignored == ["powderhorn"])
        #expect(blind.read("mn abc123 xyz9876").ambiguities.map(\.field) == [.plate])
    }
}
