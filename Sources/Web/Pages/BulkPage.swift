package import Vocabulary
package import Wire

/// The forms for many plates at once: a purge, and a verdict on all that a filter selects.
struct BulkPage: Sendable {
    let frame: PageFrame
    let areas: [Choice]
    let purgeStatuses: [Choice]
    let verdicts: [Choice]
    let reasons: [Choice]
    let statuses: [Choice]
}

/// A preview: the changes before anything is done.
struct PreviewPage: Sendable {
    let frame: PageFrame
    /// The operation: `Confirm 32 plates`, `Purge 310 sightings of 152 plates for good`.
    let title: String
    let lines: [String]
    let rows: [String]
    let more: String?
    let needsSecond: Bool
    let carryOut: CarryOut?

    struct CarryOut: Sendable {
        let preview: String
        let isPurge: Bool
        /// Of a bulk verdict: its result names it.
        let verdict: String?
        let label: String
    }
}

/// The result: done, or waiting for a second moderator.
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
    /// The verdicts that the form for many plates offers.
    package static let bulkVerdicts = [Verdict.dismiss, .clear, .confirm]

    package func bulk(for reader: PageReader) -> [UInt8] {
        let edition = edition(reader.language)
        let words = edition.words
        return edition.templates.page(
            .bulk,
            BulkPage(
                frame: PageFrame(self, edition, for: reader), areas: areaChoices(),
                purgeStatuses: words.choices("status", PurgeStatus.allCases),
                verdicts: Self.bulkVerdicts.map { Choice(value: $0.rawValue, name: words["moderate.\($0.rawValue).button"]) },
                reasons: words.reasons, statuses: words.choices("status", Status.allCases)))
    }

    /// - Parameter asked: the request, with its criteria and the operation.
    package func preview(_ preview: PreviewBody, of asked: PreviewRequest, for reader: PageReader) -> [UInt8] {
        let edition = edition(reader.language)
        let words = edition.words
        let hidden = preview.plates - preview.first.count
        let isPurge = asked.purge != nil
        let verdict = asked.verdict?.rawValue
        let action =
            verdict.map { words.text("moderate.carry_out.\($0)", count: preview.plates) }
            ?? words.text("moderate.carry_out.purge", ["what": words.impact(plates: preview.plates, sightings: preview.sightings)])
        let criteria = criteria(asked.purge, asked.filter, signs: asked.signs, words)
        let named = asked.purge?.plates == nil ? [] : [words["moderate.proposals.named"]]
        let signs = asked.verdict == .confirm && asked.signs == nil ? [words["moderate.preview.signs"]] : []
        return edition.templates.page(
            .moderatePreview,
            PreviewPage(
                frame: PageFrame(self, edition, for: reader),
                title: preview.plates == 0 ? words["moderate.preview.nothing"] : action,
                lines: criteria + named + signs + words.lines(of: preview, isPurge: isPurge),
                rows: preview.first.map { row(of: $0, asOf: preview.expiresAt, edition) },
                more: hidden > 0 && !preview.first.isEmpty ? words.text("moderate.preview.more", count: hidden) : nil,
                needsSecond: preview.needsSecond,
                carryOut: preview.plates == 0
                    ? nil
                    : .init(
                        preview: preview.preview, isPurge: isPurge, verdict: verdict,
                        label: preview.needsSecond ? words.text("moderate.carry_out.propose", ["action": action]) : action)))
    }

    /// `MN ABC128, watched, November 2 – November 8`
    func row(of plate: PreviewRow, asOf now: String, _ edition: Edition) -> String {
        let days = edition.time.days(plate.firstDay, plate.lastDay, asOf: now)
        return "\(plate.plate.shown), \(edition.words["status.\(plate.status.rawValue)"]), \(days)"
    }

    /// The page after a purge.
    package func purged(_ purged: PurgedBody, for reader: PageReader) -> [UInt8] {
        let words = edition(reader.language).words
        let counts = words.counts(plates: purged.plates, erased: purged.erased, sightings: purged.sightings, voices: purged.voices)
        return result(words["moderate.purged.title"], counts + [words["moderate.purged.text"]], for: reader)
    }

    /// The criteria of a purge or bulk verdict, one line each. A filter's missing criteria read "any".
    func criteria(_ purge: PurgeBody?, _ filter: QueueFilterBody?, signs: [String]?, _ words: Words) -> [String] {
        func labeled(_ key: String, _ value: String?) -> String? {
            (value ?? filter.map { _ in words["moderate.filter.any"] }).map { "\(words[key]): \($0)" }
        }
        let area = (purge?.area ?? filter?.area).map { areaName($0) }
        let status = (purge?.status ?? filter?.status?.rawValue).map { words["status.\($0)"] }
        return [
            labeled("moderate.filter.area", area),
            purge?.olderThanDays.map { "\(words["moderate.purge.older"]): \(words.number($0))" },
            labeled("moderate.filter.status", status),
            filter.flatMap { labeled("moderate.filter.reason", $0.reason.map { words["reason.\($0.rawValue).short"] }) },
            signs.map { "\(words["moderate.card.signs"]): \($0.map { words.name("sign", $0) }.joined(separator: ", "))" },
        ].compactMap { $0 }
    }

    /// The page after a bulk verdict.
    ///
    /// - Parameter verdict: as the form that carried it out names it.
    package func decided(_ decided: VerdictsResponse, _ verdict: Verdict?, for reader: PageReader) -> [UInt8] {
        let words = edition(reader.language).words
        let refused = decided.results.filter { $0.result == .refused }
        var lines: [String] = []
        if !refused.isEmpty { lines.append(words.text("moderate.bulk.refused", count: refused.count)) }
        lines += refused.prefix(Self.refusedMax).map { result in
            let reason = result.error.map { $0.errorCode.map(words.title(of:)) ?? $0.detail } ?? ""
            return [result.plate?.shown ?? "", reason].filter { !$0.isEmpty }.joined(separator: ": ")
        }
        if refused.count > Self.refusedMax { lines.append(words.text("moderate.preview.more", count: refused.count - Self.refusedMax)) }
        let done = verdict.map { words.text("moderate.bulk.done.\($0.rawValue)", count: decided.decided) }
        return result(
            done ?? words.text("moderate.bulk.done", count: decided.decided), lines, decision: decided.decision, for: reader)
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
    /// `310 sightings of 152 plates`. A plate that loses some of its sightings stays.
    fileprivate func impact(plates: Int, sightings: Int) -> String {
        text(
            "moderate.purge.impact",
            ["sightings": text("moderate.preview.sightings", count: sightings), "plates": text("moderate.preview.plates", count: plates)])
    }

    fileprivate func counts(plates: Int, erased: Int, sightings: Int, voices: Int) -> [String] {
        [impact(plates: plates, sightings: sightings)]
            + [("erased", erased), ("voices", voices)].map { text("moderate.preview.\($0)", count: $1) }
    }

    fileprivate func lines(of preview: PreviewBody, isPurge: Bool) -> [String] {
        guard preview.plates > 0 else { return [] }
        var lines =
            isPurge
            ? counts(plates: preview.plates, erased: preview.erased, sightings: preview.sightings, voices: preview.voices)
            : [text("moderate.preview.plates", count: preview.plates)]
        let byStatus = counted(preview.byStatus) { "status.\($0)" }
        if !byStatus.isEmpty { lines.append(text("moderate.preview.by_status", ["counts": byStatus])) }
        let byReason = counted(preview.byReason ?? [:]) { "reason.\($0).short" }
        if !byReason.isEmpty { lines.append(text("moderate.preview.by_reason", ["counts": byReason])) }
        if let unsigned = preview.unsigned { lines.append(text("moderate.preview.unsigned", count: unsigned)) }
        lines += (preview.stays ?? [:]).sorted { $0.key < $1.key }.map { text("moderate.stays.\($0.key)", count: $0.value) }
        return lines
    }

    /// `watched ×150, suspected ×2`
    func counted(_ counts: [String: Int], _ key: (String) -> String) -> String {
        counts.sorted { $0.key < $1.key }.map { text("moderate.card.times", ["text": self[key($0.key)], "count": number($0.value)]) }
            .joined(separator: ", ")
    }
}
