import Client
import Plates
import Vocabulary
import Wire

/// The context of the moderators' commands: the server, its vocabulary, and functions to read and review plates.
struct ModerationContext {
    let context: CommandContext
    let output: Output
    let registry: Registry
    let setting: ReportSetting

    /// More lines than any list that a person keeps.
    private static let inputLinesMax = 10_000

    init(_ context: CommandContext, _ output: Output, settings: ClientSettings = ClientSettings()) throws(Failure) {
        self.context = context
        self.output = output
        registry = try Registry(context, server: nil, settings: settings)
        let vocabulary = CachedVocabulary.load(from: registry.folders, server: registry.client.server)
        setting = ReportSetting(vocabulary: vocabulary?.body, country: registry.country)
    }

    var client: ThawClient { registry.client }
    var prompt: Prompt { Prompt(context.terminal) }
    var reviewScreen: ReviewScreen { ReviewScreen(output: output, time: context.shown, slotMinutes: setting.slotMinutes) }

    /// The ID of the area that a person named.
    func area(_ text: String?) throws(Failure) -> String? {
        guard let text else { return nil }
        guard let area = setting.area(named: text) else { throw Answer.unknownArea(text, setting) }
        return area.description
    }

    /// The plates of a command's arguments. If the only argument is a hyphen, the plates on standard input, one a line.
    func plates(_ arguments: [String]) throws(Failure) -> [Reading] {
        guard arguments != ["-"] else { return try platesOfInput() }
        return try read { reader throws(PlateListError) in try reader.arguments(arguments) }
    }

    /// The plates of a typed line.
    func plates(inLine line: String) throws(Failure) -> [Reading] {
        try read { reader throws(PlateListError) in try reader.line(line) }
    }

    private func read(_ body: (PlateList) throws(PlateListError) -> [[Reading]]) throws(Failure) -> [Reading] {
        let readings: [[Reading]]
        do throws(PlateListError) {
            readings = try body(PlateList(country: setting.country))
        } catch {
            throw error.failure
        }
        return try readings.allCertain().get()
    }

    private func platesOfInput() throws(Failure) -> [Reading] {
        var plates: [Reading] = []
        for number in 1...Self.inputLinesMax {
            switch prompt.ask("plate") {
            case .end: return try whole(plates)
            case .tooLong: throw .usage("Line \(number) is too long for a plate. Nothing was changed.")
            case .line(let line) where prompt.isShown && (line.isEmpty || ControlWord(line) == .done):
                return try whole(plates)
            case .line(""): continue
            case .line(let line):
                do throws(Failure) {
                    plates += try self.plates(inLine: line)
                } catch {
                    throw error.saying("Line \(number) is not a plate. Nothing was changed.")
                }
            }
        }
        throw .usage("Too many lines: the limit is \(Self.inputLinesMax).", advice: "Split the list.")
    }

    private func whole(_ plates: [Reading]) throws(Failure) -> [Reading] {
        guard !plates.isEmpty else { throw .usage("No plate was given.") }
        return plates
    }

    /// The registry's data about the plates, any number of them.
    func review(_ plates: [Reading]) throws(Failure) -> PlatesResponse {
        var whole: PlatesResponse?
        var rest = plates.map(\.textAsNamed)[...]
        while !rest.isEmpty {
            let batch = Array(rest.prefix(WireLimits.platesPerReview))
            rest = rest.dropFirst(batch.count)
            let page = try translated { () throws(ClientError) in try client.review(batch) }
            if whole == nil { whole = page } else { whole?.results += page.results }
            whole?.read = page.read
        }
        guard var whole else { throw .usage("No plate was given.") }
        for (index, plate) in plates.enumerated() where plate.namesIssuer {
            whole.results[index].rows.removeAll { $0.plate.issuer != plate.plate.issuer.code }
        }
        return whole
    }
}

extension PlateBody {
    /// A name that is the same for equal plates, whichever way they were typed.
    var name: String { issuer + " " + characters.map { $0 == "O" ? "0" : $0 == "I" ? "1" : String($0) }.joined() }
}
