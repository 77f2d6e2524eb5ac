import ArgumentParser
import Client
import Vocabulary
import Wire

struct AreasCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "areas",
        abstract: "List the server's areas, and with --words every word that a report can use.",
        discussion: """
            The command saves the list, so that you can report without a connection. If it cannot reach the server, it shows the saved \
            list and says so. With --near, it finds the area of your coordinates. The coordinates never leave this machine.

              thaw areas
              thaw areas --words
              thaw areas --near
            """)

    @Flag(name: .long, help: "Also list signs, colors, bodies and makes.")
    var words = false

    @Flag(name: .long, help: "Read coordinates from a prompt or standard input, and find their area.")
    var near = false

    @OptionGroup var server: ServerOptions
    @OptionGroup var output: OutputOptions

    func run(_ context: CommandContext, _ output: Output) throws(Failure) -> ExitStatus {
        let registry = try Registry(context, server: server.server)
        let vocabulary = try fetch(context, registry, output)
        if near {
            let area = try Coordinates.askForArea(Prompt(context.terminal), vocabulary.areas)
            output.json(["area": area.description])
            output.row([Cell(area.description, style: .strong), Cell(vocabulary.areas[area]?.name ?? "")])
            return .done
        }
        output.json(vocabulary)
        let areas = vocabulary.areas.areas.map { ["area", $0.id.description, $0.name] }
        let lists = [("sign", vocabulary.signs), ("color", vocabulary.colors), ("body", vocabulary.bodies), ("make", vocabulary.makes)]
        let terms = words ? lists.flatMap { kind, terms in terms.map { [kind, $0.id, $0.name] } } : []
        output.table(words ? ["kind", "word", "name"] : ["area", "name"], areas + terms) { row in
            (words ? row : Array(row.dropFirst())).map { Cell($0) }
        }
        if output.format == .screen { output.lines(help: vocabulary.help, contact: vocabulary.contact) }
        return .done
    }

    private func fetch(_ context: CommandContext, _ registry: Registry, _ output: Output) throws(Failure) -> VocabularyBody {
        do throws(ClientError) {
            // Without a login, nothing is saved.
            guard registry.account != nil else { return try registry.client.vocabulary() }
            return try CachedVocabulary.fetch(through: registry.client, in: registry.folders, now: context.now).body
        } catch {
            guard let saved = CachedVocabulary.load(from: registry.folders, server: registry.client.server) else { throw Failure(error) }
            output.warning("\(error.sentence.asSentence) These areas were saved at \(context.shown.clock(saved.fetchedSeconds)).")
            return saved.body
        }
    }
}
