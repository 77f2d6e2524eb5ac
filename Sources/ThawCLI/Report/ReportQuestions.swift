import Client
import Plates
import Vocabulary
import Wire

/// Asks for the missing and unclear parts of a report. Without a person to ask, names the missing parts.
struct ReportQuestions {
    let context: CommandContext
    let output: Output
    let prompt: Prompt
    /// The area and the issuer of an earlier run, offered and never taken in silence.
    let preferences: Preferences

    /// The number of wrong answers after which a report is given up.
    private static let attemptsMax = 5

    /// The result of a line.
    enum Outcome {
        /// One for each plate.
        case reports([FinishedReport])
        /// The person gave it up.
        case nothing
        /// The person wants to end.
        case done
    }

    private enum Reply {
        case answer(Answer)
        case line(ReportDraft)
        case giveUp, done
    }

    /// - Parameters:
    ///   - line: As it was typed; it is shown if more lines are waiting.
    ///   - kept: Lines that came while a question was open, and are separate reports.
    func finish(
        _ draft: ReportDraft, of line: String, in setting: inout ReportSetting, _ sender: inout ReportSender, kept: inout [String]
    ) throws(Failure) -> Outcome {
        var draft = draft
        var isFirst = true
        while let ambiguity = next(draft, setting) {
            guard prompt.isShown else {
                try resolveUnasked(ambiguity, &draft)
                continue
            }
            switch try ask(ambiguity, draft, line, setting, &sender, &kept, isFirst: isFirst) {
            case .giveUp: return .nothing
            case .done: return .done
            case .line(let other): draft.resolve(ambiguity, other)
            case .answer(.issuer(let issuer)) where ambiguity.field == .issuer && !draft.ambiguities.contains(ambiguity):
                // True of the whole run, unless it was asked about a word of this line.
                setting.issuer = issuer
                draft.resolve(ambiguity, .none)
            case .answer(let answer): draft.resolve(ambiguity, answer)
            }
            isFirst = false
        }
        return .reports(try reports(draft, in: &setting))
    }

    private func reports(_ draft: ReportDraft, in setting: inout ReportSetting) throws(Failure) -> [FinishedReport] {
        guard let area = draft.area ?? setting.area else { throw Self.missing(Ambiguity(.area, "")) }
        setting.area = area
        let issuer = draft.issuer ?? setting.issuer
        let now = context.now
        let slot = setting.slot(of: draft.seenAt ?? now)
        guard !setting.isOld(slot, at: now) else {
            throw Failure(.reportTooOld, TimeError.tooOld(hoursMax: setting.ageHoursMax).sentence)
        }
        if !draft.ignored.isEmpty { output.warning("Ignored: \(draft.ignored.joined(separator: ", ")).") }
        return draft.plates.map { plate in
            FinishedReport(
                plate: plate.namesIssuer ? plate : issuer.map(plate.issued(by:)) ?? plate, area: area, slot: slot,
                seenByClock: draft.isSeenExactly ? nil : draft.seenAt ?? now, vehicle: draft.vehicle, signs: draft.signs)
        }
    }

    /// The next question; `nil` if nothing is missing.
    private func next(_ draft: ReportDraft, _ setting: ReportSetting) -> Ambiguity? {
        if let ambiguity = draft.ambiguities.first { return ambiguity }
        if draft.plates.isEmpty {
            return Ambiguity(.plate, prompt.isShown ? "The line names no plate. Type the plate, as in: MN ABC-123" : "")
        }
        // If nobody can be asked, the server's own default counts.
        if prompt.isShown, draft.issuer == nil, setting.issuer == nil, draft.plates.contains(where: { !$0.namesIssuer }) {
            let remembered = preferences.issuer ?? setting.vocabulary?.rules.issuer
            let offered = remembered.flatMap(Issuer.init(code:)).map { $0 == .unknown ? "unknown" : $0.abbreviation }
            return Ambiguity(
                .issuer, "Which state issued the plates that you type without one? Type a code such as MN, or \"unknown\".",
                suggestion: offered ?? "unknown")
        }
        guard draft.area == nil, setting.area == nil else { return nil }
        return Ambiguity(.area, "", suggestion: preferences.area.flatMap(setting.area(named:))?.description)
    }

    /// Without a person: optional parts are left out and named, anything else is an error.
    private func resolveUnasked(_ ambiguity: Ambiguity, _ draft: inout ReportDraft) throws(Failure) {
        guard ambiguity.field.isOptional else { throw Self.missing(ambiguity) }
        draft.leaveOut(ambiguity)
        output.warning("Left out: \(ambiguity.sentence)")
    }

    /// Asks until there is an answer.
    private func ask(
        _ ambiguity: Ambiguity, _ draft: ReportDraft, _ line: String, _ setting: ReportSetting, _ sender: inout ReportSender,
        _ kept: inout [String],
        isFirst: Bool
    ) throws(Failure) -> Reply {
        explain(ambiguity, isFirst: isFirst)
        var ambiguity = ambiguity
        var initial = ""
        var attempts = 0
        while attempts < Self.attemptsMax {
            attempts += 1
            // A waiting line was typed before this question appeared.
            let isEarly = prompt.hasWaitingInput
            if isEarly || !kept.isEmpty { output.warning("About “\(line)”:") }
            let text: String
            switch prompt.ask(ambiguity.field.rawValue, offered: ambiguity.suggestion, initial: initial) {
            case .end: return .done
            case .tooLong:
                output.complaint(.usage("That line is too long for an answer."))
                continue
            case .line(let typed): text = typed
            }
            initial = ""
            if let word = ControlWord(text) {
                if case .yes = word, let answer = suggested(ambiguity, setting) { return .answer(answer) }
                if let reply = try control(word, ambiguity, setting, &sender) { return reply }
                continue
            }
            if text.isEmpty { continue }
            if case .back? = TakenBack(text), !isEarly { return .giveUp }
            switch read(text, ambiguity, draft, setting, isEarly: isEarly) {
            case .success(.line(let other)):
                if !other.plates.isEmpty, other.area != nil { output.warning("Added to “\(line)”.") }
                return .line(other)
            case .success(let reply): return reply
            case .failure(.another):
                kept.append(text)
                attempts -= 1
                output.warning("“\(text)” is another report. It will be read next. First answer the question about “\(line)”.")
            case .failure(.number(let sentence)): output.warning(sentence)
            case .failure(.failure(let failure)):
                output.warning([failure.sentence, failure.advice].compactMap(\.self).joined(separator: " "))
                if !prompt.hasWaitingInput { initial = text }
            case .failure(.time(let error, let typed)):
                output.warning(error.sentence)
                ambiguity = Ambiguity(error, typed: typed)
                if !prompt.hasWaitingInput { initial = text }
            }
        }
        return .giveUp
    }

    private func explain(_ ambiguity: Ambiguity, isFirst: Bool) {
        if !ambiguity.sentence.isEmpty { output.warning(ambiguity.sentence) }
        for (place, choice) in ambiguity.choices.enumerated() { output.warning("[\(place + 1)] \(choice.text)") }
        if !ambiguity.choices.isEmpty { output.warning("Type its number, or the plate.") }
        if isFirst { output.notice("\"cancel\" drops this report.") }
    }

    private func control(
        _ word: ControlWord, _ ambiguity: Ambiguity, _ setting: ReportSetting, _ sender: inout ReportSender
    ) throws(Failure) -> Reply? {
        switch word {
        case .done: return .done
        case .cancel: return .giveUp
        case .undo: try sender.undo()
        case .help: ReportPrompt.help(setting, output)
        case .yes:
            if ambiguity.choices.count == 1 { return .answer(.plate(ambiguity.choices[0])) }
            output.warning(
                ambiguity.choices.isEmpty
                    ? "A yes does not answer this question. Type the answer, or \"cancel\"."
                    : "Type the number of the right plate, or \"cancel\".")
        case .no:
            if ambiguity.field.isOptional { return .answer(.none) }
            output.warning("Type the \(ambiguity.choices.count == 1 ? "right plate" : "answer"), or \"cancel\".")
        }
        return nil
    }

    /// The answer that a yes to "Did you mean black?" gives.
    private func suggested(_ ambiguity: Ambiguity, _ setting: ReportSetting) -> Answer? {
        guard let suggestion = ambiguity.suggestion, ambiguity.sentence.contains("Did you mean") else { return nil }
        return try? Answer.read(suggestion, for: ambiguity.field, setting.line(at: context.now, in: context.zone), setting).get()
    }

    private enum Unread: Error {
        /// A report of its own.
        case another
        /// A number that no choice has.
        case number(String)
        case failure(Failure)
        case time(TimeError, typed: String)
    }

    /// An answer in the field's form, or else a line whose words fill in the missing parts.
    ///
    /// - Parameter isEarly: Whether the line was there before the question, so that it answers only if it can be nothing else.
    private func read(
        _ text: String, _ ambiguity: Ambiguity, _ draft: ReportDraft, _ setting: ReportSetting, isEarly: Bool
    ) -> Result<Reply, Unread> {
        if ambiguity.field == .plate, let number = MenuNumber(text) { return choice(number, ambiguity) }
        if ambiguity.field == .plate, !isEarly, Self.allOrNone.contains(text.lowercased()) {
            return .failure(.number("Type the right plate, or \"cancel\". Put two plates on two lines."))
        }
        let line = setting.line(at: context.now, in: context.zone)
        if !isEarly, let both = choiceAndMore(text, ambiguity, line) { return .success(.line(both)) }
        if ambiguity.field == .area, !isEarly, text.lowercased() == "near" {
            do throws(Failure) {
                return .success(.answer(.area(try Coordinates.askForArea(prompt, setting.areas.map))))
            } catch {
                return .failure(.failure(error))
            }
        }
        let other = line.read(text)
        // If the areas are unknown, any word could be one.
        let mayBeArea = setting.areas.map != nil || !other.plates.contains(where: \.fitsKnownSeries)
        if ambiguity.field == .time, let reply = time(text, ambiguity, line.times, isEarly: isEarly) { return reply }
        // "white van mn abc123" has a color, but is not an answer.
        if ambiguity.field.isOptional, !other.plates.isEmpty, isAnother(other, ambiguity, draft, isEarly: isEarly) {
            return .failure(.another)
        }
        let answer = Answer.read(text, for: ambiguity.field, line, setting)
        if case .success(let answer) = answer, ambiguity.field != .area || mayBeArea { return .success(.answer(answer)) }
        if isAnother(other, ambiguity, draft, isEarly: isEarly) { return .failure(.another) }
        if case .failure(let failure) = answer, !other.saysSomething, ambiguity.field != .plate || other.ambiguities.isEmpty {
            return .failure(.failure(failure))
        }
        return .success(.line(other))
    }

    private static let allOrNone: Set<String> = ["both", "neither", "all", "either", "none", "neither one", "both of them"]

    /// A time as an answer, on the day that was named already if the answer names none. `nil` if it is not a time.
    private func time(_ text: String, _ ambiguity: Ambiguity, _ times: TimeReader, isEarly: Bool) -> Result<Reply, Unread>? {
        let text = ambiguity.halves?.time(text) ?? text
        // "yesterday" and "around 8pm"
        let words = text.split(separator: " ")
        let isAbout = words.count > 1 && ["around", "about", "like", "maybe", "approx"].contains(words[0].lowercased())
        let clock = isAbout ? words.dropFirst().joined(separator: " ") : text
        for typed in [ambiguity.day.map { $0 + " " + clock }, text].compactMap(\.self) {
            do throws(TimeError) {
                return .success(.answer(.time(try times.read(typed))))
            } catch {
                if case .notATime = error { continue }
                if !isEarly { return .failure(.time(error, typed: typed)) }
            }
        }
        // "20" may be minutes or an hour.
        guard !isEarly, (1...2).contains(text.count), text.allSatisfy(\.isNumber) else { return nil }
        return .failure(.number("“\(text)” could be minutes or an hour. Type \(text) min ago, or a time such as 8:20pm."))
    }

    /// A number of the list with more after it: `1 black suv`.
    private func choiceAndMore(_ text: String, _ ambiguity: Ambiguity, _ line: ReportLine) -> ReportDraft? {
        let words = text.split(separator: " ", maxSplits: 1)
        guard ambiguity.field == .plate, words.count == 2, let number = MenuNumber(String(words[0])),
            ambiguity.choices.indices.contains(number.value - 1)
        else { return nil }
        var other = line.read(String(words[1]))
        guard !other.namesPlate, other.issuer == nil, other.ignored.isEmpty, !other.isEmpty else { return nil }
        other.plates = [ambiguity.choices[number.value - 1].plate]
        return other
    }

    private func choice(_ number: MenuNumber, _ ambiguity: Ambiguity) -> Result<Reply, Unread> {
        guard !ambiguity.choices.isEmpty else { return .failure(.number("There is no list to choose from. Type the plate.")) }
        guard ambiguity.choices.indices.contains(number.value - 1) else {
            let range = ambiguity.choices.count == 1 ? "1" : "a number from 1 to \(ambiguity.choices.count)"
            return .failure(.number("Type \(range), or the plate."))
        }
        return .success(.answer(.plate(ambiguity.choices[number.value - 1])))
    }

    /// Whether a line is a report of its own, and no answer.
    private func isAnother(_ other: ReportDraft, _ ambiguity: Ambiguity, _ draft: ReportDraft, isEarly: Bool) -> Bool {
        // A word of letters alone, such as "hmm", is rather an answer that was not understood.
        let namesPlate =
            !other.plates.isEmpty
            || other.ambiguities.contains { ambiguity in
                ambiguity.field == .plate
                    && (ambiguity.choices.isEmpty || ambiguity.choices.contains { $0.plate.plate.characters.contains(where: \.isNumber) })
            }
        guard namesPlate else { return isEarly }
        if ambiguity.field != .plate, draft.namesPlate { return true }
        let offered = Set(ambiguity.choices.map(\.plate.plate.characters))
        if !other.plates.isEmpty, other.plates.allSatisfy({ offered.contains($0.plate.characters) }) { return draft.contradicts(other) }
        // If no plate was named, the line fills in the missing parts, even if it says more.
        if ambiguity.field == .plate, !isEarly, ambiguity.choices.isEmpty, draft.plates.isEmpty, other.area == nil { return false }
        // A plate alone corrects the one that was typed; a whole line is a separate report.
        return isEarly || draft.contradicts(other) || (!offered.isEmpty && !other.isPlateAlone)
    }

    private static func missing(_ ambiguity: Ambiguity) -> Failure {
        guard ambiguity.choices.isEmpty else {
            let texts = ambiguity.choices.map(\.plate.textToType).joined(separator: " or ")
            return Failure(.plateAmbiguous, ambiguity.sentence, advice: "Type \(texts).", exit: .usage)
        }
        if !ambiguity.sentence.isEmpty { return .usage(ambiguity.sentence) }
        switch ambiguity.field {
        case .plate: return .usage("The plate is missing.", advice: "For example: thaw report MN ABC-123 --area powderhorn")
        default: return .usage("The area is missing.", advice: "Name one of `thaw areas` with --area.")
        }
    }
}

extension ReportDraft {
    /// Whether a line says anything for certain.
    fileprivate var saysSomething: Bool {
        var draft = self
        (draft.ignored, draft.ambiguities) = ([], [])
        return !draft.isEmpty
    }
}
