import Client
import Plates
import Vocabulary
import Wire

/// A verdict on plates that a person names. It shows the registry's data about them, and decides on exactly that state.
struct VerdictRun {
    let moderation: ModerationContext
    let verdict: Verdict
    /// The signs for a confirmation. If there are none, it asks for them.
    let signs: [String]

    /// Decides on the given plates; without any, asks for one plate after another.
    func run(_ arguments: [String]) throws(Failure) -> ExitStatus {
        guard arguments.isEmpty else { return try decide(moderation.plates(arguments)) }
        if verdict == .confirm, signs.isEmpty, !moderation.prompt.isShown { throw Failure(.verdictSignsMissing, exit: .usage) }
        if moderation.prompt.isShown {
            moderation.output.notice("Type a plate and press Enter. To end, type \"done\". Nothing that you type here is saved.")
        }
        var status = ExitStatus.done
        while true {
            switch moderation.prompt.ask("plate to \(verdict.rawValue)") {
            case .end: return status
            case .tooLong:
                status = .failed
                moderation.output.complaint(.usage("That line is too long for a plate."))
            case .line(let line):
                if ControlWord(line) == .done { return status }
                guard !line.isEmpty else { continue }
                do throws(Failure) {
                    if try decide(moderation.plates(inLine: line)) != .done { status = .failed }
                } catch {
                    guard error.exit != .interrupted else { throw error }
                    status = .failed
                    moderation.output.failure(error)
                }
            }
        }
    }

    private func decide(_ plates: [Reading]) throws(Failure) -> ExitStatus {
        guard plates.count <= WireLimits.verdictsPerRequest else {
            throw .usage(
                "Too many plates: the limit is \(WireLimits.verdictsPerRequest).", advice: "Split the list, or use --all with a filter.")
        }
        let response = try moderation.review(plates)
        var rows: [ReviewBody] = []
        var items: [VerdictsRequest.Item] = []
        for (plate, result) in zip(plates, response.results) {
            let row = try row(for: plate, result)
            if let row { rows.append(row) }
            items.append(VerdictsRequest.Item(plate: row?.plate.text ?? plate.plate.text, version: row?.version ?? 0))
        }
        if moderation.output.format == .screen { rows.forEach(moderation.reviewScreen.card) }
        try askAgain(rows)
        // With several plates, each gets the signs of its own reports.
        let signs = Set(items.map(\.plate)).count > 1 ? signs : try signs(for: rows)
        let request = VerdictsRequest(verdict, signs: signs, plates: items)
        let answer = try translated(
            ifLost: "It may or may not have been decided.", advice: "Before you try again, check: thaw mod show"
        ) { () throws(ClientError) in try moderation.client.decide(request) }
        moderation.output.json(answer)
        ModerationScreen(output: moderation.output, time: moderation.context.shown).show(answer, verdict: verdict)
        return answer.results.contains { $0.result == .refused } ? .failed : .done
    }

    /// Asks again before it overrules a confirmation or an earlier decision.
    private func askAgain(_ rows: [ReviewBody]) throws(Failure) {
        guard moderation.prompt.isShown, verdict != .confirm, let row = rows.first(where: { $0.status == .confirmed || $0.decided != nil })
        else {
            return
        }
        let what = row.decided.map { "\($0.by) has \($0.verdict.done) it" } ?? "it is confirmed"
        guard moderation.prompt.confirm("\(ListingFormat.plate(row.plate)): \(what). \(verdict.rawValue.capitalizedFirst) it?") else {
            throw .usage("Nothing was decided.")
        }
    }

    /// The plate's row; `nil` if the registry does not have the plate, so that the verdict names no version.
    private func row(for plate: Reading, _ result: PlatesResponse.Result) throws(Failure) -> ReviewBody? {
        if let error = result.error {
            throw Failure(code: error.code, sentence: error.detail.asSentence, advice: nil, exit: .usage)
        }
        if result.rows.count > 1 {
            let names = result.rows.map { $0.plate.text }.joined(separator: ", ")
            throw .usage(
                "Several plates have these characters: \(names).",
                advice: "Name the issuer, as in MN:ABC123, or ZZ: for an unknown issuer.")
        }
        if let row = result.rows.first { return row }
        guard plate.namesIssuer else {
            switch verdict {
            case .protect, .unprotect:
                throw .usage(
                    "The registry does not have this plate, so name its issuer.",
                    advice: "For example MN:ABC123. ZZ: means an unknown issuer, and covers only reports without one.")
            case .confirm, .clear, .dismiss: throw Failure(.verdictPlateUnknown)
            }
        }
        return nil
    }

    private func signs(for rows: [ReviewBody]) throws(Failure) -> [String] {
        guard verdict == .confirm, signs.isEmpty else { return signs }
        let offered = SignsQuestion(offered: rows)
        guard moderation.prompt.isShown else { throw Failure(.verdictSignsMissing, advice: "Add --sign.", exit: .usage) }
        while true {
            switch offered.ask(moderation.prompt) {
            case .success(let signs?): return signs
            case .success(nil): throw .usage("Nothing was decided.")
            case .failure(let failure): moderation.output.complaint(failure)
            }
        }
    }
}

/// Asks for the signs of a confirmation, and offers those that voices gave.
struct SignsQuestion {
    private let offered: [String]

    init(offered rows: [ReviewBody]) {
        var seen: Set<String> = []
        offered = rows.flatMap(\.signs).sorted { $0.voices > $1.voices }.map(\.sign).filter { seen.insert($0).inserted }
    }

    private static let leavingWords: Set<String> = ["none", "-", "no", "cancel"]

    /// `nil` if the person cancels.
    func ask(_ prompt: Prompt) -> Result<[String]?, Failure> {
        guard case .line(let line) = prompt.ask("signs", offered: offered.isEmpty ? nil : offered.joined(separator: ", ")) else {
            return .success(nil)
        }
        if Self.leavingWords.contains(line.lowercased()) { return .success(nil) }
        guard !line.isEmpty else {
            return .failure(
                Failure(.verdictSignsMissing, "A confirmation needs at least one sign.", advice: "Name a sign, or type - to cancel."))
        }
        do throws(Failure) {
            return .success(try Self.read(line))
        } catch {
            return .failure(error)
        }
    }

    /// Reads signs separated by commas or spaces.
    static func read(_ text: String) throws(Failure) -> [String] {
        var signs = Signs()
        for piece in text.split(whereSeparator: { $0 == "," || $0 == ";" }).map({ String($0).trimmed }) where !piece.isEmpty {
            if let sign = Sign(word: piece) {
                signs.insert(sign)
                continue
            }
            for word in piece.split(whereSeparator: \.isWhitespace) {
                if let sign = try Answer.word(Sign.self, String(word), "sign").get() { signs.insert(sign) }
            }
        }
        guard !signs.isEmpty else { throw Failure(.verdictSignsMissing, exit: .usage) }
        return signs.map(\.rawValue)
    }
}
