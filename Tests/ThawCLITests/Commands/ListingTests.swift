import Foundation
import Plates
import TestSupport
import Testing
import ThawCLI
import Wire

@Suite("thaw search, listings, areas", .blocking)
struct ListingTests {
    private let fixture: Fixture

    init() throws {
        fixture = try Fixture()
        _ = fixture.say("areas")
        for plate in ["MN ABC123", "MN ABC124", "WI XYZ987"] { try fixture.list(plate) }
    }

    @Test func `listings are a table on a screen that is wide enough`() {
        let terminal = fixture.say("listings", exits: 0)
        #expect(
            terminal.output == """
                plate      status     last seen  vehicle          signs                  areas       reporters
                MN ABC123  confirmed  21 Nov     black SUV, Ford  tactical-gear, convoy  powderhorn  up to 5
                MN ABC124  confirmed  21 Nov     black SUV, Ford  tactical-gear, convoy  powderhorn  up to 5
                WI XYZ987  confirmed  21 Nov     black SUV, Ford  tactical-gear, convoy  powderhorn  up to 5

                """)
    }

    @Test func `on a narrow screen listings are lines, none too wide`() {
        let terminal = FakeTerminal(columns: 40)
        fixture.run(["listings"], terminal)
        #expect(terminal.lines.allSatisfy { $0.count <= 40 })
        #expect(terminal.output.contains("MN ABC124"))
    }

    @Test func `pages follow each other up to the limit`() throws {
        let two = fixture.pipe("listings", "--limit", "2", "--json").terminal
        let page = try WireJSON.decode(ListingsPage.self, from: Data(two.output.utf8))
        #expect(page.listings.map(\.plate.characters) == ["ABC123", "ABC124"])
        #expect(page.next != nil)
        #expect(fixture.pipe("listings", "--limit", "2").terminal.error.contains("--limit"))
        #expect(fixture.say("listings", "--limit", "0").status == 64)
        #expect(fixture.say("listings", "--limit", "1000").terminal.lines.count == 5)
    }

    @Test(
        arguments: [
            (["7?K*", "black", "suv"], SearchRequest(pattern: "7?K*", color: "black", body: "suv")),
            (["suv", "abc", "Black"], SearchRequest(pattern: "*abc*", color: "black", body: "suv")),
            (["mn", "ab", "12"], SearchRequest(pattern: "US-MN:*ab12*")),
            (["ends", "in", "814", "black"], SearchRequest(pattern: "*814", color: "black")),
            (["starts", "with", "kx"], SearchRequest(pattern: "KX*")),
            (["--keys", "222123", "black"], SearchRequest(keys: "222123", color: "black")),
            (
                ["land", "rover", "convoy", "powderhorn", "confirmed"],
                SearchRequest(make: "land-rover", sign: "convoy", area: "powderhorn", status: "confirmed")
            ),
            (
                ["--area", "Powderhorn Park", "--status", "suspected", "--color", "grey"],
                SearchRequest(color: "gray", area: "powderhorn", status: "suspected")
            ),
        ] as [([String], SearchRequest)])
    func `a search is half a plate and a description in any order`(_ words: [String], _ expected: SearchRequest) throws {
        #expect(fixture.run(["search"] + words) == 0)
        var sent = try #require(fixture.registry.seen.searches.last)
        sent.limit = nil
        #expect(sent == expected)
    }

    @Test(arguments: [
        [], ["?"], ["*"], ["black", "white"], ["zzyzzx"], ["--status", "king"], ["--keys", "2222"], ["--keys", "22212A"],
        ["--area", "nowhere"], ["a€b"],
    ])
    func `an invalid search says why`(_ words: [String]) {
        let terminal = FakeTerminal()
        #expect(fixture.run(["search"] + words, terminal) == 64)
        #expect(!terminal.error.isEmpty)
        #expect(fixture.registry.seen.searches.isEmpty)
    }

    @Test(arguments: ["texas", "tx", "wisconsin", "MN"]) func `an issuer alone is not searched for as letters`(_ issuer: String) {
        #expect(fixture.say("search", issuer).status == 64)
        #expect(fixture.registry.seen.searches.isEmpty)
    }

    @Test func `a part of a plate without ? and * hints at them`() {
        #expect(fixture.say("search", "kxs4").terminal.output.contains("'kxs4*'"))
        #expect(!fixture.say("search", "kxs4*").terminal.output.contains("anywhere in a plate"))
    }

    @Test func `a word that is not known is named, and the rest is searched for`() throws {
        let terminal = fixture.say("search", "black", "minivan", "ford", "zzyzzx", exits: 0)
        #expect(terminal.output.hasPrefix("Unknown words: zzyzzx."))
        var sent = try #require(fixture.registry.seen.searches.last)
        sent.limit = nil
        #expect(sent == SearchRequest(color: "black", body: "minivan", make: "ford"))
    }

    @Test(arguments: [
        (["black", "tahoe"], SearchRequest(color: "black", body: "suv", make: "chevrolet")),
        (["black,", "suv,", "ab*,"], SearchRequest(pattern: "ab*", color: "black", body: "suv")),
        (["dodge", "durango"], SearchRequest(body: nil, make: "dodge")),
    ])
    func `models and commas are understood`(_ words: [String], _ expected: SearchRequest) throws {
        #expect(fixture.run(["search"] + words) == 0)
        var sent = try #require(fixture.registry.seen.searches.last)
        sent.limit = nil
        if words == ["dodge", "durango"] { sent.body = nil }
        #expect(sent == expected)
    }

    @Test func `areas are shown from the server, or as they were kept`() {
        #expect(
            fixture.pipe("areas").terminal.output
                == "powderhorn\tPowderhorn Park\nlongfellow\tLongfellow\nlake-street-east\tLake Street East\nold-mill\tOld Mill\n")
        #expect(fixture.pipe("areas", "--words").terminal.output.contains("sign\tconvoy\tconvoy\n"))
        fixture.server.stop()
        let kept = fixture.pipe("areas", exits: 0)
        #expect(kept.output.hasPrefix("powderhorn\tPowderhorn Park\n"))
        #expect(kept.error.contains("These areas were saved at 15:41."))
    }

    @Test func `areas finds the area of coordinates`() {
        #expect(fixture.pipe("areas", "--near", input: ["44.95, -93.25"]).terminal.output == "powderhorn\tPowderhorn Park\n")
        #expect(fixture.pipe("areas", "--near", input: ["1, 1"]).status == 64)
    }
}
