import ArgumentParser
import Client
import Plates
import Vocabulary
import Wire

struct ReportCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Report vehicles that you saw.",
        discussion: """
            Without a plate it asks, and goes on until you type "done" or press Enter twice: one report a line, words in any order. It \
            asks only for what is missing, and remembers the area. Nothing that you type there reaches a shell history or a list of \
            processes. At every question "cancel" gives the report up, "undo" takes the last one back, and "help" helps.

              thaw report
              thaw report MN ABC-123 --area powderhorn --color black \\
                  --body suv --sign convoy --seen "20 min ago"
              thaw report mn abc123 black suv powderhorn convoy 20m ago
              thaw report --near

            A model says make and body (explorer, f-150), and words in Spanish and French are known (camioneta negra). What can be two \
            plates is asked, with a number for each. A part of a plate ("ends in 814") is never recorded: see "thaw help search". Words that \
            mean nothing are named, and never block a report or become a plate.

            A refused line comes back to be fixed: change it, or type "cancel" behind it; Ctrl-U empties it. Pasted lines never answer a \
            question. Lines that still wait when you end are counted and dropped, and never reach your shell.

            Times: 20m, ten minutes ago, 15:30, 3:30pm, 0930 hrs, noon, last night 23:00, 11/22/2026 3:30 PM, 2026-11-22T15:30:00Z; now, if \
            you say none. After "Morning or evening?" say pm. A report may be 24 hours late. It is rounded to half an hour before it leaves this machine. If this machine's \
            clock is more than two minutes off the server's, it says so and corrects the time.

            A report lies in the outbox on this machine before it is sent, so neither an interrupt nor a lost signal loses it. "recorded" \
            and "merged" mean that the server has it on disk; "waiting" means that it has not. "merged" is a report that you had made \
            already, of the same plate, area and half-hour.

            Exit status: 0 if every report was recorded, merged, or waits for a connection; 2 if one was refused.
            """)

    @Argument(help: ArgumentHelp("The plate, and what you saw, in any order.", valueName: "plate"))
    var words: [String] = []

    @Option(name: .long, help: "Where: one of `thaw areas`.")
    var area: String?

    @Flag(name: .long, help: "Find the area from coordinates, on this machine; they are asked for, or read from standard input.")
    var near = false

    @Option(name: .long, help: ArgumentHelp("When, as in \"20 min ago\".", valueName: "time"))
    var seen: String?

    @Option(name: .long, help: "Who issued the plate, as in MN.")
    var issuer: String?

    @Option(name: .long, help: "The vehicle's color.", completion: .list(Color.allCases.map(\.rawValue)))
    var color: String?

    @Option(name: .long, help: "The kind of body.", completion: .list(Body.allCases.map(\.rawValue)))
    var body: String?

    @Option(name: .long, help: "Who made the vehicle.", completion: .list(Make.allCases.map(\.rawValue)))
    var make: String?

    @Option(
        name: .customLong("sign"), help: "Evidence that you saw; may be given more than once.",
        completion: .list(Sign.allCases.map(\.rawValue)))
    var signs: [String] = []

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if near, area != nil { throw ValidationError("Give --area or --near, not both.") }
    }

    func run(_ context: CommandContext, _ output: Output) throws(Failure) -> ExitStatus {
        let folders = try context.folders()
        let account = try context.account(in: folders)
        let client = context.client(account, Self.settings)
        let kept = CachedVocabulary.load(from: folders, server: client.server)
        let vocabulary = kept ?? (try? CachedVocabulary.fetch(through: client, in: folders, now: context.now))
        let preferences = Preferences.load(from: folders)
        var setting = ReportSetting(vocabulary: vocabulary?.body, country: preferences.country.flatMap(Country.init(rawValue:)) ?? .us)
        let given = try given(setting, context)
        setting.area = given.area ?? setting.area
        setting.issuer = given.issuer
        setting.namedIssuer = given.issuer
        let prompt = Prompt(context.terminal)
        if near {
            let area = try Coordinates.askForArea(prompt, setting.areas.map)
            output.notice("Area: \(area).")
            setting.area = area
        }
        let questions = ReportQuestions(context: context, output: output, prompt: prompt, preferences: preferences)
        let outbox = Outbox(folders: folders, account: account, surroundings: context.surroundings)
        var desk = ReportDesk(context: context, output: output, outbox: outbox, client: client, slotMinutes: setting.slotMinutes)
        defer { Self.remember(setting, folders) }
        if words.isEmpty {
            var reportPrompt = ReportPrompt(context: context, output: output, prompt: prompt, questions: questions)
            try reportPrompt.run(&desk, &setting, given)
        } else {
            try desk.take(try reports(setting: &setting, &desk, given, context, questions))
        }
        if desk.hasReachedServer, let kept, !(0...Self.freshSeconds).contains(context.now - kept.fetchedSeconds) {
            // The reports are sent; where this fails, the words of the last time serve on.
            _ = try? CachedVocabulary.fetch(through: client, in: folders, now: context.now)
        }
        return desk.hasFailed ? .failed : .done
    }

    /// The reports of the words on the command line.
    private func reports(
        setting: inout ReportSetting, _ desk: inout ReportDesk, _ given: ReportDraft, _ context: CommandContext,
        _ questions: ReportQuestions
    ) throws(Failure) -> [FinishedReport] {
        let line = words.joined(separator: " ")
        guard ControlWord(line) == nil, !ControlWord.takesBack(line) else { throw .usage("Nothing was asked, and nothing was reported.") }
        var draft = setting.line(at: context.now, in: context.zone).read(line)
        draft.override(with: given)
        var kept: [String] = []
        let outcome = try questions.finish(draft, of: line, in: &setting, &desk, kept: &kept)
        for line in kept { questions.output.warning("“\(line)” was not reported.") }
        guard case .reports(let reports) = outcome else { throw .usage("Nothing was reported.") }
        return reports
    }

    /// After so long the server's words are fetched again, when it is reached anyway.
    private static let freshSeconds: Int64 = 24 * 3_600

    /// The outbox is the retry, so a person never waits for more than one attempt.
    private static var settings: ClientSettings {
        var settings = ClientSettings()
        settings.retry = .never
        settings.attemptSeconds = 20
        return settings
    }

    /// What the options say.
    private func given(_ setting: ReportSetting, _ context: CommandContext) throws(Failure) -> ReportDraft {
        var draft = ReportDraft()
        let line = setting.line(at: context.now, in: context.zone)
        let options: [(String?, Doubt.Field)] =
            [(area, .area), (seen, .time), (issuer, .issuer), (color, .color), (body, .body), (make, .make)] + signs.map { ($0, .sign) }
        for case (let text?, let field) in options {
            draft.take(try Answer.read(text, for: field, line, setting).get())
            if field == .time { draft.isSeenExactly = line.times.namesDay(text) }
        }
        return draft
    }

    private static func remember(_ setting: ReportSetting, _ folders: Folders) {
        let before = Preferences.load(from: folders)
        var preferences = before
        preferences.area = setting.area?.description ?? before.area
        preferences.issuer = setting.issuer?.code ?? before.issuer
        // A convenience: the next run asks again where it is lost.
        if preferences != before { try? preferences.save(in: folders) }
    }
}

extension ReportDraft {
    /// What an option says holds, whatever the words said.
    mutating func override(with given: ReportDraft) {
        area = given.area ?? area
        if let time = given.seenAt { (seenAt, isSeenExactly) = (time, given.isSeenExactly) }
        issuer = given.issuer ?? issuer
        named = Vehicle(
            color: given.named.color ?? named.color, body: given.named.body ?? named.body, make: given.named.make ?? named.make)
        signs.formUnion(given.signs)
        doubts.removeAll { doubt in
            switch doubt.field {
            case .area: given.area != nil
            case .time: given.seenAt != nil
            case .color: given.named.color != nil
            case .body: given.named.body != nil
            case .make: given.named.make != nil
            case .issuer: given.issuer != nil
            case .plate, .sign: false
            }
        }
    }
}
