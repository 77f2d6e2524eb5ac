import FoundationEssentials
import Testing
import Vocabulary
import Wire

struct RequestDecodingTests {
    enum Body: String, CaseIterable {
        case reports, withdrawals, lookups, search, invite, redeem, alerts

        func decode(_ text: String) throws(WireError) {
            let data = Data(text.utf8)
            switch self {
            case .reports: _ = try WireJSON.decode(ReportsRequest.self, from: data)
            case .withdrawals: _ = try WireJSON.decode(WithdrawalsRequest.self, from: data)
            case .lookups: _ = try WireJSON.decode(LookupsRequest.self, from: data)
            case .search: _ = try WireJSON.decode(SearchRequest.self, from: data)
            case .invite: _ = try WireJSON.decode(InviteRequest.self, from: data)
            case .redeem: _ = try WireJSON.decode(RedeemRequest.self, from: data)
            case .alerts: _ = try WireJSON.decode(AlertHoldRequest.self, from: data)
            }
        }

        var valid: String {
            switch self {
            case .reports: #"{"reports":[{}]}"#
            case .withdrawals: #"{"withdrawals":[{}]}"#
            case .lookups: #"{"plates":["ABC123"]}"#
            case .search: #"{"pattern":"7?K*3"}"#
            case .invite: #"{"role":"volunteer"}"#
            case .redeem: #"{"invite":"thawinv_"}"#
            case .alerts: #"{"output":"north","held":true}"#
            }
        }
    }

    @Test("A body that is not JSON is malformed", arguments: Body.allCases)
    func malformed(body: Body) {
        for text in ["", " ", "{", "{]", #"{"a" 1}"#, body.valid + "x", "nul", String(repeating: "[", count: 10_000)] {
            #expect(throws: WireError(.requestMalformedJSON), "\(text.prefix(40))") { try body.decode(text) }
        }
        #expect(throws: Never.self) { try body.decode(body.valid) }
    }

    @Test("A body that is not an object has the wrong type", arguments: Body.allCases, ["[]", "1", #""x""#, "null", "true"])
    func wrongRoot(body: Body, text: String) throws {
        let error = try #require(throws: WireError.self) { try body.decode(text) }
        #expect(error.code == .requestWrongType)
        #expect(error.field == nil)
    }

    @Test("A field that the interface does not have is refused by name", arguments: Body.allCases)
    func unknownField(body: Body) throws {
        let text = body.valid.dropLast() + #","colour":"black"}"#
        let error = try #require(throws: WireError.self) { try body.decode(String(text)) }
        #expect(error.code == .requestUnknownField)
        #expect(error.field == "colour")
    }

    @Test(
        "An error names the field that it is about",
        arguments: [
            (Body.reports, #"{"reports":{}}"#, ErrorCode.requestWrongType, "reports"),
            (.reports, #"{"reports":null}"#, .requestWrongType, "reports"),
            (.reports, #"{}"#, .requestFieldMissing, "reports"),
            (.reports, #"{"reports":[]}"#, .requestEmpty, "reports"),
            (.reports, #"{"reports":[{}],"import":"yes"}"#, .requestWrongType, "import"),
            (.withdrawals, #"{"withdrawals":"x"}"#, .requestWrongType, "withdrawals"),
            (.withdrawals, #"{"withdrawals":[]}"#, .requestEmpty, "withdrawals"),
            (.lookups, #"{"plates":"ABC123"}"#, .requestWrongType, "plates"),
            (.lookups, #"{"plates":["A",7]}"#, .requestWrongType, "plates[1]"),
            (.lookups, #"{"plates":["A",null]}"#, .requestWrongType, "plates[1]"),
            (.lookups, #"{"plates":["A"],"similar":1}"#, .requestWrongType, "similar"),
            (.lookups, #"{"plates":[]}"#, .requestEmpty, "plates"),
            (.lookups, #"{"similar":true}"#, .requestFieldMissing, "plates"),
            (.search, #"{"limit":"10"}"#, .requestWrongType, "limit"),
            (.search, #"{"limit":1.5}"#, .requestValue, "limit"),
            (.search, #"{"limit":0}"#, .requestValue, "limit"),
            (.search, #"{"limit":501}"#, .requestValue, "limit"),
            (.search, #"{"limit":-9e99}"#, .requestValue, "limit"),
            (.search, #"{"color":["black"]}"#, .requestWrongType, "color"),
            (.invite, #"{"role":"king"}"#, .inviteRoleUnknown, "role"),
            (.invite, #"{"role":3}"#, .requestWrongType, "role"),
            (.invite, #"{}"#, .requestFieldMissing, "role"),
            (.invite, #"{"role":"reader","trusted":"no"}"#, .requestWrongType, "trusted"),
            (.redeem, #"{}"#, .requestFieldMissing, "invite"),
            (.redeem, #"{"invite":{}}"#, .requestWrongType, "invite"),
            (.alerts, #"{"held":true}"#, .requestFieldMissing, "output"),
            (.alerts, #"{"output":"north"}"#, .requestFieldMissing, "held"),
            (.alerts, #"{"output":"north","held":1}"#, .requestWrongType, "held"),
        ])
    func namedField(body: Body, text: String, code: ErrorCode, field: String) throws {
        let error = try #require(throws: WireError.self) { try body.decode(text) }
        #expect(error.code == code)
        #expect(error.field == field)
    }

    @Test("A list past its limit is refused, one at its limit is taken")
    func tooMany() throws {
        func lookups(_ count: Int, similar: Bool) -> String {
            #"{"plates":[\#(Array(repeating: #""A1""#, count: count).joined(separator: ","))],"similar":\#(similar)}"#
        }
        func reports(_ count: Int) -> String {
            #"{"reports":[\#(Array(repeating: "{}", count: count).joined(separator: ","))]}"#
        }
        try Body.lookups.decode(lookups(1_000, similar: false))
        try Body.lookups.decode(lookups(20, similar: true))
        try Body.reports.decode(reports(500))
        for (body, text) in [
            (Body.lookups, lookups(1_001, similar: false)), (.lookups, lookups(21, similar: true)), (.reports, reports(501)),
        ] {
            let error = try #require(throws: WireError.self) { try body.decode(text) }
            #expect(error.code == .requestTooManyItems)
        }
    }

    @Test("Only UTF-8 is taken", arguments: Body.allCases)
    func encoding(body: Body) {
        let utf16: [UInt8] = body.valid.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        for bytes in [Array(body.valid.utf8) + [0xFF], [0xC0, 0x80], Array(#"{"\#u{00}":1}"#.utf8), utf16] {
            #expect(throws: WireError(.requestEncoding)) {
                switch body {
                case .reports: _ = try WireJSON.decode(ReportsRequest.self, from: Data(bytes))
                default: _ = try WireJSON.decode(LookupsRequest.self, from: Data(bytes))
                }
            }
        }
    }

    @Test("An error shortens a long field name")
    func longFieldName() throws {
        let name = String(repeating: "🚙", count: 2_000)
        let error = try #require(throws: WireError.self) { try Body.lookups.decode(#"{"plates":["A"],"\#(name)":1}"#) }
        #expect(error.code == .requestUnknownField)
        #expect(try #require(error.field).utf8.count <= 160)
    }
}
