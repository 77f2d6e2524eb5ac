import ArgumentParser
import Client
import Vocabulary

/// The plates that a verdict is on.
struct VerdictPlates: ParsableArguments {
    @Argument(help: ArgumentHelp("Plates with their issuers; - reads them from standard input.", valueName: "plate"))
    var plates: [String] = []
}

/// A command that decides; its words say on what.
protocol VerdictCommand: RegistryCommand {
    static var verdict: Verdict { get }
    var signs: [String] { get }
    var named: VerdictPlates { get }
    var bulk: BulkOptions? { get }
}

extension VerdictCommand {
    var signs: [String] { [] }

    func run(_ context: CommandContext, _ output: Output) throws(Failure) -> ExitStatus {
        let signs = signs.isEmpty ? [] : try SignsQuestion.read(signs.joined(separator: ","))
        if let bulk, bulk.all {
            let desk = try ModerationDesk(context, output, settings: .forErasing)
            return try BulkVerdict(desk: desk, verdict: Self.verdict, signs: signs).run(bulk)
        }
        return try VerdictRun(desk: ModerationDesk(context, output), verdict: Self.verdict, signs: signs).run(named.plates)
    }
}

struct ConfirmCommand: VerdictCommand {
    static let verdict = Verdict.confirm
    static let configuration = CommandConfiguration(
        commandName: "confirm",
        abstract: "Confirm plates: they are listed for everyone, with the signs that were seen.",
        discussion: """
            Without a plate it asks for one after the other, and nothing that you type is kept; with "-" it reads plates from standard input, \
            one a line. It shows what is known of each, asks for the signs where you name none, and decides on just what it showed: where a \
            colleague has decided meanwhile, it says so and changes nothing.

            Of several plates, named or with --all, each gets the signs that its own reports gave; with --sign, only those of them that you \
            name. Plates whose reports gave none are left out, and it says how many.

              thaw mod confirm
              thaw mod confirm MN:ABC123 --sign convoy --sign tactical-gear
              thaw mod confirm --all --reason lapsing --area powderhorn

            A confirmation lapses after 30 days without being renewed. Exit status: 0 if all was decided or waits, else 2.
            """)

    @OptionGroup var named: VerdictPlates

    @Option(
        name: .customLong("sign"),
        help: "Evidence that was seen, or of several plates the only signs to take; may be given more than once.",
        completion: .list(Sign.allCases.map(\.rawValue)))
    var signs: [String] = []

    @OptionGroup var options: BulkOptions
    @OptionGroup var output: OutputOptions

    var bulk: BulkOptions? { options }
    func validate() throws { try options.check(named.plates) }
}

struct ClearCommand: VerdictCommand {
    static let verdict = Verdict.clear
    static let configuration = CommandConfiguration(
        commandName: "clear",
        abstract: "Clear plates: they were wrongly listed.",
        discussion: """
            A cleared plate answers as not listed at once, its reports no longer count, and for 90 days only a confirmation lists it again. \
            It covers reports without an issuer, too. Without a plate it asks; with "-" it reads standard input.

              thaw mod clear
              thaw mod clear MN:ABC123
              thaw mod clear --all --reason conflicting --status suspected
            """)

    @OptionGroup var named: VerdictPlates
    @OptionGroup var options: BulkOptions
    @OptionGroup var output: OutputOptions

    var bulk: BulkOptions? { options }
    func validate() throws { try options.check(named.plates) }
}

struct DismissCommand: VerdictCommand {
    static let verdict = Verdict.dismiss
    static let configuration = CommandConfiguration(
        commandName: "dismiss",
        abstract: "Dismiss plates: these reports were wrong, and new ones may come.",
        discussion: """
            The reports up to now no longer count; whoever reports the plate anew counts again, but not those who reported it before, for \
            five weeks. Without a plate it asks; with "-" it reads standard input.

            With --all it decides on all of the queue that the filter selects: it shows how many and the first of them, and asks. More than \
            100 plates in 24 hours wait for a second moderator.

              thaw mod dismiss
              thaw mod dismiss MN:ABC123 WI:XYZ987
              thaw mod dismiss --all --reason misread --area powderhorn
            """)

    @OptionGroup var named: VerdictPlates
    @OptionGroup var options: BulkOptions
    @OptionGroup var output: OutputOptions

    var bulk: BulkOptions? { options }
    func validate() throws { try options.check(named.plates) }
}

struct ProtectCommand: VerdictCommand {
    static let verdict = Verdict.protect
    static let configuration = CommandConfiguration(
        commandName: "protect",
        abstract: "Protect plates: they must never be listed.",
        discussion: """
            Reports of a protected plate are answered as any other and counted nowhere. Nobody can see that it is protected. What is kept of \
            it is so little that it does not name the plate. Name the issuer; reports without one are covered, too. Without a plate it asks, \
            and nothing that you type is kept.

              thaw mod protect
              thaw mod protect - < plates.txt
            """)

    @OptionGroup var named: VerdictPlates
    @OptionGroup var options: BulkOptions
    @OptionGroup var output: OutputOptions

    var bulk: BulkOptions? { options }
    func validate() throws { try options.check(named.plates) }
}

struct UnprotectCommand: VerdictCommand {
    static let verdict = Verdict.unprotect
    static let configuration = CommandConfiguration(
        commandName: "unprotect",
        abstract: "Take one protection of a plate away.",
        discussion: """
            A plate that was protected twice is protected still; the answer says so. Without a plate it asks.

              thaw mod unprotect
              thaw mod unprotect MN:ABC123
            """)

    @OptionGroup var named: VerdictPlates
    @OptionGroup var output: OutputOptions

    var bulk: BulkOptions? { nil }
}
