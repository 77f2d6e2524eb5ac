import Plates
import Vocabulary
import Wire

/// Prints previews, results and proposals of purges and verdicts.
struct ModerationScreen {
    let output: Output
    let time: TimeFormat

    private static let resultField = 12

    /// Prints the effects of a purge or a bulk verdict.
    ///
    /// - Parameter done: "purged", "dismissed".
    func show(_ preview: PreviewBody, done: String, isPurge: Bool) {
        output.json(preview)
        let plates = Self.plates(preview.plates, preview.byStatus)
        output.row([
            Cell("would be " + done, plain: "preview", field: Self.resultField, style: .strong),
            Cell(plates, plain: String(preview.plates)),
            Cell(isPurge ? "\(preview.erased) of them completely" : "", plain: String(preview.erased)),
            Cell(count(preview.sightings, "sighting"), plain: String(preview.sightings)),
            Cell(count(preview.voices, "voice"), plain: String(preview.voices)),
        ])
        show(preview.first, of: preview.plates)
        if let byReason = preview.byReason { output.notice("Reasons: \(Self.words(byReason)).") }
        if let unsigned = preview.unsigned {
            output.warning("\(count(unsigned, "plate")) left out, because their reports gave no such sign. Confirm them one by one.")
        }
        for (reason, plates) in (preview.stays ?? [:]).sorted(by: { $0.key < $1.key }) {
            output.notice("\(count(plates, "plate")) will keep some data: \(Self.words(staying: reason)).")
        }
        if preview.needsSecond {
            output.warning("A second moderator must approve this within 24 hours. Nothing changes until then.")
        }
    }

    /// Prints the first rows of a preview with `plates` plates.
    func show(_ first: [PreviewRow], of plates: Int) {
        for row in first {
            output.row(
                [
                    Cell(ListingFormat.plate(row.plate), field: Self.resultField), Cell(row.status.rawValue),
                    Cell("first " + time.day(row.firstDay), plain: row.firstDay), Cell("last " + time.day(row.lastDay), plain: row.lastDay),
                    Cell(
                        (row.stays ?? []).isEmpty ? "" : "stays: " + (row.stays ?? []).map(Self.words(staying:)).joined(separator: "; "),
                        plain: (row.stays ?? []).joined(separator: ",")),
                ], lead: WordWrap.narrowIndent)
        }
        if output.format == .screen, plates > first.count, !first.isEmpty {
            output.row([Cell("and \(plates - first.count) more")], lead: WordWrap.narrowIndent)
        }
    }

    func show(_ purged: PurgedBody) {
        output.row([
            Cell("purged", field: Self.resultField, style: .good),
            Cell(count(purged.plates, "plate"), plain: String(purged.plates)),
            Cell("\(purged.erased) of them completely", plain: String(purged.erased)),
            Cell(count(purged.sightings, "sighting"), plain: String(purged.sightings)),
            Cell(count(purged.voices, "voice"), plain: String(purged.voices)),
        ])
        output.notice("The data is erased from every file of the server except older backups. A restore purges it again.")
    }

    /// Prints that a proposal waits for a second moderator.
    func show(waiting proposal: ProposalBody) {
        output.row([
            Cell("waiting", field: Self.resultField, style: .caution), Cell(proposal.id, style: .strong),
            Cell(count(proposal.plates, "plate"), plain: String(proposal.plates)),
            Cell("until " + time.clockOfTime(proposal.expiresAt), plain: proposal.expiresAt),
        ])
        output.notice(
            "Nothing has changed yet. A second moderator whom you did not invite can approve it: thaw mod approve \(proposal.id). "
                + "To cancel it: thaw mod cancel \(proposal.id)"
        )
    }

    /// Prints the result of a verdict: plate by plate for named plates, as a count for a preview.
    func show(_ response: VerdictsResponse, verdict: Verdict?) {
        let done = verdict?.done ?? "decided"
        if let waiting = response.waiting { show(waiting: waiting) }
        for result in response.results { show(result, done: done) }
        let named = response.results.count { $0.result == .decided }
        if response.decided > named || response.results.isEmpty, response.waiting == nil {
            output.row([
                Cell(done, field: Self.resultField, style: .good), Cell(count(response.decided, "plate"), plain: String(response.decided)),
            ])
        }
        if let decision = response.decision {
            let until = response.undoUntil.map { ", until " + time.clockOfTime($0) } ?? ""
            output.notice("To undo it\(until): thaw mod undo \(decision)")
        }
    }

    private func show(_ result: VerdictsResponse.Result, done: String) {
        let plate = Cell(result.plate.map(ListingFormat.plate) ?? "", field: Self.resultField, style: .strong)
        if let error = result.error {
            output.row([
                Cell("refused", field: Self.resultField, style: .caution), plate, Cell(error.detail, plain: error.code, style: .caution),
            ])
        } else {
            let isStill = done == Verdict.unprotect.done && result.protected == true
            output.row([
                Cell(done, field: Self.resultField, style: .good), plate,
                Cell(isStill ? "still protected: another protection covers it" : "", plain: isStill ? "protected" : "", style: .caution),
            ])
        }
    }

    /// A description of a proposal.
    func words(_ proposal: ProposalBody) -> String {
        let named = proposal.named == true ? "named plates" : nil
        if let purge = proposal.purge {
            return "purge " + [named, words(purge)].compactMap(\.self).filter { !$0.isEmpty }.joined(separator: ", ")
        }
        let signs = proposal.signs ?? []
        let verdict = (proposal.verdict?.rawValue ?? "") + (signs.isEmpty ? "" : " with " + signs.joined(separator: ", "))
        guard let filter = proposal.filter else { return [verdict, named].compactMap(\.self).joined(separator: " ") }
        let parts = [filter.reason?.rawValue, filter.status.map { "status " + $0.rawValue }, filter.area].compactMap(\.self)
        return verdict + " the queue's plates" + (parts.isEmpty ? "" : ": " + parts.joined(separator: ", "))
    }

    /// The number of plates, in all and by status.
    static func plates(_ plates: Int, _ byStatus: [String: Int]) -> String {
        count(plates, "plate") + (byStatus.isEmpty ? "" : " (\(words(byStatus)))")
    }

    private static func words(_ counts: [String: Int]) -> String {
        counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
    }

    /// Why a purge leaves part of a plate. A newer server may send reasons that this version does not know.
    private static func words(staying reason: String) -> String {
        switch reason {
        case "newer": "newer sightings or voices"
        case "week": "a sighting whose week is only partly older"
        case "other-area": "sightings in other areas"
        case "voices": "voices that the purge does not select"
        case "status": "another status"
        default: reason
        }
    }

    private func words(_ purge: PurgeBody) -> String {
        let parts = [
            purge.plates.map { count($0.count, "named plate") }, purge.status, purge.area,
            purge.olderThanDays.map { $0 == 0 ? "up to now" : "older than \(count($0, "day"))" },
        ]
        return parts.compactMap(\.self).joined(separator: ", ")
    }
}
