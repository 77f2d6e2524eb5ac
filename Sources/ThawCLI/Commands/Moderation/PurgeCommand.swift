import ArgumentParser
import Client
import Vocabulary
import Wire

extension PurgeStatus: ExpressibleByArgument {}

struct PurgeCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "purge",
        abstract: "Erase for good, after a preview.",
        discussion: """
            --area and --older-than select sightings, --older-than alone also voices; --status and --plate select plates; together they \
            select what fits all of them. An age takes only what is wholly older: of a sighting that knows no more than its week, the whole \
            week. A plate of which nothing is left goes whole. It shows what would go, and why a plate stays, and asks; what is reported \
            after the preview stays. A purge cannot be undone.

              thaw mod purge --area powderhorn --older-than 14d
              thaw mod purge --status watched --older-than 14d --yes
              thaw mod purge --plate -
              thaw mod purge --plate "MN ABC123"

            With "--plate -" it asks for the plates, or reads them from standard input, one a line, so that they reach no shell history. \
            More than 100 plates in 24 hours wait for a second moderator, whom you did not invite, but not a purge by age alone.

            It answers when everything is erased. Exit status: 0 if it is, or waits for a second moderator; else 2.
            """)

    @Option(name: .long, help: "What was seen in this one of `thaw areas`.")
    var area: String?

    @Option(name: .long, help: ArgumentHelp("What is older, in days, as in 14d; 0d for everything up to now.", valueName: "age"))
    var olderThan: String?

    @Option(name: .long, help: "Plates of this status.")
    var status: PurgeStatus?

    @Option(
        name: .customLong("plate"),
        help: ArgumentHelp("This plate; may be given more than once. - asks, or reads standard input.", valueName: "plate"))
    var plates: [String] = []

    @Flag(name: .long, help: "Do not ask.")
    var yes = false

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if area == nil, olderThan == nil, status == nil, plates.isEmpty {
            throw ValidationError("Say what to purge: --area, --older-than, --status or --plate.")
        }
        if let olderThan, Self.days(olderThan) == nil { throw ValidationError("--older-than is a number of whole days, as in 14d.") }
        if plates.contains("-"), plates.count > 1 { throw ValidationError("--plate - stands alone: it reads all plates.") }
    }

    /// Whole days; `nil` for anything else.
    private static func days(_ text: String) -> Int? {
        let words = text.lowercased().split(whereSeparator: \.isWhitespace).map(String.init)
        guard let seconds = Elapsed.seconds(words[...]), seconds % 86_400 == 0 else { return nil }
        return Int(seconds / 86_400)
    }

    func run(_ context: CommandContext, _ output: Output) throws(Failure) -> ExitStatus {
        let desk = try ModerationDesk(context, output, settings: .forErasing)
        var purge = PurgeBody(area: try desk.area(area), olderThanDays: olderThan.flatMap(Self.days), status: status?.rawValue)
        if !plates.isEmpty {
            let read = try desk.plates(plates)
            guard read.count <= WireLimits.verdictsPerRequest else {
                throw .usage("That is more than \(WireLimits.verdictsPerRequest) plates.", advice: "Purge them in parts.")
            }
            purge.plates = read.map(\.textAsNamed)
        }
        let request = PreviewRequest(purge: purge)
        let preview = try translated { () throws(ClientError) in try desk.client.preview(request) }
        let screen = ModerationScreen(output: output, time: context.shown)
        screen.say(preview, done: "purged", isPurge: true)
        guard preview.plates > 0 else {
            output.notice("There is nothing to purge.")
            return .done
        }
        let question = preview.needsSecond ? "Propose this purge?" : "Purge this for good?"
        try desk.confirm(question, yes: yes, otherwise: "Nothing was purged")
        return try erase(preview, desk, screen)
    }

    private func erase(_ preview: PreviewBody, _ desk: ModerationDesk, _ screen: ModerationScreen) throws(Failure) -> ExitStatus {
        let answer: PurgeResponse
        do throws(ClientError) {
            answer = try desk.client.purge(preview: preview.preview)
        } catch {
            throw Failure(error).doubted(
                by: error, "Whether it was purged is not known.",
                advice: "A purge that began goes on by itself. See: thaw mod audit --action purge, and thaw mod proposals.")
        }
        desk.output.json(answer)
        if let purged = answer.purged { screen.say(purged) }
        if let waiting = answer.waiting { screen.say(waiting: waiting) }
        return .done
    }
}
