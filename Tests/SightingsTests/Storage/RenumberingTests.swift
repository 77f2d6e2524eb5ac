import Seal
import Sightings
import TestSupport
import Testing
import Vocabulary

struct RenumberingTests {
    /// The largest draw, and the smallest: what a restore draws must not matter.
    private static let draws: [UInt8] = [0, 0xFF]

    private func random(_ byte: UInt8) -> RandomSource { RandomSource { Array(repeating: byte, count: $0) } }

    private func stored(at number: Int64) -> StoredRegistry {
        var stored = StoredRegistry()
        stored.counters.commit = number
        stored.counters.plateID = PlateID(rawValue: number)
        stored.counters.tokenID = TokenID(rawValue: number)
        stored.counters.decisionID = DecisionID(rawValue: number)
        return stored
    }

    private func tombstone(_ operation: Tombstone.Operation) -> Tombstone {
        Tombstone(commit: 1, madeAt: TestClock.start, operation: operation)
    }

    /// The number 700 in each field of a tombstone that holds a number.
    private static let operations: [Tombstone.Operation] = [
        .verdict(.clear, decision: 700, plates: [1], bits: []), .verdict(.clear, decision: 1, plates: [3, 700, 2], bits: []),
        .undo(decision: 700, .clear, plates: [1], bits: []), .undo(decision: 1, .clear, plates: [700], bits: []),
        .purge(area: nil, upTo: nil, bound: 700, decision: 1, plates: []),
        .purge(area: nil, upTo: nil, bound: 1, decision: 700, plates: []),
        .purge(area: nil, upTo: nil, bound: 1, decision: 1, plates: [700, 1]), .revocation(token: 700),
        .renumbering(Renumbering(start: 700)),
    ]

    @Test("numbers go on beyond everything that a tombstone names", arguments: operations, draws)
    func beyondTombstones(operation: Tombstone.Operation, draw: UInt8) throws {
        let backup = stored(at: 5)
        let renumbering = try #require(
            Renumbering(restoring: backup, keeping: nil, witnessed: nil, [tombstone(operation)], random: random(draw)))
        #expect(renumbering.start > 700)
        let counters = Changes(restoring: backup, keeping: nil, from: renumbering).counters
        #expect(counters.commit > 700 && counters.plateID > 700 && counters.tokenID > 700 && counters.inviteID > 700)
        #expect(counters.decisionID > 700 && counters.proposalID > 700)
    }

    @Test("a database that can be read goes on where it is, unless a tombstone or the witness knows of more", arguments: operations)
    func living(operation: Tombstone.Operation) {
        func renumbering(living number: Int64, witnessed: CommitNumber?) -> Renumbering? {
            Renumbering(
                restoring: stored(at: 5), keeping: stored(at: number), witnessed: witnessed, [tombstone(operation)], random: random(0))
        }
        #expect(renumbering(living: 700, witnessed: 700) == nil)
        #expect(renumbering(living: 699, witnessed: 699) != nil)
        #expect(renumbering(living: 700, witnessed: 701) != nil)
        #expect(renumbering(living: 700, witnessed: nil) != nil, "without a witness, nobody knows")
    }

    @Test("a thousand restores of one backup leave room for each other, and for what is counted", arguments: draws)
    func many(draw: UInt8) throws {
        var log: [Tombstone] = []
        var last: Int64 = 5
        for _ in 0..<1_000 {
            let next = try #require(Renumbering(restoring: stored(at: 5), keeping: nil, witnessed: nil, log, random: random(draw)))
            #expect(next.start - last >= 1 << 30)
            last = next.start
            log.append(next.tombstone(madeAt: TestClock.start))
        }
        #expect(last < 1 << 45, "the largest number that a database takes")
    }
}
