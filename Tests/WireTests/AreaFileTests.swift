import FoundationEssentials
import Testing
import Vocabulary
import Wire

@Suite("An operator's file of areas")
struct AreaFileTests {
    /// A square with its south-western corner at the given place, 0.1 degrees a side: about 124 km² on the equator.
    private static func square(_ longitude: Double, _ latitude: Double, side: Double = 0.1) -> [[Double]] {
        [
            [longitude, latitude], [longitude + side, latitude], [longitude + side, latitude + side], [longitude, latitude + side],
            [longitude, latitude],
        ]
    }

    private static func feature(_ properties: String, type: String = "Polygon", _ coordinates: Any) -> String {
        #"{"type":"Feature","properties":{\#(properties)},"geometry":{"type":"\#(type)","coordinates":\#(coordinates)}}"#
    }

    private static func named(_ id: String, type: String = "Polygon", _ coordinates: Any) -> String {
        feature(#""id":"\#(id)","name":"Area \#(id)""#, type: type, coordinates)
    }

    private static func read(_ features: [String], _ change: (inout AreaFile.Format) -> Void = { _ in }) throws(AreaFileError) -> AreaFile {
        var format = AreaFile.Format()
        change(&format)
        let text = #"{"type":"FeatureCollection","features":[\#(features.joined(separator: ","))]}"#
        return try AreaFile(geoJSON: Data(text.utf8), format)
    }

    @Test func `all errors are reported at once, each with its feature's index and ID`() throws {
        let features = [
            "5", Self.feature(#""id":"a","name":"A""#, "7"), Self.named("b", [Self.square(0, 0)]),
            Self.feature(#""id":"b""#, [Array(Self.square(1, 1).dropLast()), [[0, 0], [1, 1]]]), Self.named("black", [Self.square(2, 2)]),
            Self.feature(#""name":"C""#, [Self.square(3, 3, side: 0.0003)]),
        ]
        let error = try #require(throws: AreaFileError.self) { try Self.read(features) }
        #expect(
            error.problems.map { [$0.feature.map(String.init) ?? "", $0.code.rawValue] } == [
                ["0", "areas.malformed"], ["1", "areas.geometry"], ["3", "areas.id"], ["3", "areas.name"], ["3", "areas.geometry"],
                ["3", "areas.geometry"], ["4", "areas.word"], ["5", "areas.id"], ["5", "areas.too_small"],
            ])
        #expect(error.problems[2].detail.hasPrefix("features[3] (b): features[2] has the ID b too."))
        #expect(error.problems[4].detail.contains("Ring 1 of polygon 1 is not closed."))
        #expect(error.problems[5].detail.contains("Ring 2 of polygon 1 has fewer than four positions."))
        #expect(error.problems[6].detail.contains("The ID black is a color."))
    }

    @Test func `a city's raw export is taken, by the properties that the operator names`() throws {
        let file = try Self.read([
            Self.feature(#""FID":1,"BDNAME":"Powderhorn Park","X":null,"L":[1],"B":true"#, [Self.square(0, 0)]),
            Self.feature(#""FID":2,"BDNAME":"St. Anthony – West""#, [Self.square(1, 0)]),
            Self.feature(#""FID":3,"BDNAME":"Cañon d'Été""#, type: "MultiPolygon", [[Self.square(2, 0)], [Self.square(3, 0)]]),
        ]) { ($0.idProperty, $0.nameProperty) = ("BDNAME", "BDNAME") }
        #expect(file.map.areas.map(\.id.description) == ["powderhorn-park", "st-anthony-west", "canon-dete"])
        #expect(file.map.areas.map(\.name) == ["Powderhorn Park", "St. Anthony – West", "Cañon d'Été"])
        #expect(file.warnings.isEmpty)
        let numbered = try Self.read([Self.feature(#""FID":12,"BDNAME":"Powderhorn Park""#, [Self.square(0, 0)])]) {
            ($0.idProperty, $0.nameProperty) = ("FID", "BDNAME")
        }
        #expect(numbered.map.areas.map(\.id.description) == ["12"])
    }

    @Test(arguments: ["black", "Grey", "suv", "Pickup Truck", "convoy", "ford", "chevy", "confirmed"])
    func `no area is called by a word that a report line reads as something else`(_ id: String) throws {
        let error = try #require(throws: AreaFileError.self) { try Self.read([Self.named(id, [Self.square(0, 0)])]) }
        #expect(error.problems.map(\.code) == [.areasWord])
    }

    @Test func `a name that is such a word is a warning`() throws {
        let file = try Self.read([Self.feature(#""id":"north","name":"Ford""#, [Self.square(0, 0)])])
        #expect(file.warnings.count == 1)
        #expect(file.warnings[0].hasPrefix("features[0] (north): the name Ford is also a make."))
    }

    // MARK: Overlaps

    @Test(arguments: [(0.000_1, false), (0.000_9, false), (0.001_1, true), (0.05, true), (0.1, true)])
    func `areas may overlap by at most one percent of the smaller, and the error names them if they overlap more`(
        _ width: Double, _ isRefused: Bool
    ) throws {
        let features = [Self.named("west", [Self.square(0, 0)]), Self.named("east", [Self.square(0.1 - width, 0)])]
        guard isRefused else {
            let file = try Self.read(features)
            #expect(file.warnings.count == 1)
            #expect(file.warnings[0].hasPrefix("features[1] (east): "))
            return
        }
        let error = try #require(throws: AreaFileError.self) { try Self.read(features) }
        #expect(error.problems.map(\.code) == [.areasOverlap])
        #expect(error.problems[0].feature == 1)
        #expect(error.problems[0].detail.contains("features[0] (west)"))
    }

    @Test func `an area within another is refused by its own size`() throws {
        let features = [Self.named("town", [Self.square(0, 0)]), Self.named("park", [Self.square(0.04, 0.04, side: 0.01)])]
        let error = try #require(throws: AreaFileError.self) { try Self.read(features) }
        #expect(error.problems.map(\.code) == [.areasOverlap])
        #expect(error.problems[0].detail.contains("100.0% of the smaller"))
    }

    @Test func `neighbors that share a border, and an area in another's hole, do not overlap`() throws {
        let slope = [[0.1, 0.0], [0.2, 0.0], [0.2, 0.1], [0.13, 0.1], [0.1, 0.0]]
        let beside = [[0.0, 0.0], [0.1, 0.0], [0.13, 0.1], [0.0, 0.1], [0.0, 0.0]]
        let file = try Self.read([
            Self.named("east", [slope]), Self.named("west", [beside]),
            Self.named("ring", [Self.square(1, 1), Self.square(1.04, 1.04, side: 0.02)]),
            Self.named("middle", [Self.square(1.04, 1.04, side: 0.02)]),
        ])
        #expect(file.warnings.isEmpty)
    }

    // MARK: Sizes

    @Test(
        arguments: [
            ("Polygon", [[[square(0, 0, side: 0.006)]]], 1, "The outline of polygon 1 has 0.44 km²"),
            ("MultiPolygon", [[[square(0, 0)], [square(1, 1, side: 0.001)]]], 1, "The outline of polygon 2 has 0.01 km²"),
            ("Polygon", [[[square(0, 0), square(0.01, 0.01, side: 0.001)]]], 1, "Hole 1 of polygon 1 has 0.01 km²"),
            ("Polygon", [[[square(0, 0), square(0, 0, side: 0.099_9)]]], 1, "The area outside the holes of polygon 1 has 0.24 km²"),
        ] as [(String, [[[[[Double]]]]], Int, String)])
    func `no part of an area may be too small`(_ type: String, _ shape: [[[[[Double]]]]], _ count: Int, _ sentence: String) throws {
        let coordinates: Any = type == "Polygon" ? shape[0][0] : shape[0]
        let error = try #require(throws: AreaFileError.self) { try Self.read([Self.named("a", type: type, coordinates)]) }
        #expect(error.problems.map(\.code) == Array(repeating: .areasTooSmall, count: count))
        #expect(error.problems[0].detail.contains(sentence))
    }

    // MARK: IDs

    @Test(arguments: [
        ("Powderhorn Park", "powderhorn-park"), ("  Ward 3 ", "ward-3"), ("A/B & C", "a-b-c"), ("Québec", "quebec"), ("Mary's", "marys"),
        ("already-one", "already-one"), ("L\u{2019}Anse-aux-Œufs", "lanse-aux-oeufs"), ("Cafe\u{301}", "cafe"),
    ])
    func `a text becomes an ID`(_ text: String, _ id: String) {
        #expect(AreaID.made(from: text)?.description == id)
    }

    @Test(arguments: ["", "---", "東京", "Ωμέγα", String(repeating: "a", count: 65)])
    func `a text that makes no ID is refused`(_ text: String) {
        #expect(AreaID.made(from: text) == nil)
    }
}
