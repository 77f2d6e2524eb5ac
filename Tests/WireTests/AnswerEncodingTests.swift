import FoundationEssentials
import Plates
import Testing
import Vocabulary
import Wire

struct AnswerEncodingTests {
    private func text(_ value: some Encodable) -> String { String(decoding: WireJSON.encode(value), as: UTF8.self) }

    @Test("A look-up's answer has the shape that others build on")
    func lookup() throws {
        let plate = PlateBody(try Plate("MN ABC-123"))
        let listing = ListingBody(
            plate: plate, status: .confirmed, firstDay: "2026-11-02", lastDay: "2026-11-21", signs: ["convoy"],
            vehicles: [VehicleBody(color: "black", body: "suv", make: "ford")], reporters: "up to 5", areas: ["powderhorn"])
        let similar = SimilarBody(
            plate: PlateBody(try Plate("WI XYZ9B7")), status: .confirmed, difference: "confusable", vehicles: [VehicleBody(color: "white")])
        let answer = LookupsResponse(
            asOf: "2026-11-22T15:41:00Z",
            results: [
                LookupResult(query: "MN ABC-123", outcome: .listed, listings: [listing]),
                LookupResult(query: "XYZ987", outcome: .notListed, similar: [similar]),
            ])
        #expect(
            text(answer)
                == #"{"as_of":"2026-11-22T15:41:00Z","results":[{"listings":[{"areas":["powderhorn"],"first_day":"2026-11-02","#
                + #""last_day":"2026-11-21","plate":{"characters":"ABC123","issuer":"US-MN"},"reporters":"up to 5","signs":["convoy"],"#
                + #""status":"confirmed","vehicles":[{"body":"suv","color":"black","make":"ford"}]}],"outcome":"listed","#
                + #""query":"MN ABC-123","similar":[]},{"listings":[],"outcome":"not_listed","query":"XYZ987","similar":[{"#
                + #""difference":"confusable","plate":{"characters":"XYZ9B7","issuer":"US-WI"},"status":"confirmed","#
                + #""vehicles":[{"color":"white"}]}]}]}"#)
        #expect(try WireJSON.decode(LookupsResponse.self, from: WireJSON.encode(answer)) == answer)
    }

    @Test("Readings stand in an answer only if it is not certain what was meant")
    func readings() throws {
        let (issued, whole) = (try Plate("MN:ABC123"), try Plate("ZZ:MNABC123"))
        #expect(
            text(LookupResult(query: "MN-ABC123", outcome: .notListed, readings: [issued, whole]))
                == #"{"listings":[],"outcome":"not_listed","query":"MN-ABC123","readings":[{"characters":"ABC123","issuer":"US-MN"},"#
                + #"{"characters":"MNABC123","issuer":"ZZ"}],"similar":[]}"#)
        #expect(!text(LookupResult(query: "MN:ABC123", outcome: .notListed)).contains("readings"))
        #expect(text(ReportResult.refused(id: nil, ErrorBody(.plateAmbiguous), readings: [issued, whole])).contains(#""readings":[{"#))
        #expect(!text(ReportResult.refused(id: nil, ErrorBody(.plateEmpty))).contains("readings"))
    }

    @Test("A plate that fits no series of its issuer gets a warning, and one of an unusual length gets only the warning about its length")
    func warnings() throws {
        #expect(WarningBody.warnings(on: try Plate("MN:ABC123")) == [])
        #expect(WarningBody.warnings(on: try Plate("MN:WILD1")).map(\.code) == ["plate.unusual_series"])
        #expect(WarningBody.warnings(on: try Plate("MN:WILD1")).map(\.detail)[0].hasPrefix("Unusual for Minnesota."))
        #expect(WarningBody.warnings(on: try Plate("MN:A1")).map(\.code) == ["plate.unusual_length"])
        // Nobody knows the series of these.
        #expect(WarningBody.warnings(on: try Plate("WILD1")) == [])
        #expect(WarningBody.warnings(on: try Plate("US-MN-RL:WILD1")) == [])
    }

    @Test("An answer has help and contact only if the operator set them")
    func help() {
        #expect(text(ReportsResponse(results: [])) == #"{"results":[]}"#)
        #expect(
            text(ReportsResponse(results: [], help: "https://help.example/now", contact: "list@example.org"))
                == #"{"contact":"list@example.org","help":"https://help.example/now","results":[]}"#)
    }

    @Test("A client reads answers of a newer server")
    func newerServer() throws {
        let answer = #"{"as_of":"t","results":[{"query":"A","outcome":"not_listed","listings":[],"similar":[],"new":1}],"also":{}}"#
        #expect(try WireJSON.decode(LookupsResponse.self, from: Data(answer.utf8)).results.first?.outcome == .notListed)
    }

    @Test("The vocabulary has every word once, with a name")
    func vocabulary() throws {
        let rules = RulesBody(
            slotMinutes: 30, reportAgeHoursMax: 24, utcOffset: try #require(UTCOffset("-06:00")), country: .us,
            issuer: Issuer(code: "US-MN"))
        let body = VocabularyBody(areas: .everywhere, rules: rules)
        for terms in [body.signs, body.colors, body.bodies, body.makes] {
            #expect(!terms.isEmpty)
            #expect(Set(terms.map(\.id)).count == terms.count)
            #expect(terms.allSatisfy { !$0.name.isEmpty })
        }
        #expect(body.signs.map(\.id) == Sign.allCases.map(\.rawValue))
        #expect(body.issuers.count == Issuer.all.count - 1)
        #expect(body.issuers.filter { $0.ownCode == true }.map(\.code).contains("US-MN-RL"))
        #expect(body.issuers.first { $0.code == "US-MN" }?.ownCode == nil)
        #expect(body.rules.issuer == "US-MN")
        let sent = WireJSON.encode(body)
        #expect(String(decoding: sent, as: UTF8.self).contains(#""utc_offset":"-06:00""#))
        #expect(try WireJSON.decode(VocabularyBody.self, from: WireJSON.encode(body)) == body)
    }

    @Test("A plate survives the way through an answer, as it was typed last")
    func plateRoundTrip() throws {
        for text in ["MN ABC-123", "pool 00", "WI:IOU100", "ZZ9"] {
            let plate = try Plate(text)
            let read = try #require(PlateBody(plate).plate)
            #expect(read == plate)
        }
        let newer = try WireJSON.decode(PlateBody.self, from: Data(#"{"issuer":"US-QQ","characters":"ABC123"}"#.utf8))
        #expect(newer.plate == nil)
    }
}
