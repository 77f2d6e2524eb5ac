import HTTPTypes
import Web
import Wire

/// The outputs of alerts, and their holds.
extension PageRoute {
    static let alertModeration: [PageRoute] = [alerts, holdAlerts]

    private static let alerts = moderating(.get, "/alerts", home: "/moderate/alerts") { pages, exchange in
        Page(pages.site.alerts(await pages.answers.alertOutputs(), asOf: pages.now, for: exchange.reader))
    }

    private static let holdAlerts = moderating(.post, "/alerts", home: "/moderate/alerts") { pages, exchange in
        let form = try exchange.form()
        let held = try form.value("hold")
        let request = AlertHoldRequest(output: try held ?? form.required("resume"), held: held != nil)
        let body = try await pages.answers.holdAlerts(request, as: exchange.requester)
        return Page(pages.site.alerts(body, done: request, asOf: pages.now, for: exchange.reader))
    }
}
