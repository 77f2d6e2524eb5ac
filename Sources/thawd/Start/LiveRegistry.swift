import Seal
import Sightings
import Synchronization
import Wire

/// The registry that the daemon serves, as the operator's commands reach it: closed now and then for a restore, and opened anew.
final class LiveRegistry: RegistryHolder {
    private struct State {
        var ledger: Ledger?
        /// Makes the daemon stop serving, and do what waits.
        var interrupt: (@Sendable () -> Void)?
        var waiting: Interlude?
        var hasEnded = false
    }

    private let state = Mutex(State())

    func ledger() throws(DaemonError) -> Ledger {
        guard let ledger = state.withLock({ $0.ledger }) else { throw DaemonError(.serverStarting, "The registry is not open yet.") }
        return ledger
    }

    func tombstonePosition() async -> LogPosition? {
        await state.withLock({ $0.ledger })?.tombstonePosition
    }

    func whileClosed<Answer: Sendable>(
        _ work: @escaping @Sendable () async throws(DaemonError) -> Answer
    ) async throws(DaemonError) -> Answer {
        let result: Result<Answer, DaemonError> = await withCheckedContinuation { continuation in
            let outcome = Outcome<Answer>()
            let interlude = Interlude(
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
                state.waiting = interlude
                return state.interrupt
            }
            if let interrupt { interrupt() } else { interlude.end(DaemonError(.serverStopping, "The daemon is starting or stopping.")) }
        }
        return try result.get()
    }

    /// From now on the ledger is served.
    ///
    /// - Parameter interrupt: makes the serving of it end.
    func opened(_ ledger: Ledger, interrupt: @escaping @Sendable () -> Void) {
        state.withLock { state in
            state.ledger = ledger
            state.interrupt = interrupt
        }
    }

    /// The ledger is served no more; gives back what is to be done before it is opened anew, or nil where that was the end.
    func closed() -> Interlude? {
        state.withLock { state in
            state.ledger = nil
            state.interrupt = nil
            defer { state.waiting = nil }
            return state.waiting
        }
    }

    /// The daemon ends: nobody waits in vain.
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

/// What is to be done while the registry is closed, and who waits for it.
final class Interlude: Sendable {
    let work: @Sendable () async -> Void
    private let answer: @Sendable (DaemonError?) -> Void
    private let isAnswered = Atomic(false)

    init(work: @escaping @Sendable () async -> Void, answer: @escaping @Sendable (DaemonError?) -> Void) {
        self.work = work
        self.answer = answer
    }

    /// Answers whoever waits, once: with what the work gave, or with why there is nothing.
    func end(_ failure: DaemonError? = nil) {
        guard !isAnswered.exchange(true, ordering: .acquiringAndReleasing) else { return }
        answer(failure)
    }
}
