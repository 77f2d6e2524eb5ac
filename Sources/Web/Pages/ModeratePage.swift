package import Vocabulary
import Wire

/// The filter of the queue, which the forms of every card carry on.
package struct ModerationFilter: Hashable, Sendable {
    package var reason: QueueReason?
    package var status: Status?
    /// An area's ID.
    package var area: String?
    /// Whether plates come that the moderator skipped, too. Then ``cursor`` leads on.
    package var showsSkipped = false
    package var cursor: String?

    package init() {}

    /// The names of the fields.
    package enum Field: String, CaseIterable, Sendable {
        case reason = "in_reason"
        case status = "in_status"
        case area = "in_area"
        case skipped, cursor
    }

    package var fields: [HiddenField] {
        let values: [(Field, String?)] = [
            (.reason, reason?.rawValue), (.status, status?.rawValue), (.area, area), (.skipped, showsSkipped ? "1" : nil),
            (.cursor, showsSkipped ? cursor : nil),
        ]
        return values.compactMap { field, value in value.map { HiddenField(name: field.rawValue, value: $0) } }
    }
}

/// The choice of the queue's filter. Nothing is read for it.
struct ModeratePage: Sendable {
    let frame: PageFrame
    let reasons: [Choice]
    let statuses: [Choice]
    let areas: [Choice]
    let hidden: [HiddenField]
}

extension Site {
    /// The page before the first card.
    package func moderate(for reader: PageReader) -> [UInt8] {
        let edition = edition(reader.language)
        let words = edition.words
        return edition.templates.page(
            .moderate,
            ModeratePage(
                frame: PageFrame(self, edition, for: reader), reasons: words.reasons,
                statuses: words.choices("status", Status.allCases), areas: areaChoices(), hidden: []))
    }
}
