import Logging
package import Sightings
import Synchronization
import Wire

/// What the operator can do to a registry on the server's own shell: the one implementation, behind the control socket and behind a command that
/// finds no daemon.
package final class Operations: Sendable {
    let home: RegistryHome
    let holder: any RegistryHolder
    let staging: Staging
    let clock: WallClock
    private let running = Mutex<Set<Kind>>([])

    /// Of each kind one runs at a time; a restore runs alone.
    private enum Kind {
        case backup, verification, purge, restore
    }

    package init(_ home: RegistryHome, holder: any RegistryHolder, clock: WallClock) {
        self.home = home
        self.holder = holder
        self.clock = clock
        staging = Staging(home.folder)
    }

    /// A session of its own for one who asks.
    package func session() -> OwnSession { OwnSession(self) }

    /// Does one thing for a session.
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
            // Else the registry would be closed, and could not be opened again.
            guard clock.jump() == nil else { throw DaemonError(operating: .clockJumped) }
            try begin(.restore)
            defer { end(.restore) }
            return .restored(try await restore(session.own(file), withoutTombstones: withoutTombstones, onStep: onStep))
        case .inviteAdmin:
            return .invitedAdmin(try await inviteAdmin())
        }
    }

    private func begin(_ kind: Kind) throws(DaemonError) {
        let isFree = running.withLock { running in
            guard !running.contains(kind), !running.contains(.restore), kind != .restore || running.isEmpty else { return false }
            running.insert(kind)
            return true
        }
        guard isFree else { throw DaemonError(.controlBusy, "Another such command is at work.") }
    }

    private func end(_ kind: Kind) {
        running.withLock { _ = $0.remove(kind) }
    }
}

/// One who asks, and waits for the answer.
package protocol OperationSession {
    func perform(
        _ request: OperationRequest, onStep: @Sendable (OperationStep) async -> Void
    ) async throws(DaemonError) -> OperationAnswer
}

/// A session with operations of the same process. It owns the files that were staged for it, and takes them with it.
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

    /// Erases what is still staged.
    package func close() throws(DaemonError) {
        let names = files.withLock { files in
            defer { files = [] }
            return files
        }
        for name in names { try operations.staging.erase(name) }
    }

    fileprivate func stage() throws(DaemonError) -> StagedName {
        guard files.withLock({ $0.count < Self.filesMax }) else {
            throw DaemonError(.controlBusy, "The session has staged too many files.")
        }
        let name = try operations.staging.make()
        files.withLock { _ = $0.insert(name) }
        return name
    }

    /// The name of a file, where it was staged for this session; no other path of the machine is ever read or written.
    fileprivate func own(_ name: StagedName) throws(DaemonError) -> StagedName {
        guard files.withLock({ $0.contains(name) }) else {
            throw DaemonError(.controlMalformed, "That file was not staged in this session.")
        }
        return name
    }
}
