import Plates
import Vocabulary
package import Wire

/// The answer to a report or to taking one back, and the form for the next one under it.
struct ReportAnswerPage: Sendable {
    let frame: PageFrame
    let answer: ReportAnswer
    let form: ReportForm
}

/// The result of one report.
struct ReportAnswer: Sendable {
    let isTaken: Bool
    let title: String
    let lines: [String]
    /// The plates that an ambiguous text may mean: a button each.
    let choices: Choices?
    let takeBack: HiddenForm?
    /// The ID of a report that was taken back, for scripts.
    let withdrawn: String?
    let needsLogin: Bool

    struct Choices: Sendable {
        let title: String
        let plates: [Plate]

        struct Plate: Sendable {
            let shown: String
            let form: HiddenForm
        }
    }
}

extension Site {
    /// - Parameters:
    ///   - result: the registry's answer to `sent`.
    ///   - next: the fields that the next form already has filled in.
    ///   - now: Unix seconds.
    package func report(
        _ result: ReportResult, to sent: ReportBody, next: ReportFields, at now: Int64, for reader: PageReader
    ) -> [UInt8] {
        let words = edition(reader.language).words
        guard result.result != .refused else {
            let reason = result.error.map { error in error.errorCode.map(words.sentences) ?? error.detail } ?? ""
            return page(
                .refused(words.text("report.refused", ["reason": reason]), choices: choices(result, sent, words)), next, at: now,
                for: reader)
        }
        var lines: [String] = []
        if let plate = result.plate { lines.append(words.text("report.read_as", ["plate": plate.shown])) }
        for warning in result.warnings ?? [] { lines.append(words.sentences(warning, about: result.plate)) }
        return page(
            ReportAnswer(
                isTaken: true, title: words["report.\(result.result.rawValue)"], lines: lines, choices: nil,
                takeBack: sent.form, withdrawn: nil, needsLogin: false),
            next, at: now, for: reader)
    }

    /// The answer to taking back a report.
    package func withdrawal(
        _ result: WithdrawalResult, of sent: ReportBody, next: ReportFields, at now: Int64, for reader: PageReader
    ) -> [UInt8] {
        let words = edition(reader.language).words
        guard result.result == .withdrawn else {
            return page(
                .refused(result.error.map { error in error.errorCode.map(words.sentences) ?? error.detail } ?? ""), next, at: now,
                for: reader)
        }
        return page(
            ReportAnswer(
                isTaken: true, title: words["report.withdrawn.title"], lines: [words["report.withdrawn.text"]], choices: nil, takeBack: nil,
                withdrawn: sent.id, needsLogin: false),
            next, at: now, for: reader)
    }

    /// The page for a report, or for taking one back, that was refused as a whole; the form stays filled in.
    package func report(
        refused code: ErrorCode, isWithdrawal: Bool = false, waitSeconds: Int? = nil, filled fields: ReportFields, at now: Int64,
        for reader: PageReader
    ) -> [UInt8] {
        let words = edition(reader.language).words
        let reason = words.sentences(code)
        let wait = waitSeconds.map(words.wait)
        return page(
            .refused(
                isWithdrawal ? reason : words.text("report.refused", ["reason": reason]), lines: wait.map { [$0] } ?? [],
                needsLogin: code.group == "token"),
            fields, at: now, for: reader)
    }

    private func page(_ answer: ReportAnswer, _ next: ReportFields, at now: Int64, for reader: PageReader) -> [UInt8] {
        let edition = edition(reader.language)
        return edition.templates.page(
            .reportAnswer,
            ReportAnswerPage(
                frame: PageFrame(self, edition, for: reader), answer: answer, form: ReportForm(self, edition, at: now, filled: next)))
    }

    private func choices(_ result: ReportResult, _ sent: ReportBody, _ words: Words) -> ReportAnswer.Choices? {
        guard let plates = result.readings?.compactMap(\.plate), !plates.isEmpty else { return nil }
        return .init(
            title: words["report.ambiguous"],
            plates: plates.map { plate in
                var certain = sent
                certain.plate = "\(plate.issuer.code):\(plate.characters)"
                return .init(
                    shown: PlateBody(plate).named, form: certain.form)
            })
    }
}

extension ReportAnswer {
    fileprivate static func refused(
        _ title: String, lines: [String] = [], choices: Choices? = nil, needsLogin: Bool = false
    ) -> ReportAnswer {
        ReportAnswer(
            isTaken: false, title: title, lines: lines, choices: choices, takeBack: nil, withdrawn: nil, needsLogin: needsLogin)
    }
}

extension ReportBody {
    /// The report, to be sent again exactly.
    fileprivate var form: HiddenForm {
        let values: [(String, String?)] =
            [
                ("id", id), ("plate", plate), ("issuer", ""), ("area", area), ("seen_at", seenAt), ("color", vehicle.color),
                ("body", vehicle.body), ("make", vehicle.make),
            ] + signs.map { ("signs", $0) }
        return HiddenForm(values.map { ($0, $1 ?? "") })
    }
}

extension Words {
    fileprivate func sentences(_ warning: WarningBody, about plate: PlateBody?) -> String {
        let known =
            switch warning.code {
            case "plate.unusual_length": self["report.warning.unusual_length"]
            case "plate.unusual_series":
                text("report.warning.unusual_series", ["issuer": plate?.plate?.issuer.name ?? plate?.issuer ?? ""])
            default: warning.detail
            }
        return "\(known) \(self["report.warning"])"
    }
}
