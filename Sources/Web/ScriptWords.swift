import Wire

/// A text that scripts show. Its placeholders stay in it.
struct ScriptWord: Sendable {
    let key: String
    let text: String
}

extension Words {
    /// The texts for the scripts of a page.
    ///
    /// - Parameter path: the page's address without the language.
    func scriptWords(path: String, isMember: Bool, areas: AreaMap) -> [ScriptWord] {
        var keys: [String] = []
        var counted: [String] = []
        if isMember {
            keys += ["report.expired", "report.refused"]
            counted.append("frame.report_waiting")
        }
        switch path {
        case "/":
            keys += ["script.checking", "script.old"]
        case "/report", "/offline":
            keys += Self.reporting + Self.times
            counted.append("script.outbox_full")
        case "/waiting":
            keys += Self.waiting + Self.times
            counted.append("waiting.count")
        case "/me":
            keys += ["leave.unsent.send.button", "leave.unsent.erase.button"]
            counted.append("leave.unsent")
        default:
            if path.hasPrefix("/moderate") { keys += Self.moderating }
        }
        var words = keys.map { ScriptWord(key: $0, text: self[$0]) }
        for key in counted {
            // A language may have one form for all counts.
            words.append(ScriptWord(key: "\(key).one", text: text(key, count: 1, ["count": "{count}"])))
            words.append(ScriptWord(key: "\(key).other", text: text(key, count: 2, ["count": "{count}"])))
        }
        if path == "/waiting" {
            words += Self.refusals.map { ScriptWord(key: "error.\($0.rawValue)", text: sentences($0)) }
            words += areas.areas.map { ScriptWord(key: "area.\($0.id)", text: $0.name) }
        }
        return words
    }

    private static let times = [
        "clock", "time.clock", "time.am", "time.pm", "time.slot", "time.day_and_slot", "time.yesterday", "time.now",
    ]
    private static let reporting = [
        "script.sending", "script.not_sent", "script.clock", "report.on_phone", "report.recorded", "report.merged", "report.read_as",
        "report.ambiguous", "report.warning", "report.warning.unusual_length", "report.warning.unusual_series",
    ]
    private static let waiting = [
        "waiting.none", "waiting.nobody", "waiting.no_storage", "waiting.row", "waiting.drop.button", "waiting.state.waiting",
        "waiting.state.tried", "waiting.state.recorded", "waiting.state.merged", "waiting.state.refused", "waiting.state.expired",
        "waiting.state.other_token",
    ]
    private static let moderating = [
        "script.moderate.no_answer", "script.moderate.stale", "script.moderate.keys", "script.moderate.keys.help",
        "script.moderate.last", "moderate.start.button",
    ]

    /// Why a report is not taken, or still waits.
    private static let refusals: [ErrorCode] = [
        .plateEmpty, .plateTooLong, .plateCharacter, .platePlaceholder, .plateSpreadsheet, .plateAmbiguous, .issuerUnknown,
        .reportIDMalformed, .reportIDReused, .reportSeenAtMalformed, .reportTooOld, .reportTooNew, .reportAreaUnknown, .reportSignUnknown,
        .reportColorUnknown, .reportBodyUnknown, .reportMakeUnknown, .quotaSpent, .tokenMissing, .tokenUnknown, .tokenExpired,
        .tokenRevoked, .tokenRole, .tokenLoggedOut, .rateLimited, .serverBusy, .serverStarting, .serverStopping, .storeBusy, .storeFull,
        .storeReadOnly, .clockJumped, .internalError,
    ]
}
