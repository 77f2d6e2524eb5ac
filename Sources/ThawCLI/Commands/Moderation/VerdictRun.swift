import Client
import Plates
import Vocabulary
import Wire

/// A verdict on plates that a person names: shows what is known of them, and decides on just that.
struct VerdictRun {
    let desk: ModerationDesk
    let verdict: Verdict
    /// For a confirmation; asked for where there are none.
    let signs: [String]

    /// Decides on the given plates, or asks for one after the other where there are none.
    func run(_ arguments: [String]) throws(Failure) -> ExitStatus {
        guard arguments.isEmpty else { return try decide(desk.plates(arguments)) }
        if verdict == .confirm, signs.isEmpty, !desk.prompt.isShown { throw Failure(.verdictSignsMissing, exit: .usage) }
        if desk.prompt.isShown {
            desk.output.notice("Type a plate and press Enter; \"done\" ends. Nothing that you type here is kept.")
        }
        var status = ExitStatus.done
        while true {
            switch desk.prompt.ask("plate to \(verdict.rawValue)") {
            case .end: return status
            case .tooLong:
                status = .failed
                desk.output.complaint(.usage("That line is too long for a plate."))
            case .line(let line):
                if ControlWord(line) == .done { return status }
                guard !line.isEmpty else { continue }
                do throws(Failure) {
                    if try decide(desk.plates(inLine: line)) != .done { status = .failed }
                } catch {
                    guard error.exit != .interrupted else { throw error }
                    status = .failed
                    desk.output.failure(error)
                }
            }
        }
    }

    private func decide(_ plates: [Reading]) throws(Failure) -> ExitStatus {
        guard plates.count <= WireLimits.verdictsPerRequest else {
            throw .usage("That is more than \(WireLimits.verdictsPerRequest) plates.", advice: "Decide in parts, or by --all and a filter.")
        }
        let response = try desk.review(plates)
        var rows: [ReviewBody] = []
        var items: [VerdictsRequest.Item] = []
        for (plate, result) in zip(plates, response.results) {
            let row = try row(for: plate, result)
            if let row { rows.append(row) }
            items.append(VerdictsRequest.Item(plate: row?.plate.text ?? plate.plate.text, version: row?.version ?? 0))
        }
        if desk.output.format == .screen { rows.forEach(desk.show.card) }
        try askAgain(rows)
        // Of several plates each gets the signs of its own reports.
        let signs = Set(items.map(\.plate)).count > 1 ? signs : try signs(for: rows)
        let request = VerdictsRequest(verdict, signs: signs, plates: items)
        let answer: VerdictsResponse
        do throws(ClientError) {
            answer = try desk.client.decide(request)
        } catch {
            throw Failure(error).doubted(
                by: error, "Whether it was decided is not known.", advice: "Look before you try again: thaw mod show")
        }
        desk.output.json(answer)
        ModerationScreen(output: desk.output, time: desk.context.shown).say(answer, verdict: verdict)
        return answer.results.contains { $0.result == .refused } ? .failed : .done
    }

    /// What somebody has decided on already is not overruled in the same breath as it is shown.
    private func askAgain(_ rows: [ReviewBody]) throws(Failure) {
        guard desk.prompt.isShown, verdict != .confirm, let row = rows.first(where: { $0.status == .confirmed || $0.decided != nil }) else {
            return
        }
        let what = row.decided.map { "\($0.by) has \($0.verdict.done) it" } ?? "it is confirmed"
        guard desk.prompt.confirm("\(Show.plate(row.plate)): \(what). \(verdict.rawValue.capitalizedFirst) it?") else {
            throw .usage("Nothing was decided.")
        }
    }

    /// The one row that is meant; `nil` for a plate of which nothing is kept, whose verdict then rests on no version.
    private func row(for plate: Reading, _ result: PlatesResponse.Result) throws(Failure) -> ReviewBody? {
        if let error = result.error {
            throw Failure(code: error.code, sentence: error.detail.asSentence, advice: nil, exit: .usage)
        }
        if result.rows.count > 1 {
            let names = result.rows.map { $0.plate.text }.joined(separator: ", ")
            throw .usage(
                "Several plates have these characters: \(names).", advice: "Name the issuer, as in MN:ABC123; ZZ: for an unknown one.")
        }
        if let row = result.rows.first { return row }
        guard plate.namesIssuer else {
            switch verdict {
            case .protect, .unprotect:
                throw .usage(
                    "Nothing is kept of that plate, so its issuer must be named.",
                    advice: "As in MN:ABC123; ZZ: stands for an unknown issuer, and covers reports without one alone.")
            case .confirm, .clear, .dismiss: throw Failure(.verdictPlateUnknown)
            }
        }
        return nil
    }

    private func signs(for rows: [ReviewBody]) throws(Failure) -> [String] {
        guard verdict == .confirm, signs.isEmpty else { return signs }
        let offered = SignsQuestion(offered: rows)
        guard desk.prompt.isShown else { throw Failure(.verdictSignsMissing, advice: "Add --sign.", exit: .usage) }
        while true {
            switch offered.ask(desk.prompt) {
            case .success(let signs?): return signs
            case .success(nil): throw .usage("Nothing was decided.")
            case .failure(let failure): desk.output.complaint(failure)
            }
        }
    }
}

/// Asks which signs a confirmation rests on, and offers those that voices gave.
struct SignsQuestion {
    private let offered: [String]

    init(offered rows: [ReviewBody]) {
        var seen: Set<String> = []
        offered = rows.flatMap(\.signs).sorted { $0.voices > $1.voices }.map(\.sign).filter { seen.insert($0).inserted }
    }

    private static let leavingWords: Set<String> = ["none", "-", "no", "cancel"]

    /// `nil` where the person thinks better of it.
    func ask(_ prompt: Prompt) -> Result<[String]?, Failure> {
        guard case .line(let line) = prompt.ask("signs", offered: offered.isEmpty ? nil : offered.joined(separator: ", ")) else {
            return .success(nil)
        }
        if Self.leavingWords.contains(line.lowercased()) { return .success(nil) }
        guard !line.isEmpty else {
            return .failure(Failure(.verdictSignsMissing, "A confirmation needs a sign.", advice: "Name one or more, or - to leave it."))
        }
        do throws(Failure) {
            return .success(try Self.read(line))
        } catch {
            return .failure(error)
        }
    }

    /// Signs apart by commas or blanks.
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
