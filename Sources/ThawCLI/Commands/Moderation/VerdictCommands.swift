import ArgumentParser
import Client
import Vocabulary

/// The plates to decide on.
struct VerdictPlates: ParsableArguments {
    @Argument(help: ArgumentHelp("Plates with their issuers; - reads standard input.", valueName: "plate"))
    var plates: [String] = []
}

/// A command that gives a verdict on plates, by name or by a filter.
protocol VerdictCommand: RegistryCommand {
    static var verdict: Verdict { get }
    var signs: [String] { get }
    var named: VerdictPlates { get }
    var options: BulkOptions { get }
}

extension VerdictCommand {
    var signs: [String] { [] }

    func run(_ context: CommandContext, _ output: Output) throws(Failure) -> ExitStatus {
        let signs = signs.isEmpty ? [] : try SignsQuestion.read(signs.joined(separator: ","))
        if options.all {
            let moderation = try ModerationContext(context, output, settings: .forErasing)
            return try BulkVerdict(moderation: moderation, verdict: Self.verdict, signs: signs).run(options)
        }
        return try VerdictRun(moderation: ModerationContext(context, output), verdict: Self.verdict, signs: signs).run(named.plates)
    }
}

struct ConfirmCommand: VerdictCommand {
    static let verdict = Verdict.confirm
    static let configuration = CommandConfiguration(
        commandName: "confirm",
        abstract: "Confirm plates: list them for everyone, with the signs that were seen.",
        discussion: """
            Without a plate, the command asks for one plate after another, and saves nothing that you type. With "-" it reads plates from \
            standard input, one per line. It shows what is known about each plate and asks for the signs unless you give them. If another \
            moderator decides in the meantime, it says so and changes nothing.

            If you confirm several plates, by name or with --all, each gets the signs that its own reports gave. With --sign, each gets \
            only those of its signs that you name. The command leaves out plates without such a sign, and says how many.

              thaw mod confirm
              thaw mod confirm MN:ABC123 --sign convoy --sign tactical-gear
              thaw mod confirm --all --reason lapsing --area powderhorn

            A confirmation lapses after 30 days unless it is renewed. Exit status: 0 if everything was decided or is waiting for a second \
            moderator, otherwise 2.
            """)

    @OptionGroup var named: VerdictPlates

    @Option(
        name: .customLong("sign"),
        help: "A sign seen with the vehicle; for several plates, the only signs to keep. Repeatable.",
        completion: .list(Sign.allCases.map(\.rawValue)))
    var signs: [String] = []

    @OptionGroup var options: BulkOptions
    @OptionGroup var output: OutputOptions

    func validate() throws { try options.check(named.plates) }
}

struct ClearCommand: VerdictCommand {
    static let verdict = Verdict.clear
    static let configuration = CommandConfiguration(
        commandName: "clear",
        abstract: "Clear plates that were wrongly listed.",
        discussion: """
            A cleared plate is no longer listed, its reports no longer count, and for 90 days only a confirmation can list it again. This \
            also covers reports without an issuer. Without a plate, the command asks. With "-" it reads standard input.

              thaw mod clear
              thaw mod clear MN:ABC123
              thaw mod clear --all --reason conflicting --status suspected
            """)

    @OptionGroup var named: VerdictPlates
    @OptionGroup var options: BulkOptions
    @OptionGroup var output: OutputOptions

    func validate() throws { try options.check(named.plates) }
}

struct DismissCommand: VerdictCommand {
    static let verdict = Verdict.dismiss
    static let configuration = CommandConfiguration(
        commandName: "dismiss",
        abstract: "Dismiss plates: their reports were wrong, but new ones count.",
        discussion: """
            The reports so far no longer count. New reports by other people count. New reports by the same people do not count for five \
            weeks. Without a plate, the command asks. With "-" it reads standard input.

            With --all it decides on all plates in the queue that match the filter. It shows how many there are and the first few, then \
            asks. Above 100 plates in 24 hours, the verdict waits for a second moderator.

              thaw mod dismiss
              thaw mod dismiss MN:ABC123 WI:XYZ987
              thaw mod dismiss --all --reason misread --area powderhorn
            """)

    @OptionGroup var named: VerdictPlates
    @OptionGroup var options: BulkOptions
    @OptionGroup var output: OutputOptions

    func validate() throws { try options.check(named.plates) }
}

struct ProtectCommand: VerdictCommand {
    static let verdict = Verdict.protect
    static let configuration = CommandConfiguration(
        commandName: "protect",
        abstract: "Protect plates, so that they are never listed.",
        discussion: """
            Reports of a protected plate get the usual answer but count nowhere. People who report or look up the plate cannot see that it \
            is protected. The registry stores too little of a protected plate to name it. Name the issuer; this also covers reports \
            without one. Without a plate, the command asks, and saves nothing that you type.

              thaw mod protect
              thaw mod protect - < plates.txt
            """)

    @OptionGroup var named: VerdictPlates
    @OptionGroup var options: BulkOptions
    @OptionGroup var output: OutputOptions

    func validate() throws { try options.check(named.plates) }
}

struct UnprotectCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "unprotect",
        abstract: "Remove one protection from plates.",
        discussion: """
            A plate that was protected twice stays protected, and the answer says so. Without a plate, the command asks.

              thaw mod unprotect
              thaw mod unprotect MN:ABC123
            """)

    @OptionGroup var named: VerdictPlates
    @OptionGroup var output: OutputOptions

    func run(_ context: CommandContext, _ output: Output) throws(Failure) -> ExitStatus {
        try VerdictRun(moderation: ModerationContext(context, output), verdict: .unprotect, signs: []).run(named.plates)
    }
}
