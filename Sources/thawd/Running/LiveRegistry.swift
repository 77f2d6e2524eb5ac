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

    func whileClosed<Answer: Sendable>(
        _ work: @escaping @Sendable () async throws(DaemonError) -> Answer
    ) async throws(DaemonError) -> Answer {
        let result: Result<Answer, DaemonError> = await withCheckedContinuation { continuation in
            let outcome = Outcome<Answer>()
            let maintenance = Maintenance(
                work: {
                    do throws(DaemonError) {
                        let answer = try await work()
                        outcome.result.withLock { $0 = .success(answer) }
                    } catch {
                        outcome.result.withLock { $0 = .failure(error) }
                    }
                },
                answer: { failure in
                    let stopped = DaemonError(.serverStopping, "The daemon is stopping.")
                    let done = outcome.result.withLock { $0 } ?? .failure(failure ?? stopped)
                    continuation.resume(returning: failure.map { .failure($0) } ?? done)
                })
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

    private final class Outcome<Answer: Sendable>: Sendable {
        let result = Mutex<Result<Answer, DaemonError>?>(nil)
    }
}

/// Work to do while the registry is closed, with a caller that waits for it.
final class Maintenance: Sendable {
    let work: @Sendable () async -> Void
    private let answer: @Sendable (DaemonError?) -> Void
    private let isAnswered = Atomic(false)

    init(work: @escaping @Sendable () async -> Void, answer: @escaping @Sendable (DaemonError?) -> Void) {
        self.work = work
        self.answer = answer
    }

    /// Answers the caller once: with the result of the work, or with the failure.
    func end(_ failure: DaemonError? = nil) {
        guard !isAnswered.exchange(true, ordering: .acquiringAndReleasing) else { return }
        answer(failure)
    }
}
