import ArgumentParser
import Client
import Vocabulary
import Wire

extension QueueReason: ExpressibleByArgument {}
extension Status: ExpressibleByArgument {}

/// The options that select plates in the queue.
struct QueueFilterOptions: ParsableArguments {
    @Option(name: .long, help: "Only plates that are in the queue for this reason, even if they have other reasons, too.")
    var reason: QueueReason?

    @Option(name: .long, help: "Only plates with this status.")
    var status: Status?

    @Option(name: .long, help: "Only plates seen in this area from `thaw areas`.")
    var area: String?

    var isEmpty: Bool { reason == nil && status == nil && area == nil }
}

/// The options for a verdict on all plates in the queue that match a filter.
struct BulkOptions: ParsableArguments {
    @Flag(name: .long, help: "Decide on all plates in the queue that match --reason, --status and --area, after a preview.")
    var all = false

    @OptionGroup var filter: QueueFilterOptions

    @Flag(name: .long, help: "With --all: do not ask for confirmation.")
    var yes = false

    func check(_ plates: [String]) throws {
        if all, !plates.isEmpty { throw ValidationError("Give either plates or --all, not both.") }
        if all, filter.isEmpty { throw ValidationError("--all requires --reason, --status or --area.") }
        if !all, !filter.isEmpty || yes { throw ValidationError("--reason, --status, --area and --yes require --all.") }
    }
}

/// Decides by filter: shows a preview, asks, and decides on exactly the plates of the preview.
struct BulkVerdict {
    let moderation: ModerationContext
    let verdict: Verdict
    let signs: [String]

    func run(_ options: BulkOptions) throws(Failure) -> ExitStatus {
        let area = try moderation.area(options.filter.area)
        let filter = QueueFilterBody(reason: options.filter.reason, status: options.filter.status, area: area)
        let request = PreviewRequest(verdict, signs: signs.isEmpty ? nil : signs, filter: filter)
        let preview = try translated { () throws(ClientError) in try moderation.client.preview(request) }
        let screen = ModerationScreen(output: moderation.output, time: moderation.context.shown)
        screen.show(preview, done: verdict.done, isPurge: false)
        guard preview.plates > 0 else {
            moderation.output.notice("No plate in the queue matches.")
            return .done
        }
        let question = "\(verdict.rawValue.capitalizedFirst) \(count(preview.plates, "plate"))?"
        try moderation.prompt.confirm(question, unless: options.yes, orRefuse: "Nothing was decided.")
        let answer = try translated(
            ifLost: "It may or may not have been decided.", advice: "To find out: thaw mod audit --action \(verdict.rawValue)"
        ) { () throws(ClientError) in try moderation.client.decide(VerdictsRequest(preview: preview.preview)) }
        moderation.output.json(answer)
        screen.show(answer, verdict: verdict)
        return answer.results.contains { $0.result == .refused } ? .failed : .done
    }
}

/// The same as ``translated(_:)`` for a request that the server may have carried out although its answer was lost.
///
/// - Parameter sentence: Stands in front of the failure's own, if the answer was lost.
func translated<Result>(
    ifLost sentence: String, advice: String, _ body: () throws(ClientError) -> Result
) throws(Failure) -> Result {
    do throws(ClientError) {
        return try body()
    } catch {
        let failure = Failure(error)
        throw error.mayHaveArrived ? failure.saying(sentence).advising(advice) : failure
    }
}

extension ClientError {
    /// Whether the server may have received and executed the request, although its answer was lost.
    var mayHaveArrived: Bool {
        switch reason {
        case .timedOut, .connectionLost, .gateway, .transferFailed, .notJSON, .notUnderstood, .tooLarge, .interrupted: true
        default: false
        }
    }
}

extension String {
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
