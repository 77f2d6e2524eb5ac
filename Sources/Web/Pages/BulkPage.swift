import Vocabulary
package import Wire

/// The forms for many plates at once: a purge, and a verdict on all that a filter selects.
struct BulkPage: Sendable {
    let frame: PageFrame
    let areas: [ReportForm.Choice]
    let purgeStatuses: [ReportForm.Choice]
    let verdicts: [ReportForm.Choice]
    let reasons: [ReportForm.Choice]
    let statuses: [ReportForm.Choice]
}

/// What would change, before anything does.
struct PreviewPage: Sendable {
    let frame: PageFrame
    let lines: [String]
    let rows: [String]
    let more: String?
    let needsSecond: Bool
    let carryOut: CarryOut?

    struct CarryOut: Sendable {
        let preview: String
        let isPurge: Bool
        let label: String
    }
}

/// What was done, or waits.
struct ResultPage: Sendable {
    let frame: PageFrame
    let title: String
    let lines: [String]
    /// A decision to undo.
    let decision: String?
    /// A code or text to copy, shown once.
    let code: String?
}

extension Site {
    package func bulk(for reader: PageReader) -> [UInt8] {
        let edition = edition(reader.language)
        let words = edition.words
        return edition.templates.page(
            .bulk,
            BulkPage(
                frame: PageFrame(self, edition, for: reader), areas: areaChoices,
                purgeStatuses: PurgeStatus.allCases.map {
                    .init(value: $0.rawValue, name: words["status.\($0.rawValue)"], isChosen: false)
                },
                verdicts: [Verdict.dismiss, .clear, .confirm].map {
                    .init(value: $0.rawValue, name: words["moderate.\($0.rawValue).button"], isChosen: false)
                },
                reasons: words.reasons, statuses: words.statuses(Status.allCases)))
    }

    /// - Parameter isPurge: false for a bulk verdict.
    package func preview(_ preview: PreviewBody, isPurge: Bool, for reader: PageReader) -> [UInt8] {
        let edition = edition(reader.language)
        let words = edition.words
        let hidden = preview.plates - preview.first.count
        let label = preview.needsSecond ? "propose" : isPurge ? "purge" : "verdict"
        return edition.templates.page(
            .moderatePreview,
            PreviewPage(
                frame: PageFrame(self, edition, for: reader), lines: words.lines(of: preview, isPurge: isPurge),
                rows: preview.first.map { row(of: $0, asOf: preview.expiresAt, edition) },
                more: hidden > 0 && !preview.first.isEmpty ? words.text("moderate.preview.more", count: hidden) : nil,
                needsSecond: preview.needsSecond,
                carryOut: preview.plates == 0
                    ? nil
                    : .init(
                        preview: preview.preview, isPurge: isPurge,
                        label: words.text("moderate.carry_out.\(label)", count: preview.plates))))
    }

    /// `MN ABC128, watched, November 2 – November 8`
    func row(of plate: PreviewRow, asOf now: String, _ edition: Edition) -> String {
        let days = [plate.firstDay, plate.lastDay].map { edition.time.day($0, asOf: now) }
        let range = days[0] == days[1] ? days[0] : edition.words.text("time.range", ["from": days[0], "to": days[1]])
        return "\(plate.plate.shown), \(edition.words["status.\(plate.status.rawValue)"]), \(range)"
    }

    /// What a purge erased.
    package func purged(_ purged: PurgedBody, for reader: PageReader) -> [UInt8] {
        let words = edition(reader.language).words
        let counts = words.counts(plates: purged.plates, erased: purged.erased, sightings: purged.sightings, voices: purged.voices)
        return result(words["moderate.purged.title"], counts + [words["moderate.purged.text"]], for: reader)
    }

    /// What a bulk verdict decided.
    package func decided(_ decided: VerdictsResponse, for reader: PageReader) -> [UInt8] {
        let words = edition(reader.language).words
        let refused = decided.results.filter { $0.result == .refused }
        var lines: [String] = []
        if !refused.isEmpty { lines.append(words.text("moderate.bulk.refused", count: refused.count)) }
        lines += refused.prefix(Self.refusedMax).map { result in
            let reason = result.error.map { $0.errorCode.map(words.title(of:)) ?? $0.detail } ?? ""
            return [result.plate?.shown ?? "", reason].filter { !$0.isEmpty }.joined(separator: ": ")
        }
        if refused.count > Self.refusedMax { lines.append(words.text("moderate.preview.more", count: refused.count - Self.refusedMax)) }
        return result(words.text("moderate.bulk.done", count: decided.decided), lines, decision: decided.decision, for: reader)
    }

    private static let refusedMax = 50

    /// A proposal of one's own, which waits.
    package func proposed(for reader: PageReader) -> [UInt8] {
        let words = edition(reader.language).words
        return result(words["moderate.proposals.waiting.title"], [words["moderate.preview.second"]], for: reader)
    }

    package func undone(_ undone: UndoResponse, for reader: PageReader) -> [UInt8] {
        let words = edition(reader.language).words
        let lines = undone.superseded > 0 ? [words.text("moderate.undone.superseded", count: undone.superseded)] : []
        return result(words.text("moderate.undone", count: undone.undone), lines, for: reader)
    }

    func result(
        _ title: String, _ lines: [String] = [], decision: String? = nil, code: String? = nil, for reader: PageReader
    ) -> [UInt8] {
        let edition = edition(reader.language)
        return edition.templates.page(
            .moderateResult,
            ResultPage(frame: PageFrame(self, edition, for: reader), title: title, lines: lines, decision: decision, code: code))
    }
}

extension Words {
    fileprivate func counts(plates: Int, erased: Int, sightings: Int, voices: Int) -> [String] {
        [("plates", plates), ("erased", erased), ("sightings", sightings), ("voices", voices)].map {
            text("moderate.preview.\($0)", count: $1)
        }
    }

    fileprivate func lines(of preview: PreviewBody, isPurge: Bool) -> [String] {
        guard preview.plates > 0 else { return [self["moderate.preview.nothing"]] }
        var lines =
            isPurge
            ? counts(plates: preview.plates, erased: preview.erased, sightings: preview.sightings, voices: preview.voices)
            : [text("moderate.preview.plates", count: preview.plates)]
        lines.append(counted(preview.byStatus) { "status.\($0)" })
        lines.append(counted(preview.byReason ?? [:]) { "reason.\($0).short" })
        if let unsigned = preview.unsigned { lines.append(text("moderate.preview.unsigned", count: unsigned)) }
        lines += (preview.stays ?? [:]).sorted { $0.key < $1.key }.map { text("moderate.stays.\($0.key)", count: $0.value) }
        return lines.filter { !$0.isEmpty }
    }

    /// `watched ×150, suspected ×2`
    func counted(_ counts: [String: Int], _ key: (String) -> String) -> String {
        counts.sorted { $0.key < $1.key }.map { text("moderate.card.times", ["text": self[key($0.key)], "count": number($0.value)]) }
            .joined(separator: ", ")
    }
}
