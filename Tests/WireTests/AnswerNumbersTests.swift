import FoundationEssentials
import Testing
import Wire

@Suite struct `Numbers in answers` {
    private func decode(_ text: String) throws(WireError) -> [String: Double] {
        try WireJSON.decodeAnswer(from: Data(text.utf8))
    }

    @Test(arguments: [
        "0", "-0", "1", "-1", "0.5", "1000000000000", "-1000000000000", "999999999999.999", "1e12", "-93.26540123456789012",
        "0.00000000000000000001",
    ])
    func `within the bound are read`(number: String) throws {
        #expect(try decode(#"{"a":\#(number)}"#)["a"] == Double(number))
    }

    @Test(arguments: [
        "1000000000001", "-1000000000001", "9223372036854775807", "-9223372036854775808", "18446744073709551616", "1e13", "-1E+13", "1e308",
        "1e999", "1000000000000.5",
    ])
    func `past the bound are a named error`(number: String) {
        let error = #expect(throws: WireError.self) { try decode(#"{"b":1,"a":\#(number)}"#) }
        #expect(error?.code == .requestValue)
    }

    @Test func `in texts are texts, next to any characters`() throws {
        let texts = ["9223372036854775807", #"\" 9223372036854775807"#, #"\\"#, #"9\\\"9"#]
        let json = "[" + texts.map { "\"\($0)\"" }.joined(separator: ",") + "]"
        #expect(try WireJSON.decodeAnswer([String].self, from: Data(json.utf8)).count == texts.count)
    }

    @Test(arguments: [
        ("slot_minutes", ["0", "-1", "1441", "999999999999"]), ("report_age_hours_max", ["0", "-1", "841", "999999999999"]),
        ("utc_offset", ["-6", "\"-15:00\"", "\"soon\""]),
    ])
    func `of the rules have bounds of their own, and are named`(field: String, wrong: [String]) throws {
        for number in wrong {
            var fields = ["slot_minutes": "30", "report_age_hours_max": "24", "utc_offset": "\"-06:00\""]
            fields[field] = number
            let json = "{\"country\":\"US\"," + fields.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",") + "}"
            let error = #expect(throws: WireError.self) { try WireJSON.decodeAnswer(RulesBody.self, from: Data(json.utf8)) }
            #expect(error?.field == field, "\(number)")
        }
    }
}
