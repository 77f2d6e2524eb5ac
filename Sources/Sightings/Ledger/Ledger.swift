import PlateIndex
package import Plates
package import Seal

/// The one writer. Everything that changes the registry goes through it, in passes that share a durable commit.
///
/// What arrives while a commit runs waits for the next, so a report costs one fsync shared by all that waited for it. Readers use `listings` and
/// `tokens`, which are changed only after the commit. A commit that fails changes nothing.
package actor Ledger {
    /// What readers see; no call on it waits for the ledger.
    package nonisolated let listings: Listings
    package nonisolated let tokens: TokenTable
    package nonisolated let rules: Rules
    nonisolated let keys: SealKeys
    nonisolated let clock: WallClock
    nonisolated let random: RandomSource
    nonisolated let weekKeyFolder: WeekKeyFolder
    let store: SerialStore
    let tombstones: any TombstoneLog

    /// How many items may wait for a commit; more are refused as busy, so that memory and waiting times stay bounded.
    package static let waitingItemsMax = 8192
    /// How many items share a commit at the most.
    static let passItemsMax = 2048
    /// How many plates one step of ageing settles.
    static let ageingPlatesMax = 256
    /// Between two steps of work that nobody waits for in that moment: for whoever looks up and reports meanwhile.
    package static let stepPause = Duration.milliseconds(4)

    var counters: Counters
    /// By place.
    var records: [PlateRecord?]
    /// The third table: every plate that the readers' two do not hold, key to place.
    let watched: PlateTable
    var weekKeys = WeekKeys()
    /// What the database recognizes the week keys by.
    var weekWitnesses: [Int32: WeekWitness]
    var receipts: ReceiptBook
    var invites: [InviteID: Invite]
    var protections: ProtectionTable
    var free: FreePlaces
    var agenda = Agenda()
    /// Whether all records are in the tables, so that what may be a misreading of what is known.
    var isFilled = false
    /// The plates that wait for a moderator.
    var queue = ReviewQueue()
    /// By decision that can be undone, the plates on which it can.
    var decided: [DecisionID: Set<PlateKey>] = [:]
    var audit: AuditChain
    var proposals: [ProposalID: Proposal]
    /// Purges that were begun; nearly always none.
    var purges: [RunningPurge]
    /// The ids of purges that somebody is carrying out.
    var finishing: Set<ProposalID> = []
    /// In memory only: what was previewed and not used, and by whom.
    var previews: [String: Preview] = [:]
    /// In memory only, for a day: who skipped what.
    var skips: [RowID: [Skip]] = [:]
    /// Plates that moderators purged or decided in bulk lately; rebuilt from the audit chain at a start.
    var bulk = BulkTally()
    var settingsDigest: Digest128?
    /// By token, who revoked it, where the disk has not taken that yet.
    var unsavedRevocations: [TokenID: Actor] = [:]
    /// Reports written today by each token. In memory only: a row of who wrote how much would be a trail.
    var spentToday: (day: Day, reports: [TokenID: Int])
    /// The day's figures over what is hidden; nil before they were first asked for.
    var figuresTaken: (day: Day, figures: Figures)?
    /// Whether more is due than a step of ageing takes; nil before the first step.
    var isAgeingBehind: Bool?
    /// Whether something was erased or coarsened since traces were last overwritten; a start may find what a crash left.
    var tracesLeft = true
    var tombstonesPruned: Day?
    /// The slot whose first sweep was made.
    var sweptSlot: Int64?
    /// The keys of earlier weeks are erased.
    var erasedWeeksBefore = Int32.min

    nonisolated let waiting = ChangeQueue()

    // MARK: Opening

    init(_ parts: LedgerParts, _ stored: StoredRegistry, _ assembled: consuming RecordParts, listings: Listings) throws(StoreError) {
        rules = parts.rules
        keys = parts.keys
        clock = parts.clock
        random = parts.random
        weekKeyFolder = parts.weekKeyFolder
        store = SerialStore(parts.store)
        tombstones = parts.tombstones
        self.listings = listings
        tokens = TokenTable()
        counters = stored.counters
        records = assembled.records
        watched = PlateTable()
        receipts = ReceiptBook(stored.receipts)
        weekWitnesses = Dictionary(stored.weekWitnesses.map { ($0.week, $0) }, uniquingKeysWith: { _, last in last })
        invites = Dictionary(stored.invites.map { ($0.id, $0) }, uniquingKeysWith: { _, last in last })
        protections = ProtectionTable(stored.protections)
        free = FreePlaces(stored, known: assembled.places)
        let now = parts.clock.now()
        let today = parts.rules.day(of: now)
        audit = try AuditChain(stored, today: today)
        proposals = Proposal.assemble(stored)
        purges = proposals.values.compactMap(RunningPurge.init)
        bulk = BulkTally(audit.links, at: now, parts.rules)
        settingsDigest = stored.settingsDigest
        spentToday = (today, [:])
        for token in stored.tokens { tokens.set(token) }
    }

    // MARK: Passes

    /// Waits for the pass that decides on a change, and for its commit.
    func change<Answer: Sendable>(
        items: Int = 1, _ decide: @escaping @Sendable (isolated Ledger, inout Pass) -> Result<Answer, LedgerError>
    ) async throws(LedgerError) -> Answer {
        let answer: Result<Answer, LedgerError> = await withCheckedContinuation { continuation in
            enter(items: items, answer: { continuation.resume(returning: $0) }, decide)
        }
        return try answer.get()
    }

    /// Enters a change for the next pass. `answer` is called once, on any thread: after the commit, or where the change is not taken.
    nonisolated func enter<Answer: Sendable>(
        items: Int, answer: @escaping @Sendable (Result<Answer, LedgerError>) -> Void,
        _ decide: @escaping @Sendable (isolated Ledger, inout Pass) -> Result<Answer, LedgerError>
    ) {
        let job = ChangeQueue.Job(items: items) { ledger, pass in
            let decided = decide(ledger, &pass)
            return { committed in answer(committed.flatMap { decided }) }
        }
        do throws(LedgerError) {
            if try waiting.add(job) { Task { await self.commitWaiting() } }
        } catch {
            answer(.failure(error))
        }
    }

    private func commitWaiting() async {
        while case let jobs = waiting.take(), !jobs.isEmpty {
            let now = clock.now()
            var pass = Pass(now: now, today: rules.day(of: now), counters: counters, items: jobs.reduce(0) { $0 + $1.items })
            // Its time is that of the pass: a clock that is set after it changes nothing any more.
            if let failure = clock.jump() == nil ? turnWeek(pass.today) : .clockJumped {
                for job in jobs { job.decide(self, &pass)(.failure(failure)) }
                continue
            }
            let answers = jobs.map { $0.decide(self, &pass) }
            let result = await commit(&pass)
            for answer in answers { answer(result) }
        }
    }

    private func commit(_ pass: inout Pass) async -> Result<Void, LedgerError> {
        guard !hasFailed else { return .failure(.storeFailed) }
        var (changes, taken) = changes(of: &pass)
        guard !changes.isEmpty else {
            applyUnstored(pass)
            return .success(())
        }
        let before = pass.tombstones.filter { !$0.lifts }
        do {
            if !before.isEmpty { try tombstones.append(before) }
        } catch {
            giveBack(taken)
            return .failure(error == .full ? .storeFull : .tombstoneFailed)
        }
        // The database knows of every tombstone up to here, those that lift included that earlier commits left to be written.
        if let end = tombstones.end {
            pass.counters.tombstones = end
            changes.counters.tombstones = end
        }
        do {
            try await store.commit(changes)
        } catch {
            giveBack(taken)
            if error == .full { return .failure(.storeFull) }
            // Whether the commit reached the disk is not known, so nothing more may be answered from or written to it.
            fail()
            return .failure(.storeFailed)
        }
        apply(pass, changes)
        // Where this fails a restore keeps away what was lifted since its backup: it is done all the same, and can be done again.
        let lifting = pass.tombstones.filter(\.lifts)
        if !lifting.isEmpty { try? tombstones.append(lifting) }
        return .success(())
    }

    /// Waits between two tries or two steps; throws `stopping` in a canceled task, so that no loop around it spins.
    package static func wait(for pause: Duration) async throws(LedgerError) {
        do {
            try await Task.sleep(for: pause)
        } catch {
            throw .stopping
        }
    }

    /// Refuses further changes, and returns once what was accepted is on disk.
    package nonisolated func stop() async { await waiting.stop() }

    /// The items that wait for a commit, without those of the commit that runs.
    package nonisolated var waitingItems: Int { waiting.items }

    /// Whether changes are taken.
    package nonisolated var isWritable: Bool { waiting.state == .open }
    /// Whether a write failed, so that the daemon must end with an error.
    package nonisolated var hasFailed: Bool { waiting.state == .failed }

    nonisolated func fail() { waiting.fail() }

    /// Where the tombstone log ended at the last commit.
    package var tombstonePosition: LogPosition { counters.tombstones }

    // MARK: Records

    /// Where a plate's record is.
    func place(of key: PlateKey) -> RowID? {
        watched[key].map(RowID.init) ?? listings.place(of: key)
    }

    /// All that is on disk of a plate, for tests and moderators' tools.
    package func storedRecord(of key: PlateKey) -> PlateRecord? { stored(key) }

    /// The stored record of a plate.
    func stored(_ key: PlateKey) -> PlateRecord? {
        place(of: key).flatMap { records[safe: $0.index] ?? nil }
    }

    /// The working copy of a plate's record, settled at the pass's time.
    func record(_ key: PlateKey, in pass: Pass) -> PlateRecord? {
        pass.record(key) { self.settledRecord(of: key, at: pass.now) }
    }

    /// What has become of a plate's stored record by now.
    func settledRecord(of key: PlateKey, at now: Instant) -> PlateRecord? { loaded(key, at: now).settled }

    /// A plate's stored record, and what has become of it by now.
    func loaded(_ key: PlateKey, at now: Instant) -> (stored: PlateRecord?, settled: PlateRecord?) {
        let record = stored(key)
        return (record, record.flatMap { settled($0, at: now) })
    }

    func settled(_ record: PlateRecord, at now: Instant) -> PlateRecord? {
        record.settled(at: now, rules, after: purges)
    }

    func set(_ record: PlateRecord?, for key: PlateKey, in pass: inout Pass) {
        pass.set(record, for: key) { self.stored(key) }
    }
}
