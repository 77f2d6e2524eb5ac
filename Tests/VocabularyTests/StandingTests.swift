import Testing
import Vocabulary

@Suite struct StandingTests {
    @Test func `statuses rise from watched to confirmed`() {
        #expect(Status.allCases.sorted() == [.watched, .suspected, .confirmed])
        #expect(Status.allCases.map(\.number) == [1, 2, 3])
        for status in Status.allCases { #expect(Status(number: status.number) == status) }
        #expect(Status(number: 0) == nil)
        #expect(Status(number: 4) == nil)
    }

    @Test func `roles rise from caller to admin`() {
        #expect(Role.allCases.sorted() == [.caller, .reader, .volunteer, .moderator, .admin])
        #expect(Role.allCases.map(\.number) == [5, 1, 2, 3, 4])
        for role in Role.allCases { #expect(Role(number: role.number) == role) }
        #expect(Role(number: 0) == nil)
        #expect(Role(number: 6) == nil)
    }

    @Test func `a vehicle counts its known parts`() {
        #expect(Vehicle().isEmpty)
        #expect(Vehicle().fullness == 0)
        #expect(Vehicle(body: .suv).fullness == 1)
        #expect(!Vehicle(body: .suv).isEmpty)
        #expect(Vehicle(color: .black, make: .ford).fullness == 2)
        #expect(Vehicle(color: .black, body: .suv, make: .ford).fullness == 3)
    }

    @Test(arguments: ["a", "7", "powderhorn", "ward-3", "a-b-c", String(repeating: "x", count: 64)])
    func `an area's id is a slug`(text: String) {
        #expect(AreaID(text)?.description == text)
    }

    @Test(arguments: [
        "", "-", "-a", "a-", "a--b", "Ward", "ward 3", "ward_3", "é", "e\u{301}", "a\u{0}", "ａ", "..", "a/b",
        String(
            repeating: "x",
            count: 65),
    ])
    func `any other text is not an area's ID`(text: String) {
        #expect(AreaID(text) == nil)
    }

    @Test func `a megabyte of text is not an area ID`() {
        #expect(AreaID(String(repeating: "x", count: 1_000_000)) == nil)
    }

    @Test func `areas sort by their text`() {
        #expect(["b", "a-1", "a"].compactMap(AreaID.init).sorted().map(\.description) == ["a", "a-1", "b"])
    }
}
