import ArgumentParser
import Client
import Wire

struct QueueCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "queue",
        abstract: "Review the plates waiting for a moderator, with one key per verdict.",
        discussion: """
            The most urgent plates come first. On a terminal, it shows one plate at a time with everything known about it, and waits for \
            a key: c confirm, x clear, d dismiss, p protect, s skip (other moderators see that you did, and why), m the plate was misread, \
            u undo, / another plate, ? help, q quit. If the connection breaks, nothing is lost: the plate stays, and you press the key \
            again.

              thaw mod queue
              thaw mod queue --reason suspected --area powderhorn

            With --plain, with --json and in a pipe, it lists the plates instead.

              thaw mod queue --plain --limit 200
              thaw mod queue --json --status watched --skipped

            A plate can be in the queue for several reasons, and --reason finds it by any of them. The counts include only plates that \
            match the filter. A moderator can read at most 5,000 rows a day. Each plate that the screen names counts as one row. So does \
            each plate that you name in a verdict, a purge or the audit.
            """)

    @OptionGroup var filter: QueueFilterOptions

    @Flag(name: .long, help: "Include plates that you skipped in the last 24 hours.")
    var skipped = false

    @Flag(name: .long, help: "List the plates, one per line, even on a terminal.")
    var plain = false

    @Option(name: .long, help: ArgumentHelp("List at most this many.", valueName: "number"))
    var limit = WireLimits.reviewsPerPage

    @OptionGroup var output: OutputOptions

    func validate() throws { try ListingPages.check(limit: limit) }

    func run(_ context: CommandContext, _ output: Output) throws(Failure) -> ExitStatus {
        let isReview = !plain && output.format == .screen && context.terminal.readsFromPerson
        let moderation = try ModerationContext(context, output, settings: isReview ? .forPerson : ClientSettings())
        let area = try moderation.area(filter.area)
        let request = QueueRequest(reason: filter.reason, status: filter.status, area: area, skipped: skipped ? true : nil)
        guard isReview else { return try list(request, moderation, plain ? output.forScripts : output) }
        var session = ReviewSession(moderation: moderation, request: request)
        return try session.run()
    }

    /// The number of plates that match the filter, in all and by reason.
    private static func summary(_ page: QueuePage) -> String {
        let byReason = page.byReason.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        return "\(page.waiting) waiting" + (byReason.isEmpty ? "" : ": " + byReason) + "."
    }

    private func list(_ request: QueueRequest, _ moderation: ModerationContext, _ output: Output) throws(Failure) -> ExitStatus {
        var whole: QueuePage?
        var isMore = false
        repeat {
            var request = request
            request.limit = min(limit - (whole?.rows.count ?? 0), WireLimits.reviewsPerPage)
            request.cursor = whole?.next
            let page = try translated { () throws(ClientError) in try moderation.client.queue(request) }
            if whole == nil { whole = page } else { whole?.rows += page.rows }
            whole?.next = page.next
            whole?.read = page.read
            isMore = page.next != nil && !page.rows.isEmpty
        } while isMore && (whole?.rows.count ?? 0) < limit
        guard let whole else { return .done }
        output.json(whole)
        output.table(ReviewScreen.titles, whole.rows, moderation.reviewScreen.line)
        if whole.rows.isEmpty { output.notice("No plate in the queue matches.") }
        output.notice(Self.summary(whole))
        if isMore { output.notice("There are more. To see them, use --limit.") }
        output.notice(whole.read)
        return .done
    }
}
