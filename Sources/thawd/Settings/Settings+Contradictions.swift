package import DaemonSupport
import Server
import Sightings
import Web
import Wire

extension Settings {
    package var contradictions: [DaemonError.Cause] {
        var problems: [DaemonError.Cause] = []
        func refuse(_ wrong: Bool, _ key: String, _ other: String, _ relation: String) {
            guard wrong else { return }
            let values = [key, other].map { "\($0) (\(Setting.named($0)?.show(self) ?? "not set"))" }
            problems.append(.init(.configValue, "\(values[0]) \(relation) \(values[1])."))
        }
        refuse(rules.ageing.dayDays > rules.ageing.weekDays, "ageing.day_days", "ageing.week_days", "must not be more than")
        refuse(rules.listings.clearedDays > rules.listings.clearedHoldDays, "cleared.days", "cleared.hold_days", "must not be more than")
        refuse(rules.tokens.probationDays >= rules.tokens.days, "token.probation_days", "token.days", "must be less than")
        refuse(
            rules.tokens.reportsPerDayInProbation > rules.tokens.reportsPerDay, "token.reports_per_day_in_probation",
            "token.reports_per_day", "must not be more than")
        refuse(rules.alerts.perAreaHour > rules.alerts.perHour, "alerts.per_area_hour", "alerts.per_hour", "must not be more than")
        refuse(certificateFile != nil && certificateKeyFile == nil, "server.tls.certificate", "server.tls.key", "needs")
        refuse(certificateFile == nil && certificateKeyFile != nil, "server.tls.key", "server.tls.certificate", "needs")
        refuse(
            servesPages && pageOrigins.isEmpty && !address.isLocal, "server.address", "web.origins", "needs web.enabled: false, or")
        refuse(onionOrigin.map { !pageOrigins.contains($0) } ?? false, "web.onion", "web.origins", "needs to be one of")
        for code in chapterHelpByLanguage.keys.sorted() where !languages.contains(where: { $0.code == code }) {
            let served = languages.map(\.code).joined(separator: ", ")
            problems.append(.init(.configValue, "chapter.help_\(code) needs \(code) in web.languages (\(served))."))
        }
        problems += alertContradictions
        refuse(address == operatorAddress, "operator.address", "server.address", "must differ from")
        return problems
    }
}
