import DaemonSupport
import Foundation
import Sightings
import TestSupport
import Testing
import Vocabulary
import Wire
import thawd

@Suite("Restoring beside tombstones that lack some, or beside another registry")
struct LostTombstoneTests {
    private let place = TemporaryFolder()
    private var file: String { "\(place.path)/thaw.backup" }
    private var state: String { "\(place.path)/.local/state/thawd" }
    private var tombstones: URL { URL(filePath: "\(state)/tombstones") }

    /// Loses the machine: everything but the key is gone, and these tombstones are put there.
    private func loseRegistry(keeping kept: Data) throws {
        for name in ["thaw.sqlite", "weeks", "commit-witness"] { try FileManager.default.removeItem(atPath: "\(state)/\(name)") }
        try kept.write(to: tombstones)
    }

    /// Loses the machine, and starts a registry 31 days later, before these tombstones are put beside it. Returns its clock.
    private func startAnew(beside kept: Data) async throws -> TestClock {
        try loseRegistry(keeping: kept)
        try FileManager.default.removeItem(at: tombstones)
        let clock = OperationsFixture.machineClock()
        clock.advance(days: 31)
        try await OperationsFixture.with(place, clock: clock) { fixture in
            _ = try await fixture.holder.ledger().issueFirstAdmin { Array("somebody else".utf8) }
            try await fixture.close()
            try kept.write(to: tombstones)
        }
        return clock
    }

    @Test func `an older copy of the tombstones is refused; without the rest, those in it are reapplied`() async throws {
        try await OperationsFixture.with(place) { fixture in
            try await fixture.report("MN ABC123", "MN XYZ987", "MN KEPT")
            try await fixture.backUp(to: file)
            try await fixture.purge("MN ABC123")
            let older = try Data(contentsOf: tombstones)
            try await fixture.purge("MN XYZ987")
            try await fixture.close()
            try older.write(to: tombstones)
        }
        try await OperationsFixture.with(place) { fixture in
            #expect(try await refusal { try await fixture.restore(file) } == .restoreNoTombstones)
            let restored = try await fixture.restore(file, withoutTombstones: true)
            #expect(!restored.hadTombstones && restored.plateChanges == 1)
            #expect(try await !fixture.knows("MN ABC123"))
            #expect(try await fixture.knows("MN XYZ987"))
        }
    }

    @Test func `after a restore beside an older copy, a still older backup is refused: a purge between them is gone`() async throws {
        let older = "\(place.path)/older.backup"
        var copy = Data()
        try await OperationsFixture.with(place) { fixture in
            try await fixture.report("MN ABC123", "MN XYZ987", "MN KEPT")
            try await fixture.purge("MN ABC123")
            try await fixture.backUp(to: older)
            copy = try Data(contentsOf: tombstones)
            fixture.clock.advance(minutes: 1)
            try await fixture.purge("MN XYZ987")
            try await fixture.backUp(to: file)
        }
        try loseRegistry(keeping: copy)
        let clock = OperationsFixture.machineClock()
        clock.advance(minutes: 2)
        try await OperationsFixture.with(place, clock: clock) { (fixture) async throws in
            #expect(try await refusal { try await fixture.restore(file) } == .restoreNoTombstones)
            #expect(try await !fixture.restore(file, withoutTombstones: true).hadTombstones)
            #expect(try await !fixture.knows("MN XYZ987"))
            #expect(try await refusal { try await fixture.restore(older) } == .backupTooOld)
        }
    }

    @Test func `tombstones put beside the registry of a first start are the backup's, even if old ones were dropped`() async throws {
        var kept = Data()
        try await OperationsFixture.with(place) { fixture in
            try await fixture.report("MN OLD111", "MN XYZ987")
            try await fixture.purge("MN OLD111")
            fixture.clock.advance(days: 31)
            _ = try await fixture.holder.ledger().age()
            try await fixture.report("MN ABC123")
            try await fixture.backUp(to: file)
            try await fixture.purge("MN ABC123")
            kept = try Data(contentsOf: tombstones)
        }
        let clock = try await startAnew(beside: kept)
        try await OperationsFixture.with(place, clock: clock) { fixture in
            let restored = try await fixture.restore(file)
            #expect(restored.tokens == .strangers && restored.hadTombstones && restored.plateChanges == 1)
            #expect(try await !fixture.knows("MN ABC123"))
        }
    }

    @Test func `the backup's tombstones beside the registry of a first start are reapplied, even if the backup is too old`() async throws {
        var kept = Data()
        try await OperationsFixture.with(place) { fixture in
            try await fixture.report("MN ABC123")
            try await fixture.backUp(to: file)
            fixture.clock.advance(days: 5)
            try await fixture.decide(.protect, "MN ABC123")
            kept = try Data(contentsOf: tombstones)
        }
        let clock = try await startAnew(beside: kept)
        try await OperationsFixture.with(place, clock: clock) { fixture in
            #expect(try await refusal { try await fixture.restore(file) } == .backupTooOld)
            let restored = try await fixture.restore(file, withoutTombstones: true)
            #expect(restored.tokens == .strangers && restored.hadTombstones && restored.plateChanges == 1)
            #expect(try await fixture.isProtected("MN ABC123"))
        }
    }
}
