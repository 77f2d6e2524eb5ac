import Synchronization

/// The changes that wait for the ledger's next commit. Any thread adds; only the ledger takes.
final class ChangeQueue: Sendable {
    /// One caller's change: decided within a pass, answered once the pass is on disk.
    struct Job: Sendable {
        let items: Int
        /// Decides on the draft, and returns how to answer.
        let decide: @Sendable (isolated Ledger, inout Draft) -> (Result<Void, LedgerError>) -> Void
    }

    /// Whether changes are accepted.
    enum State: Sendable {
        case open
        /// A write failed: look-ups continue, nothing is written until a restart.
        case failed
        case stopping
    }

    private struct Content {
        var state = State.open
        var jobs: [Job] = []
        var items = 0
        /// Whether the ledger works through them.
        var isWorking = false
        var idleWaiters: [CheckedContinuation<Void, Never>] = []

        func refusal(of added: Int) -> LedgerError? {
            switch state {
            case .open: items + added <= Ledger.waitingItemsMax || jobs.isEmpty ? nil : .busy(retryAfterSeconds: 1)
            case .failed: .storeFailed
            case .stopping: .stopping
            }
        }
    }

    private let content = Mutex(Content())

    var state: State { content.withLock(\.state) }

    /// The items that wait.
    var items: Int { content.withLock(\.items) }

    /// Why this many items would be refused now: `busy`, `storeFailed` or `stopping`.
    func refusal(of items: Int) -> LedgerError? { content.withLock { $0.refusal(of: items) } }

    /// - Returns: whether the caller must start the ledger's work on them.
    /// - Throws: the error of ``refusal(of:)``.
    func add(_ job: Job) throws(LedgerError) -> Bool {
        try content.withLock { content throws(LedgerError) in
            if let refusal = content.refusal(of: job.items) { throw refusal }
            content.jobs.append(job)
            content.items += job.items
            defer { content.isWorking = true }
            return !content.isWorking
        }
    }

    /// The next jobs that share a commit, in their order of arrival; empty when the ledger may rest.
    func take() -> [Job] {
        let (jobs, idleWaiters) = content.withLock { content -> ([Job], [CheckedContinuation<Void, Never>]) in
            var (count, items) = (0, 0)
            while count < content.jobs.count, count == 0 || items + content.jobs[count].items <= Ledger.passItemsMax {
                items += content.jobs[count].items
                count += 1
            }
            guard count > 0 else {
                content.isWorking = false
                defer { content.idleWaiters = [] }
                return ([], content.idleWaiters)
            }
            defer {
                content.jobs.removeFirst(count)
                content.items -= items
            }
            return (Array(content.jobs.prefix(count)), [])
        }
        for waiter in idleWaiters { waiter.resume() }
        return jobs
    }

    func fail() { content.withLock { $0.state = .failed } }

    /// Refuses further changes, and returns once the ledger has handled the accepted ones.
    func stop() async {
        await withCheckedContinuation { waiter in
            let isWorking = content.withLock { content in
                if content.state == .open { content.state = .stopping }
                if content.isWorking { content.idleWaiters.append(waiter) }
                return content.isWorking
            }
            if !isWorking { waiter.resume() }
        }
    }
}
