import Foundation
import Sightings
import Synchronization
import TestSupport
import Testing
import Vocabulary
import Wire

/// Every command against a registry whose numbers are changed at random into extreme ones. A trap would end the tests.
@Suite(.blocking) struct AnswerFuzzTests {
    private static let rounds = 24

    private static let extremes = [
        "9223372036854775807", "-9223372036854775808", "9223372036854775808", "-9223372036854775809", "18446744073709551615", "1e308",
        "-1e308", "1e999", "4503599627370496", "9007199254740993", "1000000000000", "-1000000000000", "1000000000001", "2147483648",
        "153722867280912931", "2562047788015216", "1844674407370955162", "-1", "0", "1", "2", "0.5", "1E+9", "86400",
    ]

    private static let commands: [(arguments: [String], typed: [String])] = [
        (["areas"], []), (["status"], []), (["check", "MN", "ABC123"], []), (["listings"], []), (["listings", "--json"], []),
        (["report", "mn:abc123", "powderhorn"], []), (["outbox"], []), (["send"], []), (["withdraw"], []), (["token", "list"], []),
        (["mod", "queue"], []), (["mod", "queue", "--json"], []), (["mod", "show", "MN:ABC123"], []),
        (["mod", "purge", "--status", "watched"], ["y"]), (["mod", "dismiss", "--all", "--reason", "misread"], ["y"]),
        (["mod", "dismiss", "MN:ABC123"], []), (["mod", "undo", "1"], []), (["mod", "proposals"], []), (["mod", "approve", "1"], ["y"]),
        (["mod", "age", "--dry-run"], []), (["mod", "audit"], []), (["mod"], ["d", "s", "q"]),
    ]

    /// The ranges of numbers in JSON, outside of texts.
    private static func numbers(in text: [UInt8]) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var (index, isText) = (0, false)
        while index < text.count {
            switch text[index] {
            case UInt8(ascii: "\\") where isText: index += 1
            case UInt8(ascii: "\""): isText.toggle()
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                guard !isText else { break }
                let end = text[index...].firstIndex { !"0123456789+-.eE".utf8.contains($0) } ?? text.count
                ranges.append(index..<end)
                index = end - 1
            default: break
            }
            index += 1
        }
        return ranges
    }

    private static func rewritten(_ body: Data, _ random: inout SplitMix64) -> Data {
        var text = Array(body)
        for range in numbers(in: text).reversed() where Int.random(in: 0..<4, using: &random) == 0 {
            text.replaceSubrange(range, with: (extremes.randomElement(using: &random) ?? "0").utf8)
        }
        return Data(text)
    }

    private func fixture() throws -> Fixture {
        let fixture = try Fixture(role: .moderator, rules: Fixture.secondAboveOne)
        try fixture.suspectInDetail("MN ABC123")
        try fixture.confirm("MN A8C123")
        for plate in ["WI XYZ987", "IL QRS456"] { try fixture.addOlder(plate, daysAgo: 1) }
        _ = try fixture.propose(purgeOf: .watched)
        return fixture
    }

    @Test(arguments: 0..<rounds) func `with any numbers, each command ends with one of its statuses`(round: Int) throws {
        let seed = UInt64.random(in: 0 ... .max)
        let fixture = try fixture()
        let random = Mutex(SplitMix64(state: seed))
        fixture.registry.change { $0.rewrite = { body in random.withLock { Self.rewritten(body, &$0) } } }
        for (arguments, typed) in Self.commands {
            let status = fixture.run(arguments, FakeTerminal(typed))
            #expect([0, 1, 2, 64].contains(status), "seed \(seed), \(arguments)")
        }
        for (name, data) in try fixture.files() where name.contains("/outbox/") || name.contains("/sent/") {
            guard let text = String(data: data, encoding: .utf8), let seen = text.firstMatch(of: /"seen_at":"([^"]*)"/) else { continue }
            #expect(seen.1.hasSuffix(":00:00Z") || seen.1.hasSuffix(":30:00Z"), "seed \(seed): \(seen.1)")
        }
    }

    /// A registry that says so of its slots.
    private func fixture(slotMinutes minutes: String) throws -> Fixture {
        let fixture = try fixture()
        fixture.registry.change { faults in
            faults.rewrite = { body in
                Data(String(decoding: body, as: UTF8.self).replacing(/"slot_minutes":\d+/, with: "\"slot_minutes\":\(minutes)").utf8)
            }
        }
        return fixture
    }

    @Test(arguments: ["0", "1441", "9223372036854775807"])
    func `a slot that no registry has is refused by name, and nothing is stored by it`(minutes: String) throws {
        let fixture = try fixture(slotMinutes: minutes)
        for _ in 0..<2 {
            #expect(fixture.run(["areas"], FakeTerminal()) == 2)
            #expect(fixture.run(["report", "mn:abc123", "powderhorn", "12m ago"], FakeTerminal()) != 0)
        }
        #expect(fixture.registry.seen.reports.isEmpty)
    }

    @Test(arguments: ["1", "29"])
    func `a registry's slot of any length stores nothing finer than half an hour`(minutes: String) throws {
        let fixture = try fixture(slotMinutes: minutes)
        // Once with the answer, and again with its cached copy.
        for _ in 0..<2 {
            fixture.run(["areas"], FakeTerminal())
            #expect(fixture.run(["report", "mn:abc123", "powderhorn", "12m ago"], FakeTerminal()) == 0)
        }
        #expect(Set(fixture.registry.seen.reports.map(\.seenAt)) == ["2026-11-22T21:00:00Z"])
    }

    @Test func `an error names the number that is out of bounds`() throws {
        let fixture = try fixture()
        fixture.registry.change { faults in
            faults.rewrite = { body in
                Data(String(decoding: body, as: UTF8.self).replacing(/"limit":\d+/, with: "\"limit\":9223372036854775807").utf8)
            }
        }
        let terminal = fixture.say("mod", "queue", exits: 2)
        #expect(terminal.error.contains("Cannot understand the answer"), "\(terminal.error)")
    }
}
