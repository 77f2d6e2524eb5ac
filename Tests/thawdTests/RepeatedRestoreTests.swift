import Foundation
import Plates
import Sightings
import TestSupport
import Testing
import Vocabulary
import thawd

@Suite("Restoring one backup again and again")
struct RepeatedRestoreTests {
    private let place = TemporaryFolder()
    private var first: String { "\(place.path)/first.backup" }
    private var later: String { "\(place.path)/later.backup" }
    private var folder: String { "\(place.path)/.local/state/thawd" }

    /// Makes a registry with one plate, and its first backup.
    private func begin() async throws {
        try await OperationsFixture.with(place) { (fixture) async throws in
            try await fixture.report("MN SHARED")
            try await fixture.backUp(to: first)
        }
    }

    /// Damages the database, restores a backup, and goes on.
    private func damageAndRestore(_ file: String, _ use: (OperationsFixture) async throws -> Void) async throws {
        try Data(repeating: 0x41, count: 20_000).write(to: URL(filePath: "\(folder)/thaw.sqlite"))
        try await OperationsFixture.with(place) { (fixture) async throws in
            #expect(try await fixture.restore(file).tokens == .unreadable)
            try await use(fixture)
        }
    }

    /// Redeems a new volunteer's token.
    private func volunteer(_ name: String, _ fixture: OperationsFixture) async throws -> TokenID {
        let (ledger, admin) = (try await fixture.holder.ledger(), try await fixture.principal())
        let code = Array("a code of \(name)".utf8)
        _ = try await ledger.makeInvite(code: code, role: .volunteer, isTrusted: true, by: admin)
        return try await ledger.redeem(code: code) { Array(name.utf8) }.token.id
    }

    @Test(
        "Every plate that was protected after any of the restores is protected, also if the first registry had gone on after a loss",
        arguments: [false, true])
    func protections(afterLoss: Bool) async throws {
        try await begin()
        if afterLoss {
            try FileManager.default.removeItem(atPath: "\(folder)/commit-witness")
            try await OperationsFixture.acceptLoss(place)
            try await OperationsFixture.with(place) { (fixture) async throws in try await fixture.decide(.protect, "MN ONE111") }
        } else {
            try await damageAndRestore(first) { (fixture) async throws in try await fixture.decide(.protect, "MN ONE111") }
        }
        try await damageAndRestore(first) { (fixture) async throws in try await fixture.decide(.protect, "MN TWO222") }
        try await damageAndRestore(first) { (fixture) async throws in
            for plate in ["MN ONE111", "MN TWO222"] { #expect(try await fixture.isProtected(plate), "\(plate)") }
        }
    }

    @Test func `an undo after one restore does not take back a clearing after another`() async throws {
        try await begin()
        try await damageAndRestore(first) { (fixture) async throws in try await fixture.decide(.clear, "MN SHARED") }
        try await damageAndRestore(first) { (fixture) async throws in
            let ledger = try await fixture.holder.ledger()
            let actor = AuditedPrincipal(try await fixture.principal().token)
            let item = VerdictItem(try Plate("MN SHARED").key, seen: .nothing)
            let outcome = try await ledger.decide(.dismiss, on: [item], by: actor)
            #expect(try await ledger.undo(try #require(outcome.decision), by: actor).undone == 1)
        }
        try await damageAndRestore(first) { (fixture) async throws in
            let answer = try await fixture.holder.ledger().listings.lookUp(
                try Plate("MN SHARED").key, similar: false, as: .member, at: fixture.clock.now)
            #expect(answer.cleared.count == 1)
        }
    }

    @Test func `a purge after one restore does not take another plate of a backup that was made after another`() async throws {
        try await begin()
        try await damageAndRestore(first) { (fixture) async throws in
            try await fixture.report("MN AAA111")
            try await fixture.backUp(to: later)
        }
        try await damageAndRestore(first) { (fixture) async throws in
            try await fixture.report("MN WWW222")
            #expect(try await fixture.purge("MN WWW222") == 1)
        }
        try await damageAndRestore(later) { (fixture) async throws in
            #expect(try await fixture.knows("MN AAA111"))
            #expect(try await !fixture.knows("MN WWW222"))
        }
    }

    @Test func `a revocation after one restore does not take another's token`() async throws {
        try await begin()
        try await damageAndRestore(first) { (fixture) async throws in
            _ = try await volunteer("ann", fixture)
            try await fixture.backUp(to: later)
        }
        try await damageAndRestore(first) { (fixture) async throws in
            let token = try await volunteer("bo", fixture)
            try await fixture.holder.ledger().revoke(id: token, by: fixture.principal())
        }
        try await damageAndRestore(later) { (fixture) async throws in
            let ledger = try await fixture.holder.ledger()
            #expect(throws: Never.self) {
                try ledger.tokens.authenticate(Array("ann".utf8), on: ledger.rules.day(of: fixture.clock.now))
            }
        }
    }

    @Test func `a plate that was protected after one restore does not come back from a backup that was made after another`() async throws {
        try await begin()
        try await damageAndRestore(first) { (fixture) async throws in
            try await fixture.report("MN PRO111")
            try await fixture.backUp(to: later)
        }
        try await damageAndRestore(first) { (fixture) async throws in try await fixture.decide(.protect, "MN PRO111") }
        try await damageAndRestore(later) { (fixture) async throws in
            #expect(try await fixture.isProtected("MN PRO111"))
            #expect(try await !fixture.knows("MN PRO111"))
            #expect(try await fixture.knows("MN SHARED"))
        }
    }
}
