import Plates
package import Vocabulary
package import Wire

/// The moderator's next card, and the result of the last verdict.
package struct CardAnswer: Sendable {
    package var asOf: String
    package var filter: ModerationFilter
    /// The plate to decide on; nil if none waits.
    package var row: ReviewBody?
    /// Whether the plate is protected, or ``asked`` is.
    package var isProtected = false
    /// Several plates that match the query.
    package var rows: [ReviewBody] = []
    /// The plate that was asked for, if no row of it is stored.
    package var asked: String?
    package var waiting: Int?
    package var read: ReadBody?
    package var done: Done?
    package var notice: Notice?
    /// Whether the queue was read, so that "no plate waits" is true.
    package var isFromQueue = false

    package enum Done: Sendable {
        /// - Parameter remains: whether another protection remains after this one was taken away.
        case decided(Verdict, PlateBody, decision: String?, remains: Bool = false)
        case misread(PlateBody, decision: String?, ReportBody)
        /// Dismissed, but the report of the intended plate was refused.
        case misreadUnreported(PlateBody, decision: String?, ErrorCode?)
        case skipped(PlateBody)
        case undone(PlateBody)
    }

    /// Why the last press changed nothing.
    package enum Notice: Hashable, Sendable {
        case refused(ErrorCode)
        /// A misread plate has no sighting that can still be reported.
        case nothingToReport
    }

    package init(asOf: String, filter: ModerationFilter) {
        self.asOf = asOf
        self.filter = filter
    }
}

/// A card, with its buttons in place of the bar.
struct CardPage: Sendable {
    let frame: PageFrame
    let hidden: [HiddenField]
    let done: Done?
    let notice: Notice?
    let card: CardView?
    /// Several plates that were asked for.
    let choices: [Choice]
    let hasChoices: Bool
    let protected: Protected?
    let isEmpty: Bool
    let waiting: String?
    let read: String?

    struct Done: Sendable {
        let text: String
        let undo: HiddenForm?
    }

    struct Notice: Sendable {
        let title: String
        let text: String
        /// For scripts; `nil` if nothing was refused.
        var code: String?
    }

    /// A plate that has no data but its protection.
    struct Protected: Sendable {
        let value: String
        let plate: String
    }
}

/// Everything that a decision on one plate needs.
struct CardView: Sendable {
    let plate: String
    let value: String
    let version: Int
    let status: String
    let facts: [ListingView.Fact]
    let isConflicting: Bool
    let isProtected: Bool
    let signs: [Choice]
    /// Plates that may have been meant.
    let besides: [String]
    /// Which colleagues skipped it, and why.
    let skips: [String]
    /// The last decision on it, while it can be undone.
    let decided: Decided?

    struct Decided: Sendable {
        let text: String
        let decision: String
    }
}

extension CardView {
    init(_ row: ReviewBody, isProtected: Bool, asOf: String, _ site: Site, _ edition: Edition) {
        let (words, time) = (edition.words, edition.time)
        plate = row.plate.shown
        value = row.plate.text
        version = row.version
        status = words["status.\(row.status.rawValue)"]
        isConflicting = row.conflicting ?? false
        self.isProtected = isProtected
        let given = Dictionary(row.signs.map { ($0.sign, $0.voices) }, uniquingKeysWith: max)
        signs = Sign.allCases.map(\.rawValue).map { sign in
            let name = words.name("sign", sign)
            return Choice(
                value: sign, name: given[sign].map { words.times(name, $0) } ?? name, isChosen: given[sign] != nil)
        }
        besides = (row.misreads ?? []).map(\.plate.text)
        skips = (row.skips ?? []).map {
            words.text("moderate.card.skipped", ["id": $0.by, "reason": words["skip.\($0.reason.rawValue)"]])
        }
        decided = row.decided.map { decided in
            Decided(
                text: words.decided(
                    decided.verdict.rawValue, by: decided.by,
                    on: time.day(row.earlier?.first?.day ?? String(decided.undoUntil.prefix(10)), asOf: asOf)),
                decision: decided.decision)
        }
        facts = Self.facts(row, asOf: asOf, site, edition)
    }

    private static func facts(_ row: ReviewBody, asOf: String, _ site: Site, _ edition: Edition) -> [ListingView.Fact] {
        let (words, time) = (edition.words, edition.time)
        func day(_ text: String) -> String { time.day(text, asOf: asOf) }
        func status(_ status: Status) -> String { words["status.\(status.rawValue)"] }
        var facts: [ListingView.Fact] = []
        func add(_ key: String, _ values: [String], _ separator: String = "\n") {
            let shown = values.filter { !$0.isEmpty }
            if !shown.isEmpty { facts.append(.init(name: words["moderate.card.\(key)"], value: shown.joined(separator: separator))) }
        }
        let voices = row.voices
        add("why", row.reasons.map { words["reason.\($0.rawValue)"] }, " ")
        add("evidence", [words.decimals(row.evidence)])
        add(
            "voices",
            [
                words.text("moderate.card.trusted", count: voices.trusted),
                voices.probation > 0 ? words.text("moderate.card.probation", count: voices.probation) : "",
                voices.muted > 0 ? words.text("moderate.card.muted", count: voices.muted) : "",
            ], ", ")
        add("days", [time.days(row.firstDay, row.lastDay, asOf: asOf)])
        add(
            "seen",
            row.sightings.map { seen in
                let when =
                    seen.slot.map { site.slot($0, time) } ?? seen.day.map(day)
                    ?? seen.week.map { words.text("time.week", ["date": day($0)]) } ?? ""
                return "\(site.areaName(seen.area)), \(when) (\(words.text("moderate.card.reports", count: seen.reports)))"
            })
        add("vehicles", row.vehicles.map { words.times(words.name(of: $0.vehicle), $0.voices) })
        add(
            "beside",
            (row.misreads ?? []).map { misread in
                let difference = words.confusable(row.plate, misread.plate).map { " (\($0))" } ?? ""
                return "\(misread.plate.shown)\(difference), \(status(misread.status)), \(site.areaName(misread.area)), \(day(misread.day))"
            })
        add("issuers", (row.otherIssuers ?? []).map { "\($0.plate.shown), \(status($0.status)), \(day($0.lastDay))" })
        add(
            "nearby",
            (row.nearby ?? []).map {
                "\($0.plate.shown), \(status($0.status)), \(site.areaName($0.area)), \(site.slot($0.slot, time))"
            })
        add(
            "alerts",
            (row.alerts ?? []).map { alert in
                let what = alert.area.map(site.areaName) ?? status(.confirmed)
                let when = alert.slot.map { site.slot($0, time) } ?? alert.day.map(day) ?? ""
                let outputs = alert.outputs.joined(separator: ", ")
                return words.text("moderate.card.alert", ["what": what, "when": when, "outputs": outputs])
            })
        add("confirmed", row.confirmedOn.map { [day($0)] } ?? [])
        add("lapses", row.lapsesOn.map { [day($0)] } ?? [])
        add("cleared", row.clearedOn.map { [day($0)] } ?? [])
        add("earlier", (row.earlier ?? []).map { words.decided($0.action, by: $0.by, on: day($0.day)) })
        return facts
    }
}

extension Words {
    /// `convoy ×3`
    fileprivate func times(_ text: String, _ count: Int) -> String {
        self.text("moderate.card.times", ["text": text, "count": number(count)])
    }

    /// `Confirmed by K7PX on November 14`
    fileprivate func decided(_ action: String, by id: String, on date: String) -> String {
        let verdict = optional("verdict.\(action)") ?? self["audit.\(action)"]
        return text("moderate.card.decided", ["verdict": verdict, "id": person(id), "date": date])
    }

    /// A token's short ID, or the operator.
    func person(_ id: String) -> String { id == "shell" ? self["moderate.audit.shell"] : id }

    /// With two decimals.
    fileprivate func decimals(_ number: Double) -> String {
        let hundredths = Int((min(max(0, number), 1_000_000) * 100).rounded())
        let rest = hundredths % 100
        return "\(self.number(hundredths / 100))\(language.code == "en" ? "." : ",")\(rest / 10)\(rest % 10)"
    }
}

extension Site {
    /// A card, or the page in its place.
    package func card(_ answer: CardAnswer, for reader: PageReader) -> [UInt8] {
        let edition = edition(reader.language)
        let words = edition.words
        let asked = answer.asked.map { text in (try? Plate(certain: text, country: settings.country))?.shown ?? text }
        return edition.templates.page(
            .card,
            CardPage(
                frame: PageFrame(self, edition, for: reader),
                hidden: answer.filter.fields, done: answer.done.map { done($0, words) },
                notice: notice(answer, asked, words),
                card: answer.row.map { CardView($0, isProtected: answer.isProtected, asOf: answer.asOf, self, edition) },
                choices: answer.rows.map {
                    .init(value: $0.plate.text, name: "\($0.plate.shown), \(words["status.\($0.status.rawValue)"])")
                },
                hasChoices: !answer.rows.isEmpty,
                protected: answer.row == nil && answer.isProtected ? asked.map { .init(value: answer.asked ?? $0, plate: $0) } : nil,
                isEmpty: answer.isFromQueue && answer.row == nil,
                waiting: answer.waiting.map { words.text("moderate.waiting", count: $0) },
                read: answer.read.flatMap { read in
                    // Only once the limit is near.
                    read.today * 5 < read.limit * 4
                        ? nil : words.text("moderate.read", ["today": words.number(read.today), "limit": words.number(read.limit)])
                }))
    }

    private func notice(_ answer: CardAnswer, _ asked: String?, _ words: Words) -> CardPage.Notice? {
        switch answer.notice {
        case .refused(.verdictConflict): return .init(title: words.title(of: .verdictConflict), text: words["moderate.quicker"])
        case .refused(let code): return .init(title: words.title(of: code), text: words.advice(of: code), code: code.rawValue)
        case .nothingToReport: return .init(title: words["moderate.misread.too_old"], text: "")
        case nil: break
        }
        guard let asked, answer.row == nil, !answer.isProtected else { return nil }
        return .init(title: words.text("moderate.another.none", ["plate": asked]), text: "")
    }

    private func done(_ done: CardAnswer.Done, _ words: Words) -> CardPage.Done {
        func undo(_ decision: String?, _ plate: PlateBody, _ report: ReportBody? = nil) -> HiddenForm? {
            guard let decision else { return nil }
            let fields =
                [("decision", decision), ("plate", plate.text)]
                + (report.map { [("id", $0.id), ("meant", $0.plate), ("seen_at", $0.seenAt), ("seen_in", $0.area)] } ?? [])
            return HiddenForm(fields)
        }
        switch done {
        case .decided(let verdict, let plate, let decision, let remains):
            let text = words.text("moderate.done", ["verdict": words["verdict.\(verdict.rawValue)"], "plate": plate.shown])
            return .init(text: remains ? "\(text) \(words["moderate.unprotect.remains"])" : text, undo: undo(decision, plate))
        case .misread(let plate, let decision, let report):
            let meant = (try? Plate(certain: report.plate, country: settings.country))?.shown ?? report.plate
            return .init(
                text: words.text("moderate.misread.done", ["plate": plate.shown, "meant": meant]), undo: undo(decision, plate, report))
        case .misreadUnreported(let plate, let decision, let code):
            let dismissed = words.text("moderate.done", ["verdict": words["verdict.dismiss"], "plate": plate.shown])
            let reason = code.map(words.sentences) ?? ""
            return .init(text: "\(dismissed) \(words.text("report.refused", ["reason": reason]))", undo: undo(decision, plate))
        case .skipped(let plate): return .init(text: words.text("moderate.done.skipped", ["plate": plate.shown]), undo: nil)
        case .undone(let plate): return .init(text: words.text("moderate.done.logged", ["plate": plate.shown]), undo: nil)
        }
    }
}
