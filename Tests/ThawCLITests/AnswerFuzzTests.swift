import Foundation
import Plates
import Synchronization
import Testing
import Vocabulary
import Wire

/// Every command against a registry whose numbers are changed at random into extreme ones. A trap would end the tests.
@Suite struct AnswerFuzzTests {
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
        (["mod", "dismiss", "MN:ABC123"], []), (["mod", "undo", "d1"], []), (["mod", "proposals"], []), (["mod", "approve", "w1"], ["y"]),
        (["mod", "age", "--dry-run"], []), (["mod", "audit"], []), (["mod"], ["d", "s", "q"]),
    ]

    /// Where numbers stand in JSON, outside of texts.
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

    private func bench() throws -> Bench {
        let bench = try Bench()
        bench.wait(
            .sample("MN ABC123", reason: .misread, misreads: ["MN A8C123"]), .sample("WI XYZ987", status: .watched, reason: .watched))
        let plate = PlateBody(try Plate("MN ABC123"))
        bench.registry.change { state in
            state.listings["MN ABC123"] = Bench.listing(plate)
            state.moderation.proposals = [StandInModeration.proposal]
        }
        return bench
    }

    @Test(arguments: 0..<rounds) func `whatever the numbers, each command ends with a status of its own`(round: Int) throws {
        let seed = UInt64.random(in: 0 ... .max)
        let bench = try bench()
        let random = Mutex(SplitMix64(state: seed))
        bench.registry.change { state in
            state.rewrite = { answer in
                var answer = answer
                answer.body = random.withLock { Self.rewritten(answer.body, &$0) }
                return answer
            }
        }
        for (arguments, typed) in Self.commands {
            let status = bench.run(arguments, FakeTerminal(typed))
            #expect([0, 1, 2, 64].contains(status), "seed \(seed), \(arguments)")
        }
        for (name, data) in try bench.files() where name.contains("/outbox/") || name.contains("/sent/") {
            guard let text = String(data: data, encoding: .utf8), let seen = text.firstMatch(of: /"seen_at":"([^"]*)"/) else { continue }
            #expect(seen.1.hasSuffix(":00:00Z") || seen.1.hasSuffix(":30:00Z"), "seed \(seed): \(seen.1)")
        }
    }

    /// A registry that says so of its slots.
    private func bench(slotMinutes minutes: String) throws -> Bench {
        let bench = try bench()
        bench.registry.change { state in
            state.rewrite = { answer in
                var answer = answer
                let text = String(decoding: answer.body, as: UTF8.self).replacing(/"slot_minutes":\d+/, with: "\"slot_minutes\":\(minutes)")
                answer.body = Data(text.utf8)
                return answer
            }
        }
        return bench
    }

    @Test(arguments: ["0", "1441", "9223372036854775807"])
    func `a slot that no registry has is refused by name, and nothing is stored by it`(minutes: String) throws {
        let bench = try bench(slotMinutes: minutes)
        for _ in 0..<2 {
            #expect(bench.run(["areas"], FakeTerminal()) == 2)
            #expect(bench.run(["report", "mn:abc123", "powderhorn", "12m ago"], FakeTerminal()) != 0)
        }
        #expect(bench.registry.seen.reports.isEmpty)
    }

    @Test(arguments: ["1", "29"])
    func `a registry's slot of any length stores nothing finer than half an hour`(minutes: String) throws {
        let bench = try bench(slotMinutes: minutes)
        // Once with the answer, and again with what was kept of it.
        for _ in 0..<2 {
            bench.run(["areas"], FakeTerminal())
            #expect(bench.run(["report", "mn:abc123", "powderhorn", "12m ago"], FakeTerminal()) == 0)
        }
        #expect(Set(bench.registry.seen.reports.map(\.seenAt)) == ["2026-11-22T21:00:00Z"])
    }

    @Test func `a number out of bounds is said by name`() throws {
        let bench = try bench()
        bench.registry.change { state in
            state.rewrite = { answer in
                var answer = answer
                let text = String(decoding: answer.body, as: UTF8.self).replacing(/"limit":\d+/, with: "\"limit\":9223372036854775807")
                answer.body = Data(text.utf8)
                return answer
            }
        }
        let (status, terminal) = bench.say("mod", "queue")
        #expect(status == 2)
        #expect(terminal.error.contains("could not be understood"), "\(terminal.error)")
    }
}
