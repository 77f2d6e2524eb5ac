import Client
import Vocabulary
import Wire

/// Takes reports line by line, until told to stop.
struct ReportPrompt {
    let context: CommandContext
    let output: Output
    let prompt: Prompt
    let questions: ReportQuestions
    /// Lines that came while a question was open.
    private var kept: [String] = []
    /// Refused lines that come back to be fixed once no other line is waiting.
    private var refused: [String] = []

    init(context: CommandContext, output: Output, prompt: Prompt, questions: ReportQuestions) {
        self.context = context
        self.output = output
        self.prompt = prompt
        self.questions = questions
    }

    /// - Parameter given: The options' values, for every line that does not say otherwise.
    mutating func run(_ sender: inout ReportSender, _ setting: inout ReportSetting, _ given: ReportDraft) throws(Failure) {
        var given = given
        // Both hold until another is named, and are kept with the setting.
        (given.area, given.issuer) = (nil, nil)
        if prompt.isShown {
            output.notice("One report a line, words in any order: mn abc123 black suv powderhorn convoy 20m ago")
            output.notice(
                "\"undo\" withdraws the last one; \"done\", or Enter twice, ends. Only the reports are kept.")
        }
        var number = 0
        var wasEmpty = false
        var initial = ""
        while true {
            number += 1
            if initial.isEmpty, kept.isEmpty, !refused.isEmpty, !prompt.hasWaitingInput { initial = refused.removeFirst() }
            let reply = kept.isEmpty || !initial.isEmpty ? prompt.ask("report", initial: initial) : .line(kept.removeFirst())
            initial = ""
            switch reply {
            case .end:
                return try close(&sender)
            case .tooLong:
                sender.noteFailure()
                output.complaint(.usage("Line \(number) is too long for a report."))
            case .line(""):
                // A paste may have empty lines in it; a person ends with two.
                if prompt.isShown, prompt.hasWaitingInput { continue }
                if prompt.isShown, wasEmpty { return try close(&sender) }
                wasEmpty = true
                continue
            case .line(let line):
                var goesOn = true
                do throws(Failure) {
                    goesOn = try take(line, &sender, &setting, given)
                } catch {
                    // A person sees it and mends the line, which comes back; a program's line is gone.
                    if !prompt.isShown { sender.noteFailure() }
                    output.complaint(prompt.isShown ? error : error.saying("Line \(number) was not reported."))
                    if prompt.isShown { comesBack(line, &initial) }
                }
                guard goesOn else { return try close(&sender) }
            }
            wasEmpty = false
        }
    }

    /// Lets a person fix a refused line: at once, or after the waiting lines, which would otherwise be typed into it.
    private mutating func comesBack(_ line: String, _ initial: inout String) {
        if prompt.hasWaitingInput || !kept.isEmpty {
            refused.append(line)
            output.warning("“\(line)” was not reported. You can fix it after the remaining lines.")
        } else {
            initial = line
            output.notice("Fix the line, or type \"cancel\" after it. Ctrl-U empties it.")
        }
    }

    /// Ends, and names the lines that were not reported.
    private mutating func close(_ sender: inout ReportSender) throws(Failure) {
        if prompt.dropWaitingLines(output, others: kept.count + refused.count, "reported") { sender.noteFailure() }
        (kept, refused) = ([], [])
        try sender.close()
    }

    /// Takes one line; returns whether to continue.
    private mutating func take(
        _ line: String, _ sender: inout ReportSender, _ setting: inout ReportSetting, _ given: ReportDraft
    ) throws(Failure) -> Bool {
        switch ControlWord(line) {
        case .done: return false
        case .undo:
            try sender.undo()
            return true
        case .help:
            Self.help(setting, output)
            return true
        case .cancel, .yes, .no:
            output.warning("There is no question to answer. Nothing was reported.")
            return true
        case nil: break
        }
        if let taken = TakenBack(line) {
            output.warning(taken.sentence)
            return true
        }
        var draft = setting.line(at: context.now, in: context.zone).read(line)
        if draft.namesAreaAlone, let area = draft.area {
            setting.area = area
            output.warning("From now on: \(area).")
            return true
        }
        draft.fill(from: given)
        switch try questions.finish(draft, of: line, in: &setting, &sender, kept: &kept) {
        case .done:
            output.warning("“\(line)” was not reported.")
            return false
        case .nothing:
            output.warning("Nothing was reported.")
            return true
        case .reports(let reports):
            try sender.take(reports)
            return true
        }
    }

    static func help(_ setting: ReportSetting, _ output: Output) {
        output.warning("Type the plate, and what you saw: color, body, make or model, signs, area, and when (now, if you say nothing).")
        output.warning("Signs: " + Sign.allCases.map(\.rawValue).joined(separator: ", ") + ".")
        if let areas = setting.areas.map?.areas { output.warning("Areas: " + areas.map(\.id.description).joined(separator: ", ") + ".") }
        output.warning(
            "An area alone on a line applies to the next reports. \"undo\" withdraws the last report, \"cancel\" drops the current one, \"done\" ends."
        )
    }
}
