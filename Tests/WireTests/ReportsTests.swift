import FoundationEssentials
import Testing
import Wire

struct ReportsTests {
    private let id = "5f0c4a5b6c7d8e9f0a1b2c3d4e5f6071"

    private func items(_ text: String) throws -> [ReportItem] {
        try WireJSON.decode(ReportsRequest.self, from: Data(text.utf8)).reports
    }

    @Test("A report is read as it was sent")
    func wholeReport() throws {
        let text = """
            {"reports":[{"id":"\(id)","plate":"MN ABC-123","seen_at":"2026-11-22T15:30:00Z","area":"powderhorn",
             "vehicle":{"color":"black","body":"suv","make":"ford"},"signs":["convoy"]}]}
            """
        let body = ReportBody(
            id: id, plate: "MN ABC-123", seenAt: "2026-11-22T15:30:00Z", area: "powderhorn",
            vehicle: VehicleBody(color: "black", body: "suv", make: "ford"), signs: ["convoy"])
        #expect(try items(text) == [.report(body)])
        #expect(try items(String(decoding: WireJSON.encode(ReportsRequest([body])), as: UTF8.self)) == [.report(body)])
    }

    @Test("Vehicle and signs may be left out, or null")
    func optionalParts() throws {
        let bare = ReportBody(id: id, plate: "ABC123", seenAt: "t", area: "a")
        for rest in ["", #","vehicle":null,"signs":null"#, #","vehicle":{},"signs":[]"#, #","vehicle":{"color":null}"#] {
            #expect(try items(#"{"reports":[{"id":"\#(id)","plate":"ABC123","seen_at":"t","area":"a"\#(rest)}]}"#) == [.report(bare)])
        }
        #expect(
            String(decoding: WireJSON.encode(ReportsRequest([bare])), as: UTF8.self)
                == #"{"reports":[{"area":"a","id":"\#(id)","plate":"ABC123","seen_at":"t"}]}"#)
    }

    @Test(
        "A bad item has its own error, with a path that starts at the item, and stops no other",
        arguments: [
            (#"{"id":"5f0c4a5b6c7d8e9f0a1b2c3d4e5f6071"}"#, ErrorCode.requestFieldMissing, "plate", true),
            (#"{"id":"5f0c4a5b6c7d8e9f0a1b2c3d4e5f6071","note":"x"}"#, .requestUnknownField, "note", true),
            (
                #"{"id":"5f0c4a5b6c7d8e9f0a1b2c3d4e5f6071","plate":"A","seen_at":"t","area":"a","vehicle":{"wheels":4}}"#,
                .requestUnknownField, "vehicle.wheels", true
            ),
            (
                #"{"id":"5f0c4a5b6c7d8e9f0a1b2c3d4e5f6071","plate":"A","seen_at":"t","area":"a","vehicle":{"color":4}}"#,
                .requestWrongType, "vehicle.color", true
            ),
            (
                #"{"id":"5f0c4a5b6c7d8e9f0a1b2c3d4e5f6071","plate":"A","seen_at":"t","area":"a","signs":["convoy",5]}"#,
                .requestWrongType, "signs[1]", true
            ),
            (#"{"id":7,"plate":"A","seen_at":"t","area":"a"}"#, .requestWrongType, "id", false),
            (#"{"plate":"A","seen_at":"t","area":"a"}"#, .requestFieldMissing, "id", false),
            ("7", .requestWrongType, nil, false),
            ("null", .requestWrongType, nil, false),
            (#"["x"]"#, .requestWrongType, nil, false),
        ] as [(String, ErrorCode, String?, Bool)])
    func badItem(item: String, code: ErrorCode, field: String?, hasID: Bool) throws {
        let good = #"{"id":"\#(id)","plate":"ABC123","seen_at":"t","area":"a"}"#
        let read = try items(#"{"reports":[\#(good),\#(item),\#(good)]}"#)
        #expect(read.count == 3)
        #expect(read[0] == .report(ReportBody(id: id, plate: "ABC123", seenAt: "t", area: "a")))
        #expect(read[2] == read[0])
        guard case .malformed(let readID, let error) = read[1] else {
            Issue.record("\(item) was taken for a report")
            return
        }
        #expect(error.code == code)
        #expect(error.field == field)
        #expect(readID == (hasID ? id : nil))
    }

    @Test("More signs than there can be are refused")
    func tooManySigns() throws {
        let signs = Array(repeating: #""convoy""#, count: 33).joined(separator: ",")
        let read = try items(#"{"reports":[{"id":"\#(id)","plate":"A","seen_at":"t","area":"a","signs":[\#(signs)]}]}"#)
        #expect(read == [.malformed(id: id, WireError(.requestTooManyItems, field: "signs"))])
    }

    @Test("A replayed answer is the first one with replayed added, and nothing else")
    func replayedAnswer() throws {
        let first = ReportResult.accepted(id: id, .recorded, plate: nil, warnings: [.unusualLength], replayed: false)
        let again = ReportResult.accepted(id: id, .recorded, plate: nil, warnings: [.unusualLength], replayed: true)
        let text = String(decoding: WireJSON.encode(first), as: UTF8.self)
        #expect(!text.contains("replayed"))
        #expect(String(decoding: WireJSON.encode(again), as: UTF8.self).replacing(#""replayed":true,"#, with: "") == text)
    }
}
