import ArgumentParser
import Client
import Vocabulary
import Wire

extension PurgeStatus: ExpressibleByArgument {}

struct PurgeCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "purge",
        abstract: "Erase data permanently, after a preview.",
        discussion: """
            --area and --older-than select sightings; --older-than alone also selects voices; --status and --plate select plates. Several \
            options together select only data that matches all of them. An age selects only data that is entirely older: for a sighting \
            that is stored by week, the whole week. A plate with nothing left is erased completely. The command shows what the purge \
            would erase and why some plates stay, then asks. The purge does not touch reports that arrive after the preview. A purge cannot \
            be undone.

              thaw mod purge --area powderhorn --older-than 14d
              thaw mod purge --status watched --older-than 14d --yes
              thaw mod purge --plate -
              thaw mod purge --plate "MN ABC123"

            With "--plate -" it asks for the plates, or reads them from standard input, one per line, so that they never reach the shell \
            history. Above 100 plates in 24 hours, a purge waits for a second moderator whom you did not invite. A purge by age alone \
            never waits.

            The command ends when everything is erased. Exit status: 0 if the data was erased or the purge is waiting for a second \
            moderator, otherwise 2.
            """)

    @Option(name: .long, help: "Select sightings in this area from `thaw areas`.")
    var area: String?

    @Option(
        name: .long,
        help: ArgumentHelp("Select data older than this many days, such as 14d; 0d selects everything, today included.", valueName: "age"))
    var olderThan: String?

    @Option(name: .long, help: "Select plates with this status.")
    var status: PurgeStatus?

    @Option(
        name: .customLong("plate"),
        help: ArgumentHelp("Select this plate. Repeatable. - asks for plates or reads standard input.", valueName: "plate"))
    var plates: [String] = []

    @Flag(name: .long, help: "Do not ask for confirmation.")
    var yes = false

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if area == nil, olderThan == nil, status == nil, plates.isEmpty {
            throw ValidationError("Give at least one of --area, --older-than, --status and --plate.")
        }
        if let olderThan, Self.days(olderThan) == nil { throw ValidationError("--older-than must be a whole number of days, such as 14d.") }
        if plates.contains("-"), plates.count > 1 { throw ValidationError("--plate - cannot be combined with other plates.") }
    }

    /// Whole days; `nil` for anything else.
    private static func days(_ text: String) -> Int? {
        let words = text.lowercased().split(whereSeparator: \.isWhitespace).map(String.init)
        guard let seconds = Elapsed.seconds(words[...]), seconds % 86_400 == 0 else { return nil }
        return Int(seconds / 86_400)
    }

    func run(_ context: CommandContext, _ output: Output) throws(Failure) -> ExitStatus {
        let moderation = try ModerationContext(context, output, settings: .forErasing)
        var purge = PurgeBody(area: try moderation.area(area), olderThanDays: olderThan.flatMap(Self.days), status: status?.rawValue)
        if !plates.isEmpty {
            let read = try moderation.plates(plates)
            guard read.count <= WireLimits.verdictsPerRequest else {
                throw .usage("Too many plates: the limit is \(WireLimits.verdictsPerRequest).", advice: "Split the list.")
            }
            purge.plates = read.map(\.textAsNamed)
        }
        let request = PreviewRequest(purge: purge)
        let preview = try translated { () throws(ClientError) in try moderation.client.preview(request) }
        let screen = ModerationScreen(output: output, time: context.shown)
        screen.show(preview, done: "purged", isPurge: true)
        guard preview.plates > 0 else {
            output.notice("Nothing matches. Nothing was purged.")
            return .done
        }
        let question = preview.needsSecond ? "Propose this purge?" : "Purge this permanently?"
        try moderation.prompt.confirm(question, unless: yes, orRefuse: "Nothing was purged.")
        let answer = try translated(
            ifLost: "The purge may or may not have begun.",
            advice: "If it began, the server finishes it. To find out: thaw mod audit --action purge, thaw mod proposals"
        ) { () throws(ClientError) in try moderation.client.purge(preview: preview.preview) }
        output.json(answer)
        if let purged = answer.purged { screen.show(purged) }
        if let waiting = answer.waiting { screen.show(waiting: waiting) }
        return .done
    }
}
