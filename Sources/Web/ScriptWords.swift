import Vocabulary
import Wire

extension Words {
    /// The texts that scripts show, as a script that sets `words`. Their placeholders stay in them.
    func script(_ areas: AreaMap) -> [UInt8] {
        var texts: [String: String] = [:]
        for key in Self.ofScripts { texts[key] = self[key] }
        for key in Self.counted {
            // A language may have one form for all counts.
            texts["\(key).one"] = text(key, count: 1, ["count": "{count}"])
            texts["\(key).other"] = text(key, count: 2, ["count": "{count}"])
        }
        for month in 1...12 { texts["month.\(month)"] = self["month.\(month)"] }
        for (list, ids) in Self.ofListings { for id in ids { texts["\(list).\(id)"] = name(list, id) } }
        for code in Self.refusals { texts["error.\(code.rawValue)"] = sentences(code) }
        for area in areas.areas { texts["area.\(area.id)"] = area.name }
        return Array("globalThis.words = ".utf8) + WireJSON.encode(texts) + Array(";\n".utf8)
    }

    private static let ofScripts = [
        "clock", "time.clock", "time.am", "time.pm", "time.slot", "time.day_and_slot", "time.yesterday", "time.now", "time.day",
        "time.day_and_year", "time.first", "answer.list.confirmed", "answer.list.absent", "answer.confirmed.text", "answer.unknown.refused",
        "answer.last_seen", "answer.vehicles", "answer.signs", "vehicle", "vehicle.color",
        "script.sending", "script.not_sent", "script.clock", "report.on_phone", "report.recorded", "report.merged", "report.read_as",
        "report.ambiguous", "report.warning", "report.warning.unusual_length", "report.warning.unusual_series", "report.expired",
        "report.refused", "waiting.none", "waiting.nobody", "waiting.no_storage", "waiting.row", "waiting.drop.button",
        "waiting.state.waiting", "waiting.state.tried", "waiting.state.recorded", "waiting.state.merged", "waiting.state.refused",
        "waiting.state.expired", "waiting.state.other_token", "leave.unsent.send.button", "leave.unsent.erase.button",
        "script.moderate.no_answer", "script.moderate.stale", "script.moderate.keys", "script.moderate.keys.help", "script.moderate.last",
        "script.moderate.undone", "moderate.start.button",
    ]
    /// The words for a listing's vehicles.
    private static let ofListings: [(list: String, ids: [String])] = [
        ("color", Color.allCases.map(\.rawValue)), ("body", Body.allCases.map(\.rawValue)), ("make", Make.allCases.map(\.rawValue)),
        ("sign", Sign.allCases.map(\.rawValue)),
    ]
    private static let counted = ["frame.report_waiting", "script.outbox_full", "waiting.count", "leave.unsent"]

    /// Why a report is not taken, or still waits.
    private static let refusals: [ErrorCode] = [
        .plateEmpty, .plateTooLong, .plateCharacter, .platePlaceholder, .plateSpreadsheet, .plateAmbiguous, .issuerUnknown,
        .reportIDMalformed, .reportIDReused, .reportSeenAtMalformed, .reportTooOld, .reportTooNew, .reportAreaUnknown, .reportSignUnknown,
        .reportColorUnknown, .reportBodyUnknown, .reportMakeUnknown, .quotaSpent, .tokenMissing, .tokenUnknown, .tokenExpired,
        .tokenRevoked, .tokenRole, .tokenLoggedOut, .rateLimited, .serverBusy, .serverStarting, .serverStopping, .storeBusy, .storeFull,
        .storeReadOnly, .clockJumped, .internalError,
    ]
}
