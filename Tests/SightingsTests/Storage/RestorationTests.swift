import Foundation
import Plates
import Seal
import Sightings
import TestSupport
import Testing
import Vocabulary

struct RestorationTests {
    @Test("what was purged, cleared, dismissed and protected since does not come back; what was undone does")
    func tombstones() async throws {
        let registry = try await TestRegistry()
        for name in ["PUR", "CLR", "DIS", "PRO", "UND", "KEP", "ARE"] { try await registry.voices(3, on: "MN \(name)111") }
        try await registry.voices(1, on: "MN ARE111", area: "seward")
        let backup = try await registry.backUp()
        _ = try await registry.purge(Purge(isNamed: true), plates: ["MN PUR111"])
        _ = try await registry.purge(Purge(area: registry.area("seward")))
        try await registry.decide(.clear, on: Plate("MN CLR111").key)
        try await registry.decide(.dismiss, on: Plate("MN DIS111").key)
        try await registry.decide(.protect, on: Plate("MN PRO111").key)
        let undone = try await registry.decide(.protect, on: Plate("MN UND111").key)
        _ = try await registry.ledger.undo(undone, by: registry.actor("mo"))
        try await registry.voices(3, on: "MN LAT111")

        let (again, report) = try await registry.restored(from: backup)
        #expect(report.tombstones == 7 && report.keptLiving)
        #expect(try await again.record("MN PUR111") == nil)
        #expect(try again.lookUp("MN CLR111", as: .member).cleared.count == 1)
        #expect(try again.status("MN DIS111") == nil)
        #expect(try await again.record("MN PRO111") == nil)
        #expect(await again.ledger.isProtected(try Plate("MN PRO111").key))
        #expect(try again.status("MN UND111") == .suspected)
        #expect(await again.ledger.isProtected(try Plate("MN UND111").key) == false)
        #expect(try again.status("MN KEP111") == .suspected)
        #expect(try await again.record("MN ARE111")?.sightings.map(\.area) == [again.area("powderhorn")])
        #expect(try again.status("MN LAT111") == nil, "reported after the backup")
        #expect(await again.auditedActions().last == .restore)
    }

    @Test("of a verdict that was undone on some of its plates, a restore does the rest again", arguments: [Verdict.protect, .unprotect])
    func partlyUndone(verdict: Verdict) async throws {
        let registry = try await TestRegistry()
        let keys = try ["MN AAA111", "MN BBB222"].map { try Plate($0).key }
        if verdict == .unprotect { for key in keys { try await registry.decide(.protect, on: key) } }
        let backup = try await registry.backUp()
        let mo = try await registry.actor("mo")
        let decision = try #require(
            try await registry.ledger.decide(verdict, on: keys.map { VerdictItem($0, seen: .nothing) }, by: mo).decision)
        try await registry.report("MN BBB222", by: "ann")
        try await registry.decide(verdict == .protect ? .protect : .dismiss, on: keys[1], by: "another")
        let undone = try await registry.ledger.undo(decision, by: mo)
        #expect(undone.undone == 1 && undone.superseded == 1)
        let (again, _) = try await registry.restored(from: backup)
        for key in keys {
            let isProtected = await registry.ledger.isProtected(key)
            #expect(await again.ledger.isProtected(key) == isProtected)
        }
        guard verdict == .protect else { return }
        // Both of its protections are there.
        for isProtected in [true, false] {
            try await again.decide(.unprotect, on: keys[1])
            #expect(await again.ledger.isProtected(keys[1]) == isProtected)
        }
    }

    @Test("what could not be lifted for want of room stays as it was after a restore", arguments: [true, false])
    func failedLift(isUndo: Bool) async throws {
        let registry = try await TestRegistry()
        let key = try Plate("MN PRO111").key
        let mo = try await registry.actor("mo")
        var path = ""
        if !isUndo {
            try await registry.decide(.protect, on: key)
            path = try await registry.backUp()
            registry.store.failAfter(commits: 0, .full)
            await #expect(throws: LedgerError.storeFull) { try await registry.decide(.unprotect, on: key) }
        } else {
            path = try await registry.backUp()
            let decision = try await registry.decide(.protect, on: key)
            registry.store.failAfter(commits: 0, .full)
            await #expect(throws: LedgerError.storeFull) { try await registry.ledger.undo(decision, by: mo) }
        }
        #expect(await registry.ledger.isProtected(key))
        let (again, _) = try await registry.restored(from: path)
        #expect(await again.ledger.isProtected(key))
    }

    @Test("a protection that took several tries is one after a restore, and can be lifted")
    func triedProtection() async throws {
        let registry = try await TestRegistry()
        let key = try Plate("MN PRO111").key
        let backup = try await registry.backUp()
        for _ in 0..<3 {
            registry.store.failAfter(commits: 0, .full)
            await #expect(throws: LedgerError.storeFull) { try await registry.decide(.protect, on: key) }
        }
        try await registry.decide(.protect, on: key)
        let (again, _) = try await registry.restored(from: backup)
        #expect(await again.ledger.isProtected(key))
        try await again.decide(.unprotect, on: key)
        #expect(await again.ledger.isProtected(key) == false)
    }

    @Test("a dismissal since the backup keeps an earlier clearing")
    func dismissedAfterClearing() async throws {
        let registry = try await TestRegistry()
        try await registry.voices(3, on: "MN CLR111")
        try await registry.decide(.clear, on: Plate("MN CLR111").key)
        let backup = try await registry.backUp()
        registry.clock.advance(days: 1)
        try await registry.report("MN CLR111", by: "new")
        try await registry.decide(.dismiss, on: Plate("MN CLR111").key)
        let living = try #require(try await registry.record("MN CLR111"))
        #expect(living.clearedOn != nil)
        let (again, _) = try await registry.restored(from: backup)
        #expect(try await again.record("MN CLR111")?.clearedOn == living.clearedOn)
    }

    @Test("what was decided before a clearing cannot be taken back past it, after a restore as little as before")
    func undoPastClearing() async throws {
        let registry = try await TestRegistry()
        try await registry.voices(3, on: "MN CLR111")
        let dismissed = try await registry.decide(.dismiss, on: Plate("MN CLR111").key)
        let backup = try await registry.backUp()
        try await registry.decide(.clear, on: Plate("MN CLR111").key)
        #expect(try await registry.ledger.undo(dismissed, by: registry.actor("mo")).undone == 0)
        let (again, _) = try await registry.restored(from: backup)
        await #expect(throws: LedgerError.notFound) { try await again.ledger.undo(dismissed, by: again.actor("mo")) }
        #expect(try again.status("MN CLR111") != .suspected)
        #expect(try again.lookUp("MN CLR111", as: .member).cleared.count == 1)
    }

    @Test("a tombstone tells the day, and no time that would date the sightings of its commit")
    func noTimes() async throws {
        let registry = try await TestRegistry()
        try await registry.voices(3, on: "MN ABC123")
        let key = try Plate("MN ABC123").key
        let decision = try await registry.decide(.protect, on: key)
        _ = try await registry.ledger.undo(decision, by: registry.actor("mo"))
        try await registry.ledger.revoke(id: registry.principal("voice 1").token.id, by: registry.principal("admin"))
        try await registry.purge(Purge(isNamed: true), plates: ["MN ABC123"])
        let tombstones = try registry.tombstones.load()
        #expect(tombstones.count == 4)
        #expect(tombstones.allSatisfy { $0.madeAt == registry.rules.start(of: registry.today) })
    }

    @Test("a purge leaves alone, in a restore too, what somebody decided on after its preview")
    func decidedAfterPreview() async throws {
        let registry = try await TestRegistry()
        for name in ["DEC", "PUR"] { try await registry.voices(3, on: "MN \(name)111") }
        let purge = Purge(area: registry.area("powderhorn"), status: .suspected)
        let preview = try await registry.ledger.preview(purge, plates: [], by: .shell)
        try await registry.decide(.confirm, signs: [.convoy], on: Plate("MN DEC111").key)
        let backup = try await registry.backUp()
        _ = try await registry.ledger.purge(preview: preview.id, by: .shell)
        let (again, _) = try await registry.restored(from: backup)
        for plate in ["MN DEC111", "MN PUR111"] {
            let living = try await registry.record(plate)
            #expect(try await again.record(plate)?.sightings.count == living?.sightings.count)
        }
        #expect(try await again.record("MN DEC111")?.sightings.isEmpty == false)
    }

    @Test(
        "a purge whose preview is older than the backup, and itself is not, is done again; one that the backup has been through is not counted"
    )
    func previewedBefore() async throws {
        let registry = try await TestRegistry()
        for name in ["PUR", "OLD", "KEP"] { try await registry.voices(3, on: "MN \(name)111") }
        _ = try await registry.purge(Purge(isNamed: true), plates: ["MN OLD111"])
        let preview = try await registry.ledger.preview(Purge(isNamed: true), plates: [Plate("MN PUR111").key], by: .shell)
        let backup = try await registry.backUp()
        _ = try await registry.ledger.purge(preview: preview.id, by: .shell)
        let (again, report) = try await registry.restored(from: backup)
        #expect(report.tombstones == 1)
        #expect(try await again.record("MN PUR111") == nil)
        #expect(try await again.record("MN KEP111") != nil)
    }

    @Test("voices are dropped if their week's key is another one, whether the replaced database could be read", arguments: [true, false])
    func othersWeekKeys(keepsLiving: Bool) async throws {
        let registry = try await TestRegistry()
        try await registry.voices(3, on: "MN SUS111")
        let backup = try await registry.backUp()
        let (again, report) = try await registry.restored(from: backup, keepsLiving: keepsLiving) { folder in
            for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
                try Data(repeating: 7, count: 32).write(to: URL(filePath: "\(folder)/\(name)"))
            }
        }
        #expect(report.droppedVoices == 3 && report.fallen == 1)
        #expect(try again.status("MN SUS111") == nil)
    }

    @Test("a plate that was cleared or dismissed since does not come back to the queue when its voices are dropped")
    func silencedWithoutKeys() async throws {
        let registry = try await TestRegistry()
        for name in ["CLR", "DIS", "SUS"] { try await registry.voices(3, on: "MN \(name)111") }
        let backup = try await registry.backUp()
        try await registry.decide(.clear, on: Plate("MN CLR111").key)
        try await registry.decide(.dismiss, on: Plate("MN DIS111").key)
        registry.clock.advance(days: 7)
        let (again, report) = try await registry.restored(from: backup, weekKeys: false)
        #expect(report.fallen == 1)
        #expect(try await again.queue().map(\.plate) == ["SUS111"])
    }

    @Test("after a restore of an older backup, a newer one can be restored, and the living audit chain goes on")
    func newerAfterOlder() async throws {
        let registry = try await TestRegistry()
        try await registry.decide(.protect, on: Plate("MN AAA111").key)
        let older = try await registry.backUp()
        try await registry.decide(.protect, on: Plate("MN BBB111").key)
        let newer = registry.folder.path + "/newer"
        try await registry.ledger.backUp(to: newer)
        // The replaced database was lost, so the chain goes on from the older backup: two entries have the same sequence.
        let (second, _) = try await registry.restored(from: older, keepsLiving: false)
        try await second.decide(.protect, on: Plate("MN CCC111").key)
        try await second.decide(.protect, on: Plate("MN DDD111").key)
        let living = await second.ledger.auditPage(.init(start: .after(0), limit: 100)).links
        let (third, _) = try await second.restored(from: newer)
        let links = await third.ledger.auditPage(.init(start: .after(0), limit: 100)).links
        #expect(links.map(\.hash).starts(with: living.map(\.hash)))
        #expect(links.map(\.entry.action).last == .restore && links.count == living.count + 1)
        for name in ["AAA", "BBB", "CCC", "DDD"] { #expect(await third.ledger.isProtected(try Plate("MN \(name)111").key)) }
    }

    @Test("an id is never given twice, whether the replaced database could be read or not", arguments: [true, false])
    func ids(keepsLiving: Bool) async throws {
        let registry = try await TestRegistry()
        try await registry.voices(1, on: "MN OLD111")
        let backup = try await registry.backUp()
        try await registry.voices(1, on: "MN NEW111")
        let last = try #require(try await registry.record("MN NEW111")).id
        let (again, _) = try await registry.restored(from: backup, keepsLiving: keepsLiving)
        try await again.voices(1, on: "MN MOR111")
        #expect(try #require(try await again.record("MN MOR111")).id > last)
    }

    @Test("tokens stay as they are now, and a revocation holds even where the replaced database is lost", arguments: [true, false])
    func tokens(keepsLiving: Bool) async throws {
        let registry = try await TestRegistry()
        let lost = try await registry.principal("lost")
        let backup = try await registry.backUp()
        try await registry.ledger.revoke(id: lost.token.id, by: registry.principal("admin"))
        _ = try await registry.principal("new")
        let (again, _) = try await registry.restored(from: backup, keepsLiving: keepsLiving)
        #expect(throws: TokenTable.Refusal.revoked) { try again.ledger.tokens.authenticate(lost.raw, on: again.today) }
        #expect(((try? again.token("new")) != nil) == keepsLiving)
    }

    @Test("without their week keys voices are dropped: confirmed plates stay, suspected ones are watched and wait")
    func weekKeys() async throws {
        let registry = try await TestRegistry()
        try await registry.confirm("MN CON111", voices: 3)
        try await registry.voices(3, on: "MN SUS111")
        let backup = try await registry.backUp()
        registry.clock.advance(days: 7)
        let (again, report) = try await registry.restored(from: backup, weekKeys: false)
        #expect(report.droppedVoices == 6 && report.fallen == 1)
        #expect(try again.status("MN CON111", as: .public) == .confirmed)
        #expect(try again.status("MN SUS111") == nil)
        #expect(try await again.queue().map(\.plate) == ["SUS111"])
    }

    @Test("the living audit chain goes on in the restored registry")
    func audit() async throws {
        let registry = try await TestRegistry()
        try await registry.decide(.protect, on: Plate("MN AAA111").key)
        let backup = try await registry.backUp()
        try await registry.decide(.protect, on: Plate("MN BBB111").key)
        let head = await registry.ledger.auditPage(.init(start: .after(0), limit: 100)).head
        let (again, _) = try await registry.restored(from: backup)
        let links = await again.ledger.auditPage(.init(start: .after(0), limit: 100)).links
        #expect(links.contains { $0.entry.sequence == head.sequence && $0.hash == head.hash })
        #expect(links.last?.entry.sequence == head.sequence + 1)
    }
}
