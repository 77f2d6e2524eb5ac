import Testing
import Web

struct HelpLineTests {
    @Test(
        "Each telephone number of a line becomes a link",
        arguments: [
            ("Legal hotline 555-0100, day and night", ["5550100"]),
            ("Call (612) 555-0100 or +1 651 555 0100.", ["6125550100", "+16515550100"]),
            ("Room 12, at 9:30", []), ("No number", []), ("1234567890123456", []), ("911", []), ("a612.555.0100b", ["6125550100"]),
            ("555-0100 555-0101", ["55501005550101"]), ("1-800-555-0100/612-555-0100/", []),
        ])
    func phones(line: String, dialed: [String]) {
        #expect(HelpLine(line).phones.map(\.dialed) == dialed)
    }

    @Test("A line has at most four links")
    func most() {
        #expect(HelpLine(Array(repeating: "555-0100", count: 9).joined(separator: ", ")).phones.count == 4)
    }
}
