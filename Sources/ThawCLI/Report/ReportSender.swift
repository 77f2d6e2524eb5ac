import Client
import Wire

/// Takes finished reports: into the outbox first, then to the server, and prints the result of each.
struct ReportSender {
    let context: CommandContext
    let output: Output
    let outbox: Outbox
    let client: ThawClient
    let slotMinutes: Int

    /// Reports of this run that were not taken back, oldest first.
    private(set) var taken: [String] = []
    /// Whether something was refused, or cannot be sent before a person mends something.
    private(set) var hasFailed = false
    /// Whether the last attempt came through.
    private(set) var hasReachedServer = false
    /// When the last attempt to reach the server failed.
    private var failedAt: Int64?
    private var lastReason: WaitingReason?
    private var hasExplainedWaiting = false
    private var hasExplainedClock = false
    /// The times of this run's reports, by this machine's clock.
    private var times: ReportTimes

    /// The pause after a failed attempt, so that another one does not hold up the next reports.
    private static let pauseSeconds: Int64 = 30

    init(context: CommandContext, output: Output, outbox: Outbox, client: ThawClient, slotMinutes: Int) {
        self.context = context
        self.output = output
        self.outbox = outbox
        self.client = client
        self.slotMinutes = slotMinutes
        times = ReportTimes(slotMinutes: slotMinutes)
    }

    private var screen: ReportScreen { ReportScreen(output: output, time: context.shown, slotMinutes: slotMinutes) }

    /// Keeps the reports and tries to send them, with all other waiting reports.
    ///
    /// - Throws: if one could not be kept. It is then neither in the outbox nor sent.
    mutating func take(_ reports: [FinishedReport]) throws(Failure) {
        var entries: [OutboxEntry] = []
        for report in reports {
            do throws(ClientError) {
                let entry = try outbox.add(report.body(id: ReportIdentity.random()), slotMinutes: slotMinutes)
                entries.append(entry)
                taken.append(entry.id)
                times.seen[entry.id] = report.seenByClock
            } catch {
                throw Failure(error).saying("The report was NOT kept.")
            }
        }
        if let failedAt, (0..<Self.pauseSeconds).contains(context.now - failedAt) {
            for entry in entries { screen.say(ReportOutcome(waiting: entry, why: lastReason)) }
            return
        }
        try deliver(announcing: Set(entries.map(\.id)))
    }

    /// Sends the waiting reports.
    ///
    /// - Parameter own: Reports for which it also prints that they are still waiting. For older ones, it prints only answers.
    mutating func deliver(announcing own: Set<String>) throws(Failure) {
        let screen = screen
        var refused = false
        let delivery: Delivery
        do throws(ClientError) {
            delivery = try outbox.deliver(through: client, correcting: times) { event in
                switch event {
                case .answered(let entry, let result):
                    if result.result == .refused { refused = true }
                    screen.say(ReportOutcome(entry.report, result))
                case .expired(let entry):
                    screen.say(ReportOutcome(expired: entry))
                case .setAside(let file):
                    screen.output.warning("\(file.reason.asSentence) It was moved to: \(file.path)")
                }
            }
        } catch {
            guard error.reason == .filesBusy else { throw Failure(error) }
            // Another thaw is sending, and takes these along or leaves them for the next.
            explainWaiting(error)
            return
        }
        if refused || delivery.stoppedBy.map({ !$0.isTemporary }) ?? false { hasFailed = true }
        explainClock()
        hasReachedServer = delivery.stoppedBy == nil
        failedAt = hasReachedServer ? nil : context.now
        lastReason = delivery.waiting.last?.why
        for entry in delivery.waiting where own.contains(entry.id) { screen.say(ReportOutcome(waiting: entry)) }
        if let error = delivery.stoppedBy, !delivery.waiting.isEmpty { explainWaiting(error) }
    }

    /// Fetches the list for look-ups without a connection again, if this machine keeps one, it is due and the reports came through.
    func refreshList(_ list: KeptList) {
        guard hasReachedServer, let error = list.refreshInPassing(through: client) else { return }
        output.complaint(Failure(error))
    }

    /// Says once that the clocks differ, and that the times were corrected.
    private mutating func explainClock() {
        guard !hasExplainedClock, let ahead = client.clockDifferenceSeconds, abs(ahead) > ThawClient.clockDifferenceMax else { return }
        hasExplainedClock = true
        output.warning(clockWarning(ahead))
    }

    private mutating func explainWaiting(_ error: ClientError) {
        guard !hasExplainedWaiting else { return }
        hasExplainedWaiting = true
        let next =
            error.isTemporary
            ? "It is in the outbox on this machine. It will be sent with your next report, or with: thaw send." : error.advice
        output.warning("Not sent: \(error.sentence.asSentence) \(next)")
    }

    /// Records that something else went wrong, for the exit status.
    mutating func noteFailure() { hasFailed = true }

    /// Takes the last report of this run back.
    mutating func undo() throws(Failure) {
        guard let id = taken.last else {
            output.warning("Nothing was reported in this run; \"thaw withdraw\" withdraws earlier reports.")
            return
        }
        let withdrawal = try translated { () throws(ClientError) in try outbox.withdraw(id: id, through: client) }
        if case .refused = withdrawal {} else { taken.removeLast() }
        screen.say(ReportOutcome(withdrawal))
    }

    /// At the end of a run: one more attempt if the last one was skipped, and the number of waiting reports.
    mutating func close() throws(Failure) {
        var waiting = try translated { () throws(ClientError) in try outbox.contents().waiting }
        guard !waiting.isEmpty else { return }
        if failedAt != nil {
            try deliver(announcing: [])
            waiting = try translated { () throws(ClientError) in try outbox.contents().waiting }
        }
        if !waiting.isEmpty { output.warning("\(count(waiting.count, "report")) in the outbox: thaw send.") }
    }
}

/// Says how this machine's clock differs from the server's.
func clockWarning(_ ahead: Int64) -> String {
    "This machine's clock is \(duration(ahead)) \(ahead > 0 ? "behind" : "ahead of") the server's. The times were corrected: set the clock."
}

extension Failure {
    /// The same failure, with its consequence first.
    func saying(_ consequence: String) -> Failure {
        Failure(code: code, sentence: consequence + " " + sentence, advice: advice, exit: exit)
    }

    /// The same failure, with other advice.
    func advising(_ advice: String) -> Failure { Failure(code: code, sentence: sentence, advice: advice, exit: exit) }
}

/// `1 report`, `2 reports`.
func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
}
