import Client
import Vocabulary
import Wire

/// A review of the queue: one card a plate, one key a verdict.
///
/// If anything fails, the card stays, and the person can press the key again. If a verdict's answer was lost, the session checks
/// the plate before it sends the verdict again.
struct ReviewSession {
    /// A verdict of this review, to undo.
    struct RecordedVerdict {
        let verdict: Verdict
        let row: ReviewBody
        /// The decision's ID; `nil` if the answer was lost and the verdict was confirmed by checking the plate.
        let decision: String?
        /// The report of the intended plate, if this one was misread.
        var corrected: CorrectedReport?
    }

    /// A verdict that may or may not have taken effect, because its answer was lost.
    struct UnconfirmedVerdict {
        let verdict: Verdict
        let row: ReviewBody
        let corrected: CorrectedReport?
    }

    let moderation: ModerationContext
    var feed: ReviewFeed
    var counts = ReviewCounts()
    var current: ReviewBody?
    var history: [RecordedVerdict] = []
    var unconfirmed: UnconfirmedVerdict?
    /// A decision that may or may not have been undone, because the answer was lost.
    var unconfirmedUndo: String?
    /// Reports of intended plates that have not reached the server.
    var unsentReports: [CorrectedReport] = []
    /// Whether the card, or the message in its place, is on the screen.
    var isShown = false
    /// The failure that left no card; nil if the queue is empty.
    var stoppedBy: Failure?

    init(moderation: ModerationContext, request: QueueRequest) {
        self.moderation = moderation
        feed = ReviewFeed(client: moderation.client, request: request)
    }

    var output: Output { moderation.output }

    mutating func run() throws(Failure) -> ExitStatus {
        current = try translated { () throws(ClientError) in try feed.next() }
        output.notice("Press one key for each verdict. ? shows the keys, u undoes the last verdict, q quits.")
        while true {
            if !isShown { show() }
            let key: Character?
            do throws(InputError) {
                key = try moderation.context.terminal.readKey(prompt: keysPrompt, on: .output)
            } catch {
                moderation.context.terminal.write("\n", to: .output)
                close()
                return .interrupted
            }
            moderation.context.terminal.write((key.map { $0 == "\n" ? "" : String($0).safeForScreen } ?? "") + "\n", to: .output)
            guard let key, key != "q", key != "Q" else {
                close()
                return unsentReports.isEmpty ? .done : .failed
            }
            press(key)
        }
    }

    private mutating func press(_ key: Character) {
        switch key.lowercased() {
        case "?": help()
        case "/": search()
        case "u": undo()
        case "\n", " ": if current == nil { advance() } else { isShown = false }
        case let letter where !"cxdpsm".contains(letter): output.warning("“\(key)” is not a key here. ? shows the keys.")
        case let letter:
            guard let row = current else { return output.warning("There is no plate to decide on.") }
            switch letter {
            case "c": confirm(row)
            case "x": decide(.clear, on: row)
            case "d": decide(.dismiss, on: row)
            case "p": protect(row)
            case "m": misread(row)
            default: skip(row)
            }
        }
    }

    private mutating func show() {
        isShown = true
        moderation.context.terminal.write("\n", to: .output)
        if let row = current {
            moderation.reviewScreen.card(row)
            output.notice(counts.progress(waiting: max(1, feed.waiting)))
        } else if let stoppedBy {
            output.complaint(stoppedBy)
            output.notice("Cannot read the queue. Nothing is lost. Enter tries again, q quits.")
        } else {
            output.notice("The queue is empty. u undoes the last verdict, / shows another plate, Enter checks again, q quits.")
        }
    }

    private var keysPrompt: String {
        moderation.context.terminal.columns >= Self.wideColumns
            ? "c confirm · x clear · d dismiss · p protect · s skip · m misread · u undo · / ? q> " : "c x d p s m u / ? q> "
    }

    private static let wideColumns = 84

    private func help() {
        for (key, words) in Self.help { output.labeled(key, words) }
    }

    private static let help = [
        ("c", "confirm: list it for everyone, with the signs that were seen"),
        ("x", "clear: it was wrongly listed; for 90 days only a confirmation lists it again"),
        ("d", "dismiss: its reports were wrong, but new ones count"),
        ("p", "protect: never list it"),
        ("s", "skip: leave it to other moderators, who see that you skipped it, and why"),
        ("m", "misread: dismiss it and report the intended plate"),
        ("u", "undo the last verdict of this review"),
        ("/", "show another plate, to decide on it"),
        ("Enter", "show this plate again"),
        ("q", "quit; your verdicts stay"),
    ]

    /// Shows the next plate.
    mutating func advance() {
        isShown = false
        unconfirmed = nil
        do throws(ClientError) {
            current = try feed.next()
            stoppedBy = nil
        } catch {
            current = nil
            stoppedBy = Failure(error)
        }
    }

    private mutating func close() {
        sendUnsent()
        for report in unsentReports {
            output.warning("\(report.shown) was NOT reported. Report it yourself.")
        }
        output.notice(counts.summary(waiting: feed.waiting) + ".")
        if let read = feed.read { output.notice(read) }
    }

    /// Prints why something failed. The card stays.
    func complain(_ error: ClientError, _ consequence: String) {
        let advice = error.kind == .refused ? error.advice : "Nothing is lost. Press the key again once you have a connection."
        complain(error.name, "\(consequence) \(error.sentence.asSentence)", advice: advice)
    }

    func complain(_ code: String, _ sentence: String, advice: String? = nil) {
        output.complaint(Failure(code: code, sentence: sentence, advice: advice, exit: .failed))
    }
}
