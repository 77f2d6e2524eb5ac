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
            Without a plate it asks, and goes on until you type "done": one report a line, words in any order. It asks only for what is \
            missing, and remembers the area. Nothing that you type there reaches a shell history or a list of processes.

              thaw report
              thaw report MN ABC-123 --area powderhorn --color black \\
                  --body suv --sign convoy --seen "20 min ago"
              thaw report mn abc123 black suv powderhorn convoy 20m ago
              thaw report --near

            Times: 20m, 20 min ago, 15:30, 3:30pm, yesterday 22:10, 2026-11-22T15:30:00Z; now, where you say none. A report may be 24 hours \
            late. It is rounded to half an hour before it leaves this machine.

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

    @Option(name: .long, help: "The vehicle's colour.", completion: .list(Color.allCases.map(\.rawValue)))
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
            try ReportPrompt(context: context, output: output, prompt: prompt, questions: questions).run(&desk, &setting, given)
        } else {
            var draft = setting.line(at: context.now, in: context.zone).read(words.joined(separator: " "))
            draft.override(with: given)
            let reports = try questions.finish(draft, in: &setting)
            guard !reports.isEmpty else { throw .usage("Nothing was reported.") }
            try desk.take(reports)
        }
        if desk.hasReachedServer, let kept, !(0...Self.freshSeconds).contains(context.now - kept.fetchedSeconds) {
            // The reports are sent; where this fails, the words of the last time serve on.
            _ = try? CachedVocabulary.fetch(through: client, in: folders, now: context.now)
        }
        return desk.hasFailed ? .failed : .done
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
    /// What an option says holds for a line that says nothing of it.
    mutating func fill(from given: ReportDraft) {
        seenAt = seenAt ?? given.seenAt
        vehicle.color = vehicle.color ?? given.vehicle.color
        vehicle.body = vehicle.body ?? given.vehicle.body
        vehicle.make = vehicle.make ?? given.vehicle.make
        signs.formUnion(given.signs)
    }

    /// What an option says holds, whatever the words said.
    mutating func override(with given: ReportDraft) {
        area = given.area ?? area
        seenAt = given.seenAt ?? seenAt
        issuer = given.issuer ?? issuer
        vehicle.color = given.vehicle.color ?? vehicle.color
        vehicle.body = given.vehicle.body ?? vehicle.body
        vehicle.make = given.vehicle.make ?? vehicle.make
        signs.formUnion(given.signs)
        doubts.removeAll { doubt in
            switch doubt.field {
            case .area: given.area != nil
            case .time: given.seenAt != nil
            case .color: given.vehicle.color != nil
            case .body: given.vehicle.body != nil
            case .make: given.vehicle.make != nil
            case .issuer: given.issuer != nil
            case .plate, .sign: false
            }
        }
    }
}
