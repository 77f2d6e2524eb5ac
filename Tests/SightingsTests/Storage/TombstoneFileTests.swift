import Foundation
import Plates
import Seal
import Sightings
import TestSupport
import Testing
import Vocabulary

struct TombstoneFileTests {
    @Test("tombstones are read back as they were written, whatever they say")
    func roundTrip() throws {
        let folder = TemporaryFolder()
        let keys = try SealKeys(secret: TestRegistry.secret)
        let file = try TombstoneFile(making: folder.path + "/tombstones", keys: keys, now: TestClock.start)
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
        #expect(
            try TombstoneFile(path: folder.path + "/tombstones", keys: keys, acknowledged: nil).reach()
                == TestClock.start.adding(hours: 3))
    }

    /// Ten tombstones in a file of their own, and the position after each.
    private func tenTombstones(in folder: TemporaryFolder, _ keys: SealKeys) throws -> (path: String, positions: [LogPosition], bytes: Data)
    {
        let path = folder.path + "/tombstones"
        let file = try TombstoneFile(making: path, keys: keys, now: TestClock.start)
        var positions = [LogPosition.none]
        for number in 0..<10 {
            try file.append([Tombstone(commit: 1, madeAt: TestClock.start, operation: .revocation(token: TokenID(rawValue: Int64(number))))]
            )
            positions.append(try #require(file.end))
        }
        return (path, positions, try Data(contentsOf: URL(filePath: path)))
    }

    @Test("with any bit of the file flipped, the log is damaged for a database that knows all of it")
    func flippedBits() throws {
        let folder = TemporaryFolder()
        let keys = try SealKeys(secret: TestRegistry.secret)
        let (path, positions, whole) = try tenTombstones(in: folder, keys)
        for offset in whole.indices {
            for bit in 0..<8 {
                var bad = whole
                bad[offset] ^= 1 << UInt8(bit)
                try bad.write(to: URL(filePath: path))
                let file = try TombstoneFile(path: path, keys: keys, acknowledged: positions[10])
                #expect(file.end == nil, "byte \(offset), bit \(bit)")
                #expect(throws: StoreError.corrupt) { try file.load() }
            }
        }
    }

    @Test("cut anywhere, the log is damaged for a database that knows all of it, and whole for one that knows no more than is left")
    func cuts() throws {
        let folder = TemporaryFolder()
        let keys = try SealKeys(secret: TestRegistry.secret)
        let (path, positions, whole) = try tenTombstones(in: folder, keys)
        let head =
            try TombstoneFile(making: folder.path + "/empty", keys: keys, now: TestClock.start).end == LogPosition.none
            ? try Data(contentsOf: URL(filePath: folder.path + "/empty")).count : 0
        let recordBytes = (whole.count - head) / 10
        for length in 0..<whole.count {
            try whole.prefix(length).write(to: URL(filePath: path))
            #expect(try TombstoneFile(path: path, keys: keys, acknowledged: positions[10]).end == nil, "cut to \(length)")
            guard length >= head else { continue }
            let left = (length - head) / recordBytes
            let file = try TombstoneFile(path: path, keys: keys, acknowledged: positions[left])
            #expect(file.end == positions[left], "cut to \(length)")
            try file.append([Tombstone(commit: 2, madeAt: TestClock.start, operation: .revocation(token: 99))])
            #expect(try TombstoneFile(path: path, keys: keys, acknowledged: file.end).load().count == left + 1)
        }
    }

    @Test("what follows the acknowledged end is counted, and gone after the next record", arguments: [1, 36, 500])
    func tails(length: Int) throws {
        let folder = TemporaryFolder()
        let keys = try SealKeys(secret: TestRegistry.secret)
        let (path, positions, whole) = try tenTombstones(in: folder, keys)
        #expect(try TombstoneFile(path: path, keys: keys, acknowledged: positions[10]).tailBytes == 0)
        for tail in [Data(count: length), Data(repeating: 0xA7, count: length)] {
            try (whole + tail).write(to: URL(filePath: path))
            let file = try TombstoneFile(path: path, keys: keys, acknowledged: positions[10])
            #expect(file.tailBytes == length && file.end == positions[10])
            try file.append([Tombstone(commit: 2, madeAt: TestClock.start, operation: .revocation(token: 99))])
            #expect(file.tailBytes == 0)
            #expect(try TombstoneFile(path: path, keys: keys, acknowledged: file.end).tailBytes == 0)
        }
    }

    @Test("a link in the place of the file is refused by name, and not followed")
    func link() throws {
        let folder = TemporaryFolder()
        let keys = try SealKeys(secret: TestRegistry.secret)
        let (path, positions, _) = try tenTombstones(in: folder, keys)
        try FileManager.default.moveItem(atPath: path, toPath: path + ".elsewhere")
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: path + ".elsewhere")
        #expect(throws: StoreError.symbolicLink) { try TombstoneFile(path: path, keys: keys, acknowledged: positions[10]) }
    }

    @Test("without a database to ask, only a record that is certainly cut off is dropped")
    func withoutDatabase() throws {
        let folder = TemporaryFolder()
        let keys = try SealKeys(secret: TestRegistry.secret)
        let (path, positions, whole) = try tenTombstones(in: folder, keys)
        try whole.dropLast(1).write(to: URL(filePath: path))
        #expect(try TombstoneFile(path: path, keys: keys, acknowledged: nil).end == positions[9])
        var bad = whole
        bad[bad.count - 1] ^= 1
        try bad.write(to: URL(filePath: path))
        #expect(try TombstoneFile(path: path, keys: keys, acknowledged: nil).end == nil)
        #expect(try TombstoneFile(path: path, keys: keys, acknowledged: positions[9]).end == positions[9])
        try whole.write(to: URL(filePath: path))
        let other = try SealKeys(secret: [UInt8](repeating: 9, count: 32))
        #expect(try TombstoneFile(path: path, keys: other, acknowledged: nil).end == nil)
    }

    @Test("a log that was cut under its writer takes no record: zeros would fill the gap")
    func cutUnderItsWriter() throws {
        let folder = TemporaryFolder()
        let keys = try SealKeys(secret: TestRegistry.secret)
        let path = folder.path + "/tombstones"
        let file = try TombstoneFile(making: path, keys: keys, now: TestClock.start)
        let tombstone = Tombstone(commit: 1, madeAt: TestClock.start, operation: .revocation(token: 1))
        try file.append([tombstone])
        let cut = try Data(contentsOf: URL(filePath: path)).dropLast(3)
        try cut.write(to: URL(filePath: path))
        #expect(throws: StoreError.inputOutput(code: EIO)) { try file.append([tombstone]) }
        #expect(try Data(contentsOf: URL(filePath: path)) == cut)
    }

    @Test("what a killed writer left beside the log makes room")
    func killedWriter() throws {
        let folder = TemporaryFolder()
        let keys = try SealKeys(secret: TestRegistry.secret)
        let path = folder.path + "/tombstones"
        try Data("half of a log".utf8).write(to: URL(filePath: path + ".new"))
        #expect(try TombstoneFile(making: path, keys: keys, now: TestClock.start).end == LogPosition.none)
        #expect(folder.files().map(\.name) == ["tombstones"])
    }

    @Test("positions stay when old tombstones are dropped")
    func pruned() throws {
        let folder = TemporaryFolder()
        let keys = try SealKeys(secret: TestRegistry.secret)
        let path = folder.path + "/tombstones"
        let file = try TombstoneFile(making: path, keys: keys, now: TestClock.start)
        for hour in 0..<6 {
            try file.append([Tombstone(commit: 1, madeAt: TestClock.start.adding(hours: hour), operation: .revocation(token: 1))])
        }
        let end = try #require(file.end)
        try file.prune(before: TestClock.start.adding(hours: 4))
        let again = try TombstoneFile(path: path, keys: keys, acknowledged: end)
        #expect(again.end == end)
        #expect(try again.load().count == 2)
        #expect(try again.compare(.none) == .pruned)
    }
}
