import FoundationEssentials
import Plates
import Testing
import Vocabulary
import Wire

/// The hand-written encoding and decoding of look-ups and reports must equal the library's.
struct PlainJSONTests {
    private func outcome<Body>(_ read: () throws -> Body) -> Result<Body, WireError> {
        do {
            return .success(try read())
        } catch {
            return .failure(error as! WireError)
        }
    }

    private func expectSameReading(_ body: [UInt8]) {
        let text = Comment(rawValue: String(decoding: body, as: UTF8.self))
        let lookups = outcome { try body.withUnsafeBytes { try LookupsRequest(json: $0) } }
        #expect(lookups == outcome { try WireJSON.decode(LookupsRequest.self, from: Data(body)) }, text)
        let reports = outcome { try body.withUnsafeBytes { try ReportsRequest(json: $0) } }
        #expect(reports == outcome { try WireJSON.decode(ReportsRequest.self, from: Data(body)) }, text)
    }

    private static let report: String = #"{"id":"5f0c","plate":"MN ABC-123","seen_at":"2026-11-22T15:30:00Z","area":"a"}"#

    private static func plates(_ count: Int) -> String {
        #"{"plates":["# + Array(repeating: #""a""#, count: count).joined(separator: ",") + "]"
    }

    private static func reports(_ count: Int) -> String {
        #"{"reports":["# + Array(repeating: report, count: count).joined(separator: ",") + "]}"
    }

    private static func signs(_ count: Int) -> String {
        let signs = Array(repeating: #""convoy""#, count: count).joined(separator: ",")
        return #"{"reports":[{"id":"1","plate":"A","seen_at":"t","area":"a","signs":["# + signs + "]}]}"
    }

    static let bodies: [String] = [
        #"{"reports":[\#(report)]}"#, #"{"reports":[\#(report)],"import":true}"#, #"{"import":false,"reports":[\#(report),\#(report)]}"#,
        #"{"reports":[{"id":"","plate":"","seen_at":"","area":"","vehicle":{"color":"black","make":"é","body":"suv"},"signs":["convoy","x"]}]}"#,
        #"{"reports":[{"id":"1","plate":"A","seen_at":"t","area":"a","vehicle":{"make":"b"},"signs":["c"]}]}"#,
        #"{"reports":[{"id":"1","plate":"A","seen_at":"t","area":"a","vehicle":{},"signs":[]}]}"#,
        #"{"reports":[{"id":"1","plate":"A","seen_at":"t","area":"a","vehicle":null,"signs":null}]}"#,
        #"{"reports":[{"id":"1","plate":"A","seen_at":"t","area":"a","vehicle":{"color":"a","color":"b"}}]}"#,
        #"{"reports":[{"id":"1","plate":"A","seen_at":"t","area":"a","signs":["a"],"signs":["b"]}]}"#,
        #"{"reports":[{"id":"1","id":"2","plate":"A","seen_at":"t","area":"a"}]}"#,
        #"{"reports":[{"id":"1","plate":"A","seen_at":"t","area":"a","vehicle":{"wheels":4}},\#(report)]}"#,
        #"{"reports":[{"plate":"A","seen_at":"t","area":"a"}]}"#, #"{"reports":[7]}"#, #"{"reports":[]}"#, #"{"reports":{}}"#,
        #"{"reports":[\#(report)],"import":1}"#, #"{"reports":[\#(report)],"reports":[\#(report)]}"#, #"{"import":true}"#,
        reports(500), reports(501), signs(32), signs(33),
        #"{"plates":["MN ABC123"]}"#, #"{"plates":["MN ABC123"],"similar":true}"#, #"{"similar":false,"plates":["a","b"]}"#,
        " {\n\t\"plates\" : [ \"a\" , \"b\" ] ,\r\n \"similar\" : true } ", #"{"plates":[]}"#, #"{"plates":[""]}"#, #"{"plates":["é★"]}"#,
        #"{"plates":["a\"b"]}"#, #"{"plates":["\u0041"]}"#, #"{"plates":["a"],"plates":["b"]}"#, #"{"plates":["a"],"similar":null}"#,
        #"{"plates":null}"#, #"{"plates":["a",]}"#, #"{"plates":["a"],}"#, #"{"plates":["a"]}x"#, #"{"plates":["a"]"#, #"{"plates":["a""#,
        #"{"plates":["a"],"similar":truex}"#, #"{"plates":["a"],"similar":tru"#, #"{"plates":["a"],"similar":1}"#, #"{"plates":[1]}"#,
        #"{"plates":"a"}"#, #"{"plates":["a"],"other":1}"#, #"{"similar":true}"#, "{}", "[]", "", " ", "null",
        "\u{FEFF}{\"plates\":[\"a\"]}",
        "{\"plates\":[\"a\u{0}\"]}", "{\"plates\":[\"a\nb\"]}", "{\"plates\":[\"a\u{7F}\"]}", #"{"plates":["a"] "similar":true}"#,
        #"{plates:["a"]}"#,
        #"{'plates':['a']}"#, #"{"plates":["a"]/**/}"#, #"{"PLATES":["a"]}"#, #"{"plates":[["a"]]}"#,
        plates(1_000) + "}", plates(1_001) + "}", plates(21) + #","similar":true}"#,
    ]

    @Test("A body is read as the library reads it, or refused with the same error", arguments: bodies)
    func reading(body: String) {
        expectSameReading(Array(body.utf8))
    }

    @Test("Lists and objects that lie too deep are refused, wherever the body ends", arguments: [129, 511, 512, 513, 514, 515, 100_000])
    func nesting(depth: Int) {
        for opening in ["[", #"{"a":"#, #"{"plates":["#, #"[{"reports":"#] {
            for end in ["", "[", "{", "]", " ", "7", "\"", "\\"] {
                let body = Array((String(repeating: opening, count: depth) + end).utf8)
                #expect(outcome { try body.withUnsafeBytes { try LookupsRequest(json: $0) } } == .failure(WireError(.requestMalformedJSON)))
                #expect(outcome { try body.withUnsafeBytes { try ReportsRequest(json: $0) } } == .failure(WireError(.requestMalformedJSON)))
                #expect(throws: AreaFileError.self) { try AreaFile(geoJSON: Data(body), AreaFile.Format()) }
            }
        }
    }

    @Test("Brackets inside a text count for nothing")
    func bracketsInTexts() throws {
        let text = String(repeating: #"[{\"\\"#, count: 200)
        let request = try WireJSON.decode(LookupsRequest.self, from: Data(#"{"plates":["\#(text)"]}"#.utf8))
        #expect(request.plates == [text.replacing(#"\""#, with: "\"").replacing(#"\\"#, with: #"\"#)])
    }

    @Test("A body with any of its bytes changed, dropped or doubled is, too")
    func mutations() {
        let bodies = Self.bodies.filter { $0.utf8.count < 100 }.map { Array($0.utf8) }
        let strangers: [UInt8] = [0, 0x09, 0x20, 0x22, 0x2C, 0x2F, 0x5B, 0x5C, 0x5D, 0x61, 0x7B, 0x7D, 0x7F, 0x80, 0xC3, 0xFF]
        for body in bodies {
            for index in body.indices {
                for stranger in strangers {
                    var changed = body
                    changed[index] = stranger
                    expectSameReading(changed)
                    changed = body
                    changed.insert(stranger, at: index)
                    expectSameReading(changed)
                }
                var shorter = body
                shorter.remove(at: index)
                expectSameReading(shorter)
            }
        }
    }

    @Test("An answer is written as the library writes it, with any characters in its texts")
    func writing() {
        var generator = SystemRandomNumberGenerator()
        let seed = UInt64.random(in: 0...UInt64.max, using: &generator)
        var random = SeededValues(seed)
        for _ in 0..<3_000 {
            let answer = random.response()
            #expect(answer.json == Array(WireJSON.encode(answer)), "seed \(seed)")
            let reports = random.reportsResponse()
            #expect(reports.json == Array(WireJSON.encode(reports)), "seed \(seed)")
        }
    }
}

/// Answers of every shape, drawn by a linear congruential generator.
private struct SeededValues {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    private mutating func number(below end: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % end
    }

    private mutating func list<Item>(_ countMax: Int, _ make: (inout Self) -> Item) -> [Item] {
        (0..<number(below: countMax + 1)).map { _ in make(&self) }
    }

    private mutating func optional<Value>(_ make: (inout Self) -> Value) -> Value? { number(below: 2) == 0 ? nil : make(&self) }

    private mutating func text() -> String {
        let pieces = [
            "ABC123", "MN ", "\"", "\\", "/", "\n", "\t", "\u{8}", "\u{C}", "\u{1}", "\u{1F}", "\u{7F}", "é", "★", "\u{2028}", "👮🏽", "<",
            "&", "'",
        ]
        return list(4) { pieces[$0.number(below: pieces.count)] }.joined()
    }

    private mutating func plate() -> PlateBody {
        var plate = try! PlateBody(.init("MN ABC123"))
        plate.issuer = text()
        plate.characters = text()
        return plate
    }

    private mutating func status() -> Status { Status.allCases[number(below: Status.allCases.count)] }

    private mutating func vehicle() -> VehicleBody {
        VehicleBody(color: optional { $0.text() }, body: optional { $0.text() }, make: optional { $0.text() })
    }

    private mutating func listing() -> ListingBody {
        ListingBody(
            plate: plate(), status: status(), firstDay: text(), lastDay: text(), signs: list(3) { $0.text() },
            vehicles: list(3) { $0.vehicle() }, reporters: text(), areas: list(3) { $0.text() },
            live: list(2) { LiveBody(area: $0.text(), slot: $0.text()) },
            sightings: list(2) { random in
                SightingBody(area: random.text(), day: random.optional { $0.text() }, week: random.optional { $0.text() })
            }, seenOnSeveralVehicles: number(below: 2) == 0)
    }

    mutating func reportsResponse() -> ReportsResponse {
        ReportsResponse(
            results: list(4) { random in
                random.optional { random in
                    let warnings = random.list(2) { WarningBody(code: $0.text(), detail: $0.text()) }
                    let isReplayed = random.number(below: 2) == 0
                    var result = ReportResult.accepted(
                        id: random.text(), random.number(below: 2) == 0 ? .recorded : .merged, plate: nil, warnings: warnings,
                        replayed: isReplayed)
                    result.plate = random.optional { $0.plate() }
                    return result
                } ?? random.refused()
            }, help: optional { $0.text() }, contact: optional { $0.text() })
    }

    private mutating func refused() -> ReportResult {
        var result = ReportResult.refused(id: optional { $0.text() }, ErrorBody(.plateEmpty, detail: text()))
        result.readings = optional { random in random.list(3) { $0.plate() } }
        return result
    }

    mutating func response() -> LookupsResponse {
        LookupsResponse(
            asOf: text(),
            results: list(4) { random in
                var result = LookupResult(
                    query: random.text(), outcome: [.listed, .notListed, .invalid][random.number(below: 3)],
                    listings: random.list(2) { $0.listing() },
                    similar: random.list(2) {
                        SimilarBody(
                            plate: $0.plate(), status: $0.status(), difference: $0.text(), vehicles: $0.list(2) { $0.vehicle() })
                    },
                    cleared: random.list(2) { ClearedBody(plate: $0.plate(), clearedOn: $0.text()) },
                    error: random.optional { ErrorBody(.plateEmpty, detail: $0.text(), field: $0.optional { $0.text() }) })
                result.readings = random.optional { random in random.list(3) { $0.plate() } }
                return result
            }, help: optional { $0.text() }, contact: optional { $0.text() })
    }
}
