import ArgumentParser
import Client
import Vocabulary
import Wire

extension QueueReason: ExpressibleByArgument {}
extension Status: ExpressibleByArgument {}

/// Which plates of the queue are meant.
struct QueueFilterOptions: ParsableArguments {
    @Option(name: .long, help: "Only those that wait for this reason, whatever others they have.")
    var reason: QueueReason?

    @Option(name: .long, help: "Only those of this status.")
    var status: Status?

    @Option(name: .long, help: "Only those seen in this one of `thaw areas`.")
    var area: String?

    var isEmpty: Bool { reason == nil && status == nil && area == nil }
}

/// A verdict on all of the queue that a filter selects.
struct BulkOptions: ParsableArguments {
    @Flag(name: .long, help: "Decide on all of the queue that --reason, --status and --area select, after a preview.")
    var all = false

    @OptionGroup var filter: QueueFilterOptions

    @Flag(name: .long, help: "With --all: do not ask.")
    var yes = false

    func check(_ plates: [String]) throws {
        if all, !plates.isEmpty { throw ValidationError("Name plates or give --all, not both.") }
        if all, filter.isEmpty { throw ValidationError("With --all, say which: --reason, --status or --area.") }
        if !all, !filter.isEmpty || yes { throw ValidationError("--reason, --status, --area and --yes belong to --all.") }
    }
}

/// Decides by filter: shows what it would do, asks, and decides on just what was shown.
struct BulkVerdict {
    let desk: ModerationDesk
    let verdict: Verdict
    let signs: [String]

    func run(_ options: BulkOptions) throws(Failure) -> ExitStatus {
        let area = try desk.area(options.filter.area)
        let filter = QueueFilterBody(reason: options.filter.reason, status: options.filter.status, area: area)
        let request = PreviewRequest(verdict, signs: signs.isEmpty ? nil : signs, filter: filter)
        let preview = try translated { () throws(ClientError) in try desk.client.preview(request) }
        let screen = ModerationScreen(output: desk.output, time: desk.context.shown)
        screen.say(preview, done: verdict.done, isPurge: false)
        guard preview.plates > 0 else {
            desk.output.notice("Nothing in the queue fits.")
            return .done
        }
        let question = "\(verdict.rawValue.capitalizedFirst) \(count(preview.plates, "plate"))?"
        try desk.confirm(question, yes: options.yes, otherwise: "Nothing was decided")
        let answer: VerdictsResponse
        do throws(ClientError) {
            answer = try desk.client.decide(VerdictsRequest(preview: preview.preview))
        } catch {
            throw Failure(error).doubted(
                by: error, "Whether it was decided is not known.", advice: "See: thaw mod audit --action \(verdict.rawValue)")
        }
        desk.output.json(answer)
        screen.say(answer, verdict: verdict)
        return answer.results.contains { $0.result == .refused } ? .failed : .done
    }
}

extension Failure {
    /// The same failure; where the answer to something that is done once was lost, with that said first.
    func doubted(by error: ClientError, _ doubt: String, advice: String) -> Failure {
        guard error.mayHaveArrived else { return self }
        return Failure(code: code, sentence: doubt + " " + sentence, advice: advice, exit: exit)
    }
}

extension ClientError {
    /// Whether the server may have done what was asked although its answer is not here.
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
