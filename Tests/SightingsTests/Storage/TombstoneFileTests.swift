import Foundation
import Seal
import Sightings
import TestSupport
import Testing
import Vocabulary

struct TombstoneFileTests {
    private let folder = TemporaryFolder()
    private let keys = try! SealKeys(secret: TestRegistry.secret)
    private var path: String { folder.path(of: "tombstones") }

    private func made() throws -> TombstoneFile { try TombstoneFile(making: path, keys: keys, now: TestClock.start) }

    /// Opens the file for a database that knows of this position.
    private func opened(_ acknowledged: LogPosition?) throws -> TombstoneFile {
        try TombstoneFile(path: path, keys: keys, acknowledged: acknowledged)
    }

    private func revocation(hour: Int = 0, of token: TokenID = 1) -> Tombstone {
        Tombstone(commit: 1, madeAt: TestClock.start.adding(hours: hour), operation: .revocation(token: token))
    }

    @Test("tombstones are read back as they were written, whatever they say")
    func roundTrip() throws {
        let file = try made()
        let operations: [Tombstone.Operation] = [
            .verdict(.clear, decision: 7, plates: [1, 1_099_511_627_776], bits: []),
            .verdict(.protect, decision: 8, plates: [], bits: [0, 0xF_FFFF]),
            .undo(decision: 8, .protect, plates: [3], bits: [5]),
            .purge(area: nil, upTo: nil, bound: 7, decision: 3, plates: (0..<10_000).map { PlateID(rawValue: $0) }),
            .purge(area: "powderhorn", upTo: Day(number: 20_779), bound: 1, decision: 0, plates: [1]), .revocation(token: 3),
            .renumbering(Renumbering(start: 1 << 44)),
        ]
        let tombstones = operations.enumerated().map {
            Tombstone(commit: Int64($0), madeAt: TestClock.start.adding(hours: $0), operation: $1)
        }
        try file.append(Array(tombstones.prefix(2)))
        try file.append(Array(tombstones.dropFirst(2)))
        #expect(try file.load() == tombstones)
        try file.prune(before: TestClock.start.adding(hours: 3))
        #expect(try file.load() == Array(tombstones.dropFirst(3)))
        #expect(try opened(nil).reach() == TestClock.start.adding(hours: 3))
    }

    /// Ten tombstones in the file: the position after each, and the bytes.
    private func tenTombstones() throws -> (positions: [LogPosition], bytes: Data) {
        let file = try made()
        var positions = [try #require(file.end)]
        for number in 0..<10 {
            try file.append([revocation(of: TokenID(rawValue: Int64(number)))])
            positions.append(try #require(file.end))
        }
        return (positions, try Data(contentsOf: URL(filePath: path)))
    }

    @Test("with any bit of the file flipped, the log is damaged for a database that knows all of it")
    func flippedBits() throws {
        let (positions, whole) = try tenTombstones()
        for offset in whole.indices {
            for bit in 0..<8 {
                var bad = whole
                bad[offset] ^= 1 << UInt8(bit)
                try bad.write(to: URL(filePath: path))
                let file = try opened(positions[10])
                #expect(file.end == nil, "byte \(offset), bit \(bit)")
                #expect(throws: StoreError.corrupt) { try file.load() }
            }
        }
    }

    @Test("cut anywhere, the log is damaged for a database that knows all of it, and whole for one that knows no more than is left")
    func cuts() throws {
        let (positions, whole) = try tenTombstones()
        _ = try TombstoneFile(making: folder.path(of: "empty"), keys: keys, now: TestClock.start)
        let head = folder.length(of: "empty")
        let recordBytes = (whole.count - head) / 10
        for length in 0..<whole.count {
            try whole.prefix(length).write(to: URL(filePath: path))
            #expect(try opened(positions[10]).end == nil, "cut to \(length)")
            guard length >= head else { continue }
            let left = (length - head) / recordBytes
            let file = try opened(positions[left])
            #expect(file.end == positions[left], "cut to \(length)")
            try file.append([revocation(of: 99)])
            #expect(try opened(file.end).load().count == left + 1)
        }
    }

    @Test("what follows the acknowledged end is counted, and gone after the next record", arguments: [1, 36, 500])
    func tails(length: Int) throws {
        let (positions, whole) = try tenTombstones()
        #expect(try opened(positions[10]).tailBytes == 0)
        for tail in [Data(count: length), Data(repeating: 0xA7, count: length)] {
            try (whole + tail).write(to: URL(filePath: path))
            let file = try opened(positions[10])
            #expect(file.tailBytes == length && file.end == positions[10])
            try file.append([revocation(of: 99)])
            #expect(file.tailBytes == 0)
            #expect(try opened(file.end).tailBytes == 0)
        }
    }

    @Test("a link instead of the file is refused by name, and not followed")
    func link() throws {
        let (positions, _) = try tenTombstones()
        try FileManager.default.moveItem(atPath: path, toPath: path + ".elsewhere")
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: path + ".elsewhere")
        #expect(throws: StoreError.symbolicLink) { try opened(positions[10]) }
    }

    @Test("without a database to ask, only a record that is certainly cut off is dropped")
    func withoutDatabase() throws {
        let (positions, whole) = try tenTombstones()
        try whole.dropLast(1).write(to: URL(filePath: path))
        #expect(try opened(nil).end == positions[9])
        var bad = whole
        bad[bad.count - 1] ^= 1
        try bad.write(to: URL(filePath: path))
        #expect(try opened(nil).end == nil)
        #expect(try opened(positions[9]).end == positions[9])
        try whole.write(to: URL(filePath: path))
        let other = try SealKeys(secret: [UInt8](repeating: 9, count: 32))
        #expect(try TombstoneFile(path: path, keys: other, acknowledged: nil).end == nil)
    }

    @Test("a log that was cut under its writer takes no record: zeros would fill the gap")
    func cutUnderItsWriter() throws {
        let file = try made()
        try file.append([revocation()])
        let cut = try Data(contentsOf: URL(filePath: path)).dropLast(3)
        try cut.write(to: URL(filePath: path))
        #expect(throws: StoreError.inputOutput(code: EIO)) { try file.append([revocation()]) }
        #expect(try Data(contentsOf: URL(filePath: path)) == cut)
    }

    @Test("what a killed writer left beside the log makes room")
    func killedWriter() throws {
        try Data("half of a log".utf8).write(to: URL(filePath: path + ".new"))
        #expect(try made().end?.number == 0)
        #expect(folder.files().map(\.name) == ["tombstones"])
    }

    @Test("positions stay when old tombstones are dropped")
    func pruned() throws {
        let file = try made()
        for hour in 0..<6 { try file.append([revocation(hour: hour)]) }
        let end = try #require(file.end)
        try file.prune(before: TestClock.start.adding(hours: 4))
        let again = try opened(end)
        #expect(again.end == end)
        #expect(try again.load().count == 2)
        #expect(try again.compare(.none) == .pruned)
    }

    @Test("a log that starts over keeps what can be read, and fits no database until the new end is stored")
    func startedOver() throws {
        let (positions, whole) = try tenTombstones()
        try whole.dropLast(1).write(to: URL(filePath: path))
        let file = try opened(positions[10])
        #expect(file.end == nil)
        try file.startOver(at: TestClock.start.adding(hours: 1), after: positions[10])
        #expect(try file.load().count == 9)
        #expect(try file.reach() == TestClock.start.adding(hours: 1))
        #expect(try opened(positions[10]).end == nil, "a crash hides no loss")
        #expect(try opened(file.end).load().count == 9)
        #expect(try opened(file.end).compare(positions[10]) == .pruned)
    }

    @Test("forgotten tombstones move the start of the log, even if there are none")
    func forgotten() throws {
        let file = try made()
        let start = try #require(file.end)
        try file.forget(through: start, at: TestClock.start.adding(hours: 2))
        #expect(try file.reach() == TestClock.start.adding(hours: 2))
        try file.append([revocation()])
        #expect(throws: StoreError.corrupt, "a position that it does not have") {
            try file.forget(through: LogPosition(number: 2, code: start.code), at: TestClock.start)
        }
        try file.forget(through: try #require(file.end), at: TestClock.start.adding(hours: 3))
        #expect(try opened(file.end).load().isEmpty)
    }

    @Test("a log of another registry under the same key does not fit")
    func otherRegistry() throws {
        let position = try #require(made().end)
        _ = try TombstoneFile(making: path, keys: keys, now: TestClock.start.adding(hours: 1))
        #expect(try opened(nil).compare(position) == .missing)
        #expect(try opened(position).end == nil)
    }
}
