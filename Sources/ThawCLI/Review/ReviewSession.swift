import Client
import Vocabulary
import Wire

/// A review of the queue: one plate after the other as a card, one key a verdict.
///
/// Whatever fails, the card stays, and the key can be pressed again. A verdict whose answer was lost is looked up before it is sent again.
struct ReviewSession {
    /// A verdict of this review, which can be undone.
    struct Made {
        let verdict: Verdict
        let row: ReviewBody
        /// `nil` where the answer was lost, and what it decided was found by looking.
        let decision: String?
        /// The meant plate, where the verdict was that it was misread.
        var meant: MeantReport?
    }

    /// A verdict that may have arrived.
    struct Doubt {
        let verdict: Verdict
        let row: ReviewBody
        let meant: MeantReport?
    }

    let desk: ModerationDesk
    var feed: ReviewFeed
    var tally = ReviewTally()
    var current: ReviewBody?
    var made: [Made] = []
    var doubt: Doubt?
    /// A decision whose undoing may have arrived.
    var doubtedUndo: String?
    /// Reports of meant plates that did not arrive.
    var unsent: [MeantReport] = []
    /// Whether the card, or what stands in its place, is on the screen.
    var isShown = false
    /// Why there is no card, where it is not that nothing waits.
    var stoppedBy: Failure?

    init(desk: ModerationDesk, request: QueueRequest) {
        self.desk = desk
        feed = ReviewFeed(client: desk.client, request: request)
    }

    var output: Output { desk.output }

    mutating func run() throws(Failure) -> ExitStatus {
        do throws(ClientError) {
            current = try feed.next()
        } catch {
            throw Failure(error)
        }
        output.notice("One key a verdict; ? shows the keys, q ends. Every verdict can be undone with u.")
        while true {
            if !isShown { show() }
            let key: Character?
            do throws(InputError) {
                key = try desk.context.terminal.readKey(prompt: keysPrompt, on: .output)
            } catch {
                desk.context.terminal.write("\n", to: .output)
                close()
                return .interrupted
            }
            desk.context.terminal.write((key.map { $0 == "\n" ? "" : String($0).safeForScreen } ?? "") + "\n", to: .output)
            guard let key, key != "q", key != "Q" else {
                close()
                return unsent.isEmpty ? .done : .failed
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
        case let letter:
            guard Self.verdictKeys.contains(letter) else {
                output.warning("“\(key)” means nothing here; ? shows the keys.")
                return
            }
            guard let row = current else {
                output.warning("There is no plate to decide on.")
                return
            }
            decide(letter, on: row)
        }
    }

    private static let verdictKeys: Set<String> = ["c", "x", "d", "p", "s", "m"]

    private mutating func decide(_ letter: String, on row: ReviewBody) {
        switch letter {
        case "c": confirm(row)
        case "x": decide(.clear, on: row)
        case "d": decide(.dismiss, on: row)
        case "p": protect(row)
        case "m": misread(row)
        default: skip(row)
        }
    }

    private mutating func show() {
        isShown = true
        desk.context.terminal.write("\n", to: .output)
        if let row = current {
            desk.show.card(row)
            output.notice(tally.progress(waiting: max(1, feed.waiting)))
        } else if let stoppedBy {
            output.complaint(stoppedBy)
            output.notice("The queue could not be read on; nothing is lost. Enter tries again, q ends.")
        } else {
            output.notice("Nothing waits any more. u undoes the last verdict, / shows another plate, Enter looks again, q ends.")
        }
    }

    private var keysPrompt: String {
        desk.context.terminal.columns >= Self.wideColumns
            ? "c confirm · x clear · d dismiss · p protect · s skip · m misread · u undo · / ? q> " : "c x d p s m u / ? q> "
    }

    private static let wideColumns = 84

    private func help() {
        for (key, words) in Self.help { output.labelled(key, words) }
    }

    private static let help = [
        ("c", "confirm: listed for everyone, with the signs that were seen"),
        ("x", "clear: wrongly listed; not listed again for 90 days unless confirmed"),
        ("d", "dismiss: these reports were wrong; new ones may come"),
        ("p", "protect: must never be listed"),
        ("s", "skip: leave it to a colleague, who sees that you skipped it"),
        ("m", "misread: dismiss it, and report the plate that was meant"),
        ("u", "undo the last verdict of this review"),
        ("/", "show another plate, and decide on it"),
        ("Enter", "show this plate again"),
        ("q", "end; what was decided stays decided"),
    ]

    /// Goes on to the next plate.
    mutating func advance() {
        isShown = false
        doubt = nil
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
        for report in unsent {
            output.warning("The report of \(report.shown) was NOT made: report it yourself.")
        }
        output.notice(tally.summary(waiting: feed.waiting) + ".")
        if let read = feed.read { output.notice(read) }
    }

    /// Says why something was not done; the card stays.
    func complain(_ error: ClientError, _ consequence: String) {
        let advice = error.kind == .refused ? error.advice : "Nothing is lost: press the key again when there is a connection."
        complain(error.name, "\(consequence) \(error.sentence.asSentence)", advice: advice)
    }

    func complain(_ code: String, _ sentence: String, advice: String? = nil) {
        output.complaint(Failure(code: code, sentence: sentence, advice: advice, exit: .failed))
    }
}
