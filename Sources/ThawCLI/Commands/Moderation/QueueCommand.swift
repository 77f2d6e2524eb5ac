import ArgumentParser
import Client
import Wire

struct QueueCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "queue",
        abstract: "Review the plates that wait for a moderator, the riskiest first, with one key a verdict.",
        discussion: """
            On a terminal it shows one plate after the other, with all that is known of it, and waits for a key: c confirm, x clear, \
            d dismiss, p protect, s skip (a colleague sees that you did), m the plate was misread, u undo, / another plate, ? help, q quit. \
            Where the connection breaks, nothing is lost: the plate stays, and you press the key again.

              thaw mod queue
              thaw mod queue --reason suspected --area powderhorn

            With --plain, with --json and in a pipe it lists them instead.

              thaw mod queue --plain --limit 200
              thaw mod queue --json --status watched --skipped

            A plate may wait for several reasons; --reason finds it by each of them, and the counts are those of the filter. A moderator \
            reads at most 5,000 rows a day. A plate that you name in a verdict, a purge or the audit counts as a row.
            """)

    @OptionGroup var filter: QueueFilterOptions

    @Flag(name: .long, help: "Also those that you skipped in the last 24 hours.")
    var skipped = false

    @Flag(name: .long, help: "List them, one a line, also on a terminal.")
    var plain = false

    @Option(name: .long, help: ArgumentHelp("List at most so many.", valueName: "number"))
    var limit = WireLimits.reviewsPerPage

    @OptionGroup var output: OutputOptions

    func validate() throws { try ListingPages.check(limit: limit) }

    func run(_ context: CommandContext, _ output: Output) throws(Failure) -> ExitStatus {
        let isReview = !plain && output.format == .screen && context.terminal.readsFromPerson
        let desk = try ModerationDesk(context, output, settings: isReview ? Self.patience : ClientSettings())
        let area = try desk.area(filter.area)
        let request = QueueRequest(reason: filter.reason, status: filter.status, area: area, skipped: skipped ? true : nil)
        guard isReview else { return try list(request, desk, plain ? output.forScripts : output) }
        var session = ReviewSession(desk: desk, request: request)
        return try session.run()
    }

    /// A person waits: give up sooner than for a batch, and let them press the key again.
    private static var patience: ClientSettings {
        var settings = ClientSettings()
        settings.retry = RetryPolicy(attemptsMax: 2, totalSeconds: 20)
        settings.attemptSeconds = 15
        return settings
    }

    /// How many plates fit the filter, and for which reasons.
    private static func summary(_ page: QueuePage) -> String {
        let byReason = page.byReason.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        return "\(page.waiting) waiting" + (byReason.isEmpty ? "" : ": " + byReason) + "."
    }

    private func list(_ request: QueueRequest, _ desk: ModerationDesk, _ output: Output) throws(Failure) -> ExitStatus {
        var whole: QueuePage?
        var isMore = false
        repeat {
            var request = request
            request.limit = min(limit - (whole?.rows.count ?? 0), WireLimits.reviewsPerPage)
            request.cursor = whole?.next
            let page = try translated { () throws(ClientError) in try desk.client.queue(request) }
            if whole == nil { whole = page } else { whole?.rows += page.rows }
            whole?.next = page.next
            whole?.read = page.read
            isMore = page.next != nil && !page.rows.isEmpty
        } while isMore && (whole?.rows.count ?? 0) < limit
        guard let whole else { return .done }
        output.json(whole)
        output.table(Table(titles: ReviewShow.titles, rows: whole.rows.map(desk.show.line)))
        if whole.rows.isEmpty { output.notice("Nothing in the queue fits.") }
        output.notice(Self.summary(whole))
        if isMore { output.notice("There are more: ask for them with --limit.") }
        output.notice(whole.read)
        return .done
    }
}
