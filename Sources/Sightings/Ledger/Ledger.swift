package import Plates
import Seal

/// The one writer. Everything that changes the registry goes through it, in passes that share a durable commit.
///
/// Changes that arrive during a commit wait for the next, so that they share one fsync. The components decide a pass's changes, and change
/// their own state, and the readers' `listings` and `tokens`, once these are on disk.
package actor Ledger {
    /// The readers' tables; no call on them waits for the ledger.
    package nonisolated let listings: Listings
    package nonisolated let tokens: TokenTable
    package nonisolated let rules: Rules
    nonisolated let keys: SealKeys
    nonisolated let clock: WallClock
    nonisolated let random: RandomSource
    let store: any Store
    let tombstones: SerialTombstoneLog
    let registry: PlateRegistry
    let freeRows: FreeRows

    /// How many items may wait for a commit; more are refused as busy, to bound memory and waiting times.
    package static let waitingItemsMax = 8192
    /// The most items that share a commit.
    static let passItemsMax = 2048
    /// A pause between two steps of background work, for look-ups and reports meanwhile.
    package static let stepPause = Duration.milliseconds(4)

    var counters: Counters
    var intake: ReportIntake
    var decisions: Decisions
    var bulkWork: BulkWork
    var reviewQueue: ReviewQueue
    var readQuota: ModeratorReadQuota
    var access: AccessBook
    var audit: AuditChain
    var upkeep: Upkeep
    var alerts: AlertBook
    /// The day's figures about hidden data; nil before their first use.
    var figuresTaken: (day: Day, figures: MetricFigures)?

    nonisolated let waiting = ChangeQueue()

    init(
        _ parts: LedgerParts, _ stored: StoredRegistry, _ assembled: consuming RecordParts, _ listings: Listings, _ audit: AuditChain,
        _ weekKeys: WeekKeyRotation, at now: Instant
    ) throws(StoreError) {
        rules = parts.rules
        keys = parts.keys
        clock = parts.clock
        random = parts.random
        store = parts.store
        tombstones = SerialTombstoneLog(parts.tombstones)
        self.listings = listings
        counters = stored.counters
        let today = parts.rules.day(of: now)
        freeRows = FreeRows(stored, known: assembled.rows)
        bulkWork = BulkWork(stored, audit.links, at: now, parts.rules)
        registry = PlateRegistry(
            assembled.records, listings: listings, purges: bulkWork.proposals.values.compactMap(RunningPurge.init), rules: parts.rules,
            keys: parts.keys)
        reviewQueue = ReviewQueue(try registry.fillTables(at: now), registry, at: now)
        intake = ReportIntake(parts, stored, listings.areas, today: today)
        decisions = Decisions(parts, stored, registry)
        readQuota = ModeratorReadQuota(audit.links, today: today)
        access = AccessBook(stored, parts.rules)
        tokens = access.tokens
        self.audit = audit
        upkeep = Upkeep(weekKeys)
        alerts = AlertBook(parts, stored, registry)
        listings.setAged(counters)
    }

    // MARK: Waiting for a pass

    /// Waits for a change's pass and its commit.
    func change<Answer: Sendable>(
        items: Int = 1, _ decide: @escaping @Sendable (isolated Ledger, inout Draft) -> Result<Answer, LedgerError>
    ) async throws(LedgerError) -> Answer {
        let answer: Result<Answer, LedgerError> = await withCheckedContinuation { continuation in
            enter(items: items, answer: { continuation.resume(returning: $0) }, decide)
        }
        return try answer.get()
    }

    /// Waits for a change that is never refused.
    func change(_ decide: @escaping @Sendable (isolated Ledger, inout Draft) -> Void) async throws(LedgerError) {
        try await change { (ledger, draft) -> Result<Void, LedgerError> in .success(decide(ledger, &draft)) }
    }

    /// Adds a change to the next pass. Calls `answer` once, on any thread: after the commit, or if the change is refused.
    nonisolated func enter<Answer: Sendable>(
        items: Int, answer: @escaping @Sendable (Result<Answer, LedgerError>) -> Void,
        _ decide: @escaping @Sendable (isolated Ledger, inout Draft) -> Result<Answer, LedgerError>
    ) {
        let job = ChangeQueue.Job(items: items) { ledger, draft in
            let decided = decide(ledger, &draft)
            return { committed in answer(committed.flatMap { decided }) }
        }
        do throws(LedgerError) {
            if try waiting.add(job) { Task { await self.commitWaiting() } }
        } catch {
            answer(.failure(error))
        }
    }

    /// Waits between two tries or steps; throws `stopping` in a canceled task, so that no loop spins.
    package static func wait(for pause: Duration) async throws(LedgerError) {
        do {
            try await Task.sleep(for: pause)
        } catch {
            throw .stopping
        }
    }

    /// Refuses further changes, and returns once accepted ones are on disk.
    package nonisolated func stop() async { await waiting.stop() }

    /// The items that wait for a commit, without those of the commit that runs.
    package nonisolated var waitingItems: Int { waiting.items }

    /// Whether changes are accepted.
    package nonisolated var isWritable: Bool { waiting.state == .open }
    /// Whether a write failed; the daemon must then exit with an error.
    package nonisolated var hasFailed: Bool { waiting.state == .failed }

    nonisolated func fail() { waiting.fail() }

    // MARK: Reading

    /// The counters of the last commit.
    package var lastCounters: Counters { counters }

    /// The full stored record of a plate, for tests and moderators' tools.
    package func storedRecord(of key: PlateKey) -> PlateRecord? { registry.stored(key) }

    /// The number of stored plates.
    package var plateCount: Int { registry.count }
}
