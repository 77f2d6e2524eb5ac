import Plates
import Testing
import ThawCLI
import Vocabulary

@Suite("A report from one line, its words in any order")
struct ReportLineTests {
    private let line = ReportLine(
        areas: AreaNames(StandInRegistry.areas), country: .us,
        times: TimeReader(zone: Bench.chicago, now: StandInRegistry.now, ageHoursMax: 24))

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
        #expect(draft.doubts.isEmpty)
        #expect(draft.plates.map(\.plate.shown) == expected.plates)
        #expect(draft.area?.description == expected.area)
        #expect(draft.seenAt.map { (StandInRegistry.now - $0) / 60 } == expected.minutesAgo)
        #expect(draft.vehicle == expected.vehicle)
        #expect(draft.signs == expected.signs)
    }

    @Test(
        arguments: [
            ("mn abc123 powderhron", Doubt.Field.area, "powderhorn"),
            ("mn abc123 blakc suv", .color, "black"),
            ("mn abc123 black white suv", .color, "white"),
            ("al 12345 black", .plate, "AL:12345"),
            ("mn red 123", .plate, "MN 123"),
            ("mn abc123 1:30", .time, nil),
            ("mn abc123 16:30", .time, nil),
            ("abc123 black xyz987", .plate, nil),
            ("abc123 xyz9876 black", .plate, nil),
            ("mn abc€123", .plate, nil),
            ("mn abc123 near school", .plate, nil),
            ("mn abc123 thanks", .plate, nil),
            ("abc123 school convoy", .plate, nil),
            ("mn abc123 38th convoy", .plate, nil),
            ("mn abc123 i-35w convoy", .plate, nil),
            ("mn abc123 hwy55", .plate, nil),
            ("abc123 at", .plate, "abc123"),
            ("mn abc123 ok", .plate, "mn abc123"),
            ("mn abc123 10m 30m", .time, nil),
        ] as [(String, Doubt.Field, String?)])
    func `asks where it could mean two things`(_ text: String, _ field: Doubt.Field, _ suggestion: String?) throws {
        let draft = line.read(text)
        let doubt = try #require(draft.doubts.first)
        #expect(draft.doubts.count == 1)
        #expect(doubt.field == field)
        #expect(doubt.suggestion == suggestion)
        #expect(!doubt.sentence.isEmpty)
    }

    @Test(arguments: ["black suv powderhorn", "20m ago", "convoy", ""])
    func `without a plate there is none, and no guess`(_ text: String) {
        let draft = line.read(text)
        #expect(draft.plates.isEmpty)
        #expect(draft.doubts.isEmpty)
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
        var random = SplitMix(seed: seed)
        for _ in 0..<200 {
            let text = parts.shuffled(using: &random).joined(separator: ", ")
            let draft = line.read(text)
            #expect(draft.doubts.isEmpty, "seed \(seed): \(text)")
            #expect(draft.plates.map(\.plate.shown) == ["MN ABC123"], "seed \(seed): \(text)")
            #expect(draft.area?.description == "powderhorn" && draft.vehicle == Vehicle(color: .black, body: .suv), "seed \(seed): \(text)")
        }
    }

    @Test func `where the areas are not known the rest is read all the same`() {
        let blind = ReportLine(
            areas: AreaNames(nil), country: .us, times: TimeReader(zone: Bench.chicago, now: StandInRegistry.now, ageHoursMax: 24))
        let draft = blind.read("mn abc123 black 20m")
        #expect(draft.plates.map(\.plate.shown) == ["MN ABC123"])
        #expect(draft.vehicle.color == .black)
        #expect(blind.read("mn abc123 powderhorn").plates.isEmpty)
        #expect(blind.read("mn abc123 powderhorn").doubts.map(\.field) == [.plate])
    }
}
