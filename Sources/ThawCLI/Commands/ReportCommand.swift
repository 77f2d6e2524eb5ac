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
            Without a plate, it asks for reports until you type "done" or press Enter twice: one report per line, with words in any order. \
            It asks only for what is missing, and remembers the area. What you type there never reaches the shell history or the process \
            list. At every question, "cancel" drops the report, "undo" withdraws the last one, and "help" explains.

              thaw report
              thaw report MN ABC-123 --area powderhorn --color black \\
                  --body suv --sign convoy --seen "20 min ago"
              thaw report mn abc123 black suv powderhorn convoy 20m ago
              thaw report --near

            A model implies make and body (explorer, f-150). Spanish and French words work too (camioneta negra). If a text can mean two \
            plates, it asks which, with a number for each. It never records part of a plate ("ends in 814"): see "thaw help search". It \
            lists words that it does not understand; they never block a report or become a plate.

            A refused line comes back so that you can fix it: change it, or type "cancel" after it; Ctrl-U empties it. Pasted lines never \
            answer a question. Lines that are still waiting when you quit are discarded; thaw tells you how many. They never reach your \
            shell.

            Times: 20m, ten minutes ago, 15:30, 3:30pm, 0930 hrs, noon, last night 23:00, 11/22/2026 3:30 PM, 2026-11-22T15:30:00Z. The \
            default is now. To answer "Morning or evening?", type am or pm. A report can be up to 24 hours late. Its time is rounded down \
            to the half hour before it leaves this machine. If this machine's clock differs from the server's by more than two minutes, thaw \
            says so, and corrects the times of reports by the difference.

            Each report is saved in this machine's outbox before it is sent, so an interrupt or a lost signal does not lose it. "recorded" \
            and "merged" mean that the server has it on disk; "waiting" means that the server does not have it yet. "merged" means that \
            you had already reported this plate in this area and half hour.

            Exit status: 0 if every report was recorded, merged, or is waiting for a connection; 2 if any was refused.
            """)

    @Argument(help: ArgumentHelp("The plate and what you saw, in any order.", valueName: "plate"))
    var words: [String] = []

    @Option(name: .long, help: "Where you saw it: an area from `thaw areas`.")
    var area: String?

    @Flag(name: .long, help: "Read coordinates from a prompt or standard input. This machine finds the area and sends no coordinates.")
    var near = false

    @Option(name: .long, help: ArgumentHelp("When you saw it, such as \"20 min ago\".", valueName: "time"))
    var seen: String?

    @Option(name: .long, help: "The plate's issuer, such as MN.")
    var issuer: String?

    @Option(name: .long, help: "The vehicle's color.", completion: .list(Color.allCases.map(\.rawValue)))
    var color: String?

    @Option(name: .long, help: "The body type.", completion: .list(Body.allCases.map(\.rawValue)))
    var body: String?

    @Option(name: .long, help: "The vehicle's make.", completion: .list(Make.allCases.map(\.rawValue)))
    var make: String?

    @Option(
        name: .customLong("sign"), help: "A sign that you saw with the vehicle. Repeatable.",
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
        // Reports work without the vocabulary.
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
        let outbox = Outbox(folders: folders, account: account, environment: context.environment)
        var sender = ReportSender(context: context, output: output, outbox: outbox, client: client, slotMinutes: setting.slotMinutes)
        defer { Self.remember(setting, folders) }
        if words.isEmpty {
            var reportPrompt = ReportPrompt(context: context, output: output, prompt: prompt, questions: questions)
            try reportPrompt.run(&sender, &setting, given)
        } else {
            try sender.take(try reports(setting: &setting, &sender, given, context, questions))
        }
        if sender.hasReachedServer, let kept, !(0...Self.freshSeconds).contains(context.now - kept.fetchedSeconds) {
            // The reports are sent. If this fails, the saved vocabulary still works.
            _ = try? CachedVocabulary.fetch(through: client, in: folders, now: context.now)
        }
        sender.refreshList(KeptList(folders: folders, account: account, environment: context.environment))
        return sender.hasFailed ? .failed : .done
    }

    /// The reports from the words on the command line.
    private func reports(
        setting: inout ReportSetting, _ sender: inout ReportSender, _ given: ReportDraft, _ context: CommandContext,
        _ questions: ReportQuestions
    ) throws(Failure) -> [FinishedReport] {
        let line = words.joined(separator: " ")
        guard ControlWord(line) == nil else { throw .usage("That word works only at the prompt. Nothing was reported.") }
        if let taken = TakenBack(line) { throw .usage(taken.sentence) }
        var draft = setting.line(at: context.now, in: context.zone).read(line)
        draft.override(with: given)
        var kept: [String] = []
        let outcome = try questions.finish(draft, of: line, in: &setting, &sender, kept: &kept)
        for line in kept { questions.output.warning("“\(line)” was not reported.") }
        guard case .reports(let reports) = outcome else { throw .usage("Nothing was reported.") }
        return reports
    }

    /// The age from which the saved vocabulary is refreshed, whenever the server is reached anyway.
    private static let freshSeconds: Int64 = 24 * 3_600

    /// The outbox retries later, so a person waits for one attempt only.
    private static var settings: ClientSettings {
        var settings = ClientSettings()
        settings.retry = .never
        settings.attemptSeconds = 20
        return settings
    }

    /// The draft from the options.
    private func given(_ setting: ReportSetting, _ context: CommandContext) throws(Failure) -> ReportDraft {
        var draft = ReportDraft()
        let line = setting.line(at: context.now, in: context.zone)
        let options: [(String?, Ambiguity.Field)] =
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
        // A convenience: if saving fails, the next run asks again.
        if preferences != before { try? preferences.save(in: folders) }
    }
}

extension ReportDraft {
    /// Lets the options override the words.
    mutating func override(with given: ReportDraft) {
        area = given.area ?? area
        if let time = given.seenAt { (seenAt, isSeenExactly) = (time, given.isSeenExactly) }
        issuer = given.issuer ?? issuer
        named = given.named.filled(from: named)
        signs.formUnion(given.signs)
        ambiguities.removeAll { $0.field != .sign && given.says($0.field) }
    }
}
