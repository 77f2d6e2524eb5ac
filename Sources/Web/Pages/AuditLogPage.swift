import Vocabulary
package import Wire

/// A page of the audit chain, the newest first.
struct AuditLogPage: Sendable {
    let frame: PageFrame
    let actions: [Choice]
    let by: String
    let entries: [Entry]
    let older: HiddenForm?

    struct Entry: Sendable {
        let day: String
        let by: String
        let action: String
        let count: String
    }
}

extension Site {
    /// - Parameter asked: the request that selected the entries.
    package func audit(_ page: AuditPage, asked: AuditRequest, asOf now: String, for reader: PageReader) -> [UInt8] {
        let edition = edition(reader.language)
        let words = edition.words
        let last = page.more ? page.entries.last : nil
        let fields = [("before", last.map { String($0.sequence) }), ("action", asked.action), ("by", asked.by)]
            .compactMap { name, value in value.map { (name, $0) } }
        return edition.templates.page(
            .audit,
            AuditLogPage(
                frame: PageFrame(self, edition, for: reader),
                actions: words.choices("audit", AuditAction.allCases, chosen: asked.action),
                by: asked.by ?? "",
                entries: page.entries.map { entry in
                    .init(
                        day: edition.time.day(entry.day, asOf: now), by: words.person(entry.by),
                        action: words.optional("audit.\(entry.action)") ?? entry.action, count: words.number(entry.count))
                },
                older: last.map { _ in HiddenForm(fields) }))
    }
}
