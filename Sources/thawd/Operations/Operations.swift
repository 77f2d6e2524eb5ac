package import DaemonSupport
import Logging
import Seal
package import Sightings
import Synchronization
import Wire

/// The operations of the operator on the server's own shell. The control socket uses them, and so does a command if no daemon runs.
package final class Operations: Sendable {
    let home: RegistryHome
    let holder: any RegistryOwner
    let staging: Staging
    let clock: WallClock
    private let running = Mutex<Set<Kind>>([])

    /// One operation of each kind runs at a time. A restore runs alone.
    private enum Kind {
        case backup, verification, purge, restore
    }

    package init(_ home: RegistryHome, holder: any RegistryOwner, clock: WallClock) {
        self.home = home
        self.holder = holder
        self.clock = clock
        staging = Staging(home.folder)
    }

    package func session() -> OwnSession { OwnSession(self) }

    /// Performs one request of a session.
    fileprivate func perform(
        _ request: OperationRequest, for session: OwnSession, onStep: @Sendable (OperationStep) async -> Void
    ) async throws(DaemonError) -> OperationAnswer {
        switch request {
        case .stage:
            return .staged(file: try session.stage())
        case .backUp:
            try begin(.backup)
            defer { end(.backup) }
            let file = try session.stage()
            return .backedUp(file: file, summary: try await backUp(to: file))
        case .verify(let file):
            try begin(.verification)
            defer { end(.verification) }
            await onStep(.checking)
            return .verified(try await verify(session.own(file)))
        case .previewPurge(let selection):
            return .previewed(try await previewPurge(selection))
        case .purge(let preview):
            try begin(.purge)
            defer { end(.purge) }
            await onStep(.erasing)
            return .purged(try await purge(preview: preview))
        case .restore(let file, let withoutTombstones):
            // Otherwise the registry would close, and could not open again.
            guard clock.jump() == nil else { throw DaemonError(operating: .clockJumped, "Nothing was restored.") }
            try ClockMark(folder: home.folder).checkIsOver(at: clock.now())
            try begin(.restore)
            defer { end(.restore) }
            return .restored(try await restore(session.own(file), withoutTombstones: withoutTombstones, onStep: onStep))
        case .inviteAdmin:
            return .invitedAdmin(try await inviteAdmin())
        }
    }

    /// Makes an invite for an admin. Every moderator sees this in the audit chain.
    private func inviteAdmin() async throws(DaemonError) -> AdminInvite {
        let code = InviteCode(random: RandomSource.system.bytes(InviteCode.randomBytes))
        let ledger = try await holder.ledger()
        do throws(LedgerError) {
            let invite = try await ledger.inviteAdmin(code: Array(code.text.utf8))
            return AdminInvite(code: code.text, expiresAt: invite.expires.seconds)
        } catch {
            throw DaemonError(operating: error, "No invite was made.")
        }
    }

    private func begin(_ kind: Kind) throws(DaemonError) {
        let isFree = running.withLock { running in
            guard !running.contains(kind), !running.contains(.restore), kind != .restore || running.isEmpty else { return false }
            running.insert(kind)
            return true
        }
        guard isFree else { throw DaemonError(.controlBusy, "Another command of this kind is running.") }
    }

    private func end(_ kind: Kind) {
        running.withLock { _ = $0.remove(kind) }
    }
}

/// A client of the operations that waits for each answer.
package protocol OperationSession {
    func perform(
        _ request: OperationRequest, onStep: @Sendable (OperationStep) async -> Void
    ) async throws(DaemonError) -> OperationAnswer
}

/// A session in the process of the operations. It owns its staged files, and erases them at its end.
package final class OwnSession: OperationSession, Sendable {
    private let operations: Operations
    private let files = Mutex<Set<StagedName>>([])

    private static let filesMax = 8

    fileprivate init(_ operations: Operations) {
        self.operations = operations
    }

    package func perform(
        _ request: OperationRequest, onStep: @Sendable (OperationStep) async -> Void
    ) async throws(DaemonError) -> OperationAnswer {
        try await operations.perform(request, for: self, onStep: onStep)
    }

    /// Erases the files that are still staged.
    package func close() throws(DaemonError) {
        let names = files.withLock { files in
            defer { files = [] }
            return files
        }
        for name in names { try operations.staging.erase(name) }
    }

    fileprivate func stage() throws(DaemonError) -> StagedName {
        guard files.withLock({ $0.count < Self.filesMax }) else {
            throw DaemonError(.controlBusy, "This session has too many staged files.")
        }
        let name = try operations.staging.make()
        files.withLock { _ = $0.insert(name) }
        return name
    }

    /// Returns the name only if the file was staged in this session. No other path on the machine is ever read or written.
    fileprivate func own(_ name: StagedName) throws(DaemonError) -> StagedName {
        guard files.withLock({ $0.contains(name) }) else {
            throw DaemonError(.controlMalformed, "The file was not staged in this session.")
        }
        return name
    }
}
