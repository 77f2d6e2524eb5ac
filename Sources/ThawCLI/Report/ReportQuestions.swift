import Client
import Plates
import Vocabulary
import Wire

/// Asks for what a report lacks, and for what was not clear; without a person to ask, says what is missing.
struct ReportQuestions {
    let context: CommandContext
    let output: Output
    let prompt: Prompt
    /// The area and the issuer of an earlier run, offered and never taken in silence.
    let preferences: Preferences

    /// A person may answer wrongly so many times before a report is given up.
    private static let attemptsMax = 5
    static let skipWords: Set<String> = ["skip", "cancel"]

    /// The reports of a draft, one for each plate; none where the person gave it up.
    func finish(_ draft: ReportDraft, in setting: inout ReportSetting) throws(Failure) -> [FinishedReport] {
        var draft = draft
        guard try settleDoubts(of: &draft, setting), try settlePlates(of: &draft, &setting) else { return [] }
        guard let area = try area(of: draft, in: &setting) else { return [] }
        let now = context.now
        let slot = setting.slot(of: draft.seenAt ?? now)
        guard !setting.isOld(slot, at: now) else {
            throw Failure(.reportTooOld, TimeError.tooOld(hoursMax: setting.ageHoursMax).sentence)
        }
        return draft.plates.map { FinishedReport(plate: $0, area: area, slot: slot, vehicle: draft.vehicle, signs: draft.signs) }
    }

    private func settleDoubts(of draft: inout ReportDraft, _ setting: ReportSetting) throws(Failure) -> Bool {
        let doubts = draft.doubts
        draft.doubts = []
        for doubt in doubts {
            let line = setting.line(at: context.now, in: context.zone)
            guard let read = try ask(doubt, { Answer.read($0, for: doubt.field, line, setting) }) else { return false }
            draft.take(read)
        }
        return true
    }

    private func settlePlates(of draft: inout ReportDraft, _ setting: inout ReportSetting) throws(Failure) -> Bool {
        if draft.plates.isEmpty {
            let line = setting.line(at: context.now, in: context.zone)
            let doubt = Doubt(.plate, "")
            guard let read = try ask(doubt, { Answer.read($0, for: .plate, line, setting) }) else { return false }
            draft.take(read)
        }
        if draft.plates.contains(where: { !$0.namesIssuer }) {
            if draft.issuer == nil, setting.issuer == nil {
                // Where nobody can be asked the server's own default holds.
                guard prompt.isShown else { return true }
                setting.issuer = try issuer(in: setting)
            }
            guard let issuer = draft.issuer ?? setting.issuer else { return false }
            draft.plates = draft.plates.map { $0.namesIssuer ? $0 : $0.issued(by: issuer) }
        }
        return true
    }

    /// Who issued the plates that name nobody; asked for once, and then true of the whole run. `nil` where the person gives the report up.
    private func issuer(in setting: ReportSetting) throws(Failure) -> Issuer? {
        let remembered = preferences.issuer ?? setting.vocabulary?.rules.issuer
        let offered = remembered.flatMap(Issuer.init(code:)).map { $0 == .unknown ? "unknown" : $0.abbreviation }
        let doubt = Doubt(
            .issuer, "Who issued plates that name nobody? A state such as MN, or \"unknown\".", suggestion: offered ?? "unknown")
        let line = setting.line(at: context.now, in: context.zone)
        guard case .issuer(let issuer) = try ask(doubt, { Answer.read($0, for: .issuer, line, setting) }) else { return nil }
        return issuer
    }

    private func area(of draft: ReportDraft, in setting: inout ReportSetting) throws(Failure) -> AreaID? {
        if let area = draft.area ?? setting.area {
            setting.area = area
            return area
        }
        let line = setting.line(at: context.now, in: context.zone)
        let remembered = preferences.area.flatMap(setting.area(named:))
        let doubt = Doubt(.area, "", suggestion: remembered?.description)
        let read = try ask(doubt) { [setting] text in
            if text.lowercased() == "near" {
                return Result { () throws(Failure) in .area(try Coordinates.askForArea(prompt, setting.areas.map)) }
            }
            return Answer.read(text, for: .area, line, setting)
        }
        guard case .area(let area) = read else { return nil }
        setting.area = area
        return area
    }

    /// Asks until there is an answer; `nil` where the person gives the report up.
    private func ask(_ doubt: Doubt, _ read: (String) -> Result<Answer, Failure>) throws(Failure) -> Answer? {
        guard prompt.isShown else { throw Self.missing(doubt) }
        if !doubt.sentence.isEmpty { output.warning(doubt.sentence) }
        for _ in 0..<Self.attemptsMax {
            guard case .line(let text) = prompt.ask(doubt.field.rawValue, offered: doubt.suggestion) else { return nil }
            if Self.skipWords.contains(text.lowercased()) { return nil }
            switch read(text) {
            case .success(let answer): return answer
            case .failure(let failure): output.warning([failure.sentence, failure.advice].compactMap(\.self).joined(separator: " "))
            }
        }
        return nil
    }

    private static func missing(_ doubt: Doubt) -> Failure {
        if !doubt.sentence.isEmpty { return .usage(doubt.sentence) }
        switch doubt.field {
        case .plate: return .usage("The plate is missing.", advice: "Write it as in: thaw report MN ABC-123 --area powderhorn")
        default: return .usage("The area is missing.", advice: "Name one of `thaw areas` with --area.")
        }
    }
}

extension ReadPlate {
    func issued(by issuer: Issuer) -> ReadPlate {
        ReadPlate(Plate(key: plate.key.issued(by: issuer), typed: plate.typed), namesIssuer: true)
    }
}
