import DaemonSupport
import Seal
import Sightings
import Synchronization
import Wire

/// The registry that the daemon serves, for the operator's commands. It closes for a restore and then opens again.
final class LiveRegistry: RegistryOwner {
    private struct State {
        var ledger: Ledger?
        /// Makes the daemon stop serving and run the waiting maintenance.
        var interrupt: (@Sendable () -> Void)?
        var waiting: Maintenance?
        var hasEnded = false
    }

    private let state = Mutex(State())

    func ledger() throws(DaemonError) -> Ledger {
        guard let ledger = state.withLock({ $0.ledger }) else { throw DaemonError(.serverStarting, "The registry is not open yet.") }
        return ledger
    }

    func living() async -> LivingRegistry? {
        await state.withLock({ $0.ledger })?.living
    }

    func whileClosed(
        _ work: @escaping @Sendable () async throws(DaemonError) -> RestoredBackup
    ) async throws(DaemonError) -> RestoredBackup {
        let result: Result<RestoredBackup, DaemonError> = await withCheckedContinuation { caller in
            let maintenance = Maintenance(work, for: caller)
            let interrupt: (@Sendable () -> Void)? = state.withLock { state in
                guard state.ledger != nil, state.waiting == nil, !state.hasEnded else { return nil }
                state.waiting = maintenance
                return state.interrupt
            }
            if let interrupt { interrupt() } else { maintenance.end(DaemonError(.serverStopping, "The daemon is starting or stopping.")) }
        }
        return try result.get()
    }

    /// The daemon serves the ledger from now on.
    ///
    /// - Parameter interrupt: makes the daemon stop serving it.
    func opened(_ ledger: Ledger, interrupt: @escaping @Sendable () -> Void) {
        state.withLock { state in
            state.ledger = ledger
            state.interrupt = interrupt
        }
    }

    /// The daemon no longer serves the ledger. Returns the maintenance to run before it opens again; nil if the daemon ends.
    func closed() -> Maintenance? {
        state.withLock { state in
            state.ledger = nil
            state.interrupt = nil
            defer { state.waiting = nil }
            return state.waiting
        }
    }

    /// The daemon ends. Fails the waiting maintenance.
    func end() {
        let waiting = state.withLock { state in
            state.hasEnded = true
            state.ledger = nil
            defer { state.waiting = nil }
            return state.waiting
        }
        waiting?.end(DaemonError(.serverStopping, "The daemon is stopping."))
    }
}

/// Work to do while the registry is closed, with a caller that waits for it.
final class Maintenance: Sendable {
    private let work: @Sendable () async throws(DaemonError) -> RestoredBackup
    private let caller: CheckedContinuation<Result<RestoredBackup, DaemonError>, Never>
    private let result = Mutex<Result<RestoredBackup, DaemonError>?>(nil)
    private let isAnswered = Atomic(false)

    init(
        _ work: @escaping @Sendable () async throws(DaemonError) -> RestoredBackup,
        for caller: CheckedContinuation<Result<RestoredBackup, DaemonError>, Never>
    ) {
        self.work = work
        self.caller = caller
    }

    func run() async {
        do throws(DaemonError) {
            let backup = try await work()
            result.withLock { $0 = .success(backup) }
        } catch {
            result.withLock { $0 = .failure(error) }
        }
    }

    /// Answers the caller once: with the failure, or else with the result of the work.
    func end(_ failure: DaemonError? = nil) {
        guard !isAnswered.exchange(true, ordering: .acquiringAndReleasing) else { return }
        let done = result.withLock { $0 } ?? .failure(DaemonError(.serverStopping, "The daemon is stopping."))
        caller.resume(returning: failure.map { .failure($0) } ?? done)
    }
}
