import Vocabulary
package import Wire

/// Where alerts go: a form for each output.
struct AlertsPage: Sendable {
    let frame: PageFrame
    /// The output that was held or resumed just now.
    let done: String?
    let outputs: [Output]
    let isEmpty: Bool

    struct Output: Sendable {
        let name: String
        let gets: String
        /// Who holds it, and since when.
        let held: String?
        let isHeld: Bool
    }
}

extension Site {
    /// - Parameter done: the press that was carried out just now.
    package func alerts(
        _ body: AlertOutputsBody, done: AlertHoldRequest? = nil, asOf now: String, for reader: PageReader
    ) -> [UInt8] {
        let edition = edition(reader.language)
        return edition.templates.page(
            .alerts,
            AlertsPage(
                frame: PageFrame(self, edition, for: reader),
                done: done.map { request in
                    let key = request.held ? "moderate.alerts.done.held" : "moderate.alerts.done.resumed"
                    return edition.words.text(key, ["name": request.output])
                },
                outputs: body.outputs.map { output($0, asOf: now, edition) }, isEmpty: body.outputs.isEmpty))
    }

    private func output(_ body: AlertOutputBody, asOf now: String, _ edition: Edition) -> AlertsPage.Output {
        let words = edition.words
        let events = body.events.map { words["moderate.alerts.event.\($0.rawValue)"] }
        let areas = body.areas?.map(areaName) ?? [words["moderate.alerts.everywhere"]]
        return AlertsPage.Output(
            name: body.name,
            gets: words.text(
                "moderate.alerts.gets", ["events": events.joined(separator: ", "), "areas": areas.joined(separator: ", ")]),
            held: body.heldBy.map { id in
                let day = edition.time.day(body.heldSince ?? "", asOf: now)
                return words.text("moderate.alerts.held", ["id": words.person(id), "date": day])
            },
            isHeld: body.heldBy != nil)
    }
}
