import FoundationEssentials
import Testing
import Vocabulary
import Wire

struct AreaMapTests {
    /// A square of about 1.11 km a side on the equator, with its south-western corner at the given place.
    private static func square(_ longitude: Double, _ latitude: Double, side: Double = 0.01) -> [[Double]] {
        [
            [longitude, latitude], [longitude + side, latitude], [longitude + side, latitude + side], [longitude, latitude + side],
            [longitude, latitude],
        ]
    }

    private static func feature(_ id: String, name: String? = nil, type: String = "Polygon", _ coordinates: Any) -> String {
        #"{"type":"Feature","properties":{"id":"\#(id)","name":"\#(name ?? id)"},"geometry":{"type":"\#(type)","coordinates":\#(coordinates)}}"#
    }

    private static func collection(_ features: String...) -> String {
        #"{"type":"FeatureCollection","features":[\#(features.joined(separator: ","))]}"#
    }

    private static func map(_ text: String) throws(AreaFileError) -> AreaMap {
        try AreaFile(geoJSON: Data(text.utf8), AreaFile.Format()).map
    }

    @Test("An area is found by coordinates, the first in the file's order, holes left out")
    func findsAreas() throws {
        let map = try Self.map(
            Self.collection(
                Self.feature("west", [Self.square(0, 0)]),
                Self.feature("east", [Self.square(0.009_95, 0)]),
                Self.feature("ring", [Self.square(1, 1, side: 0.1), Self.square(1.04, 1.04, side: 0.02)]),
                Self.feature("parts", type: "MultiPolygon", [[Self.square(5, 5)], [Self.square(6, 6)]])))
        func found(_ latitude: Double, _ longitude: Double) -> String? { map.area(latitude: latitude, longitude: longitude)?.description }
        #expect(found(0.005, 0.005) == "west")
        #expect(found(0.005, 0.009_97) == "west")
        #expect(found(0.005, 0.015) == "east")
        #expect(found(1.01, 1.01) == "ring")
        #expect(found(1.05, 1.05) == nil)
        #expect(found(5.005, 5.005) == "parts")
        #expect(found(6.005, 6.005) == "parts")
        #expect(found(5.5, 5.5) == nil)
        #expect(found(0.005, -0.005) == nil)
        #expect(found(.nan, .nan) == nil)
    }

    @Test("Its size is right on the sphere")
    func sizes() throws {
        let equator = try #require(try Self.map(Self.collection(Self.feature("a", [Self.square(0, 0)]))).areas.first)
        #expect(abs(equator.squareKilometres - 1.2364) < 0.001)
        let north = try #require(try Self.map(Self.collection(Self.feature("a", [Self.square(-93.26, 60)]))).areas.first)
        #expect(abs(north.squareKilometres - 0.6181) < 0.001)
        let clockwise = Array(Self.square(0, 0).reversed())
        let reversed = try #require(try Self.map(Self.collection(Self.feature("a", [clockwise]))).areas.first)
        #expect(abs(reversed.squareKilometres - equator.squareKilometres) < 1e-9)
    }

    @Test(
        "A map that cannot be used is refused by name",
        arguments: [
            ("", ErrorCode.areasMalformed, nil),
            ("[]", .areasMalformed, nil),
            (#"{"type":"Feature","features":[]}"#, .areasMalformed, nil),
            (#"{"type":"FeatureCollection","features":[]}"#, .areasEmpty, nil),
            (collection(#"{"type":"Feature","properties":{"name":"A"},"geometry":null}"#), .areasID, 0),
            (collection(#"{"type":"Feature","properties":{"id":"a"},"geometry":null}"#), .areasName, 0),
            (collection(#"{"type":"Feature","properties":{"id":"a","name":"A"},"geometry":null}"#), .areasGeometry, 0),
            (collection(feature("a", [square(0, 0)]), feature("a", [square(1, 1)])), .areasID, 1),
            (collection(feature("Ωμέγα", [square(0, 0)])), .areasID, 0),
            (collection(feature("!?", [square(0, 0)])), .areasID, 0),
            (collection(feature("a", name: "", [square(0, 0)])), .areasName, 0),
            (collection(feature("a", name: "a\\u0007b", [square(0, 0)])), .areasName, 0),
            (collection(feature("a", name: String(repeating: "n", count: 101), [square(0, 0)])), .areasName, 0),
            (collection(feature("a", type: "Point", [0, 0])), .areasGeometry, 0),
            (collection(feature("a", [] as [Int])), .areasGeometry, 0),
            (collection(feature("a", [Array(square(0, 0).dropLast())])), .areasGeometry, 0),
            (collection(feature("a", [[[0, 0], [1, 1], [0, 0]]])), .areasGeometry, 0),
            (collection(feature("a", [[[0], [1], [1], [0]]])), .areasGeometry, 0),
            (collection(feature("a", [square(0, 90)])), .areasGeometry, 0),
            (collection(feature("a", [[[179.9, 0], [-179.9, 0], [-179.9, 1], [179.9, 1], [179.9, 0]]])), .areasGeometry, 0),
            (collection(feature("a", [square(0, 0)]), feature("house", [square(1, 1, side: 0.0003)])), .areasTooSmall, 1),
        ] as [(String, ErrorCode, Int?)])
    func refuses(text: String, code: ErrorCode, feature: Int?) throws {
        let error = try #require(throws: AreaFileError.self) { try Self.map(text) }
        #expect(error.problems.first?.code == code)
        #expect(error.problems.first?.feature == feature)
    }

    @Test("It is served with nothing but ids, names and outlines, and read back the same")
    func roundTrip() throws {
        let text = #"""
            {"type":"FeatureCollection","crs":{"x":1},"features":[{"type":"Feature","id":7,"bbox":[0,0,1,1],
             "properties":{"id":"a","name":"Ä, the first","owner":"secret","n":null},
             "geometry":{"type":"Polygon","coordinates":[[[-93.26,44.95,250.1],[-93.24,44.95],[-93.24,44.97],[-93.26,44.95]]]}}]}
            """#
        let map = try Self.map(text)
        let served = WireJSON.encode(map)
        let shown = String(decoding: served, as: UTF8.self)
        #expect(
            shown == #"{"features":[{"geometry":{"coordinates":[[[-93.26,44.95],[-93.24,44.95],[-93.24,44.97],[-93.26,44.95]]],"#
                + #""type":"Polygon"},"properties":{"id":"a","name":"Ä, the first"},"type":"Feature"}],"type":"FeatureCollection"}"#)
        #expect(try WireJSON.decode(AreaMap.self, from: served) == map)
        #expect(try WireJSON.decode(AreaMap.self, from: WireJSON.encode(AreaMap.everywhere)) == .everywhere)
    }
}
