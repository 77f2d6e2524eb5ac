import Client
import Vocabulary
import Wire

/// Takes reports line by line, until told to stop.
struct ReportPrompt {
    let context: CommandContext
    let output: Output
    let prompt: Prompt
    let questions: ReportQuestions

    private static let undoWords: Set<String> = ["undo", "oops"]

    /// - Parameter given: What the options said, for every line that does not say otherwise.
    func run(_ desk: inout ReportDesk, _ setting: inout ReportSetting, _ given: ReportDraft) throws(Failure) {
        if prompt.isShown {
            output.notice("One report a line, words in any order: mn abc123 black suv powderhorn convoy 20m ago")
            output.notice("\"undo\" takes the last one back, \"done\" ends. Nothing that you type here is kept but the reports.")
        }
        var number = 0
        while true {
            number += 1
            switch prompt.ask("report") {
            case .end:
                return try desk.close()
            case .tooLong:
                desk.noteFailure()
                output.complaint(.usage("Line \(number) is too long for a report."))
            case .line(let line):
                let word = line.lowercased()
                if word.isEmpty ? prompt.isShown : Prompt.endWords.contains(word) { return try desk.close() }
                do throws(Failure) {
                    try take(line, word, &desk, &setting, given)
                } catch {
                    // A person sees it and types again; a program's line is gone.
                    if !prompt.isShown { desk.noteFailure() }
                    output.complaint(prompt.isShown ? error : error.saying("Line \(number) was not reported."))
                }
            }
        }
    }

    private func take(
        _ line: String, _ word: String, _ desk: inout ReportDesk, _ setting: inout ReportSetting, _ given: ReportDraft
    ) throws(Failure) {
        if word.isEmpty { return }
        if Self.undoWords.contains(word) { return try desk.undo() }
        if Prompt.helpWords.contains(word) { return help(setting) }
        var draft = setting.line(at: context.now, in: context.zone).read(line)
        if draft.namesAreaAlone, let area = draft.area {
            setting.area = area
            output.warning("From now on: \(area).")
            return
        }
        draft.fill(from: given)
        let reports = try questions.finish(draft, in: &setting)
        if reports.isEmpty {
            output.warning("Nothing was reported.")
            return
        }
        try desk.take(reports)
    }

    private func help(_ setting: ReportSetting) {
        output.warning("Type the plate, and what you saw: colour, body, make, signs, area, and when (now, where you say nothing).")
        output.warning("Signs: " + Sign.allCases.map(\.rawValue).joined(separator: ", ") + ".")
        if let areas = setting.areas.map?.areas { output.warning("Areas: " + areas.map(\.id.description).joined(separator: ", ") + ".") }
        output.warning("An area alone on a line holds for the next reports. \"undo\" takes the last report back, \"done\" ends.")
    }
}
