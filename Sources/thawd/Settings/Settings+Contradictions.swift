import Server
import Sightings
import Wire

extension Settings {
    /// Errors of values that are allowed alone, but not together.
    var contradictions: [DaemonError.Cause] {
        var problems: [DaemonError.Cause] = []
        func refuse(_ wrong: Bool, _ key: String, _ other: String, _ relation: String) {
            guard wrong else { return }
            let values = [key, other].map { "\($0) (\(Setting.named($0)?.show(self) ?? "not set"))" }
            problems.append(.init(.configValue, "\(values[0]) \(relation) \(values[1])."))
        }
        refuse(rules.dayDays > rules.weekDays, "ageing.day_days", "ageing.week_days", "must not be more than")
        refuse(rules.clearedDays > rules.clearedHoldDays, "cleared.days", "cleared.hold_days", "must not be more than")
        refuse(rules.probationDays >= rules.tokenDays, "token.probation_days", "token.days", "must be less than")
        refuse(
            rules.tokenReportsPerDayInProbation > rules.tokenReportsPerDay, "token.reports_per_day_in_probation", "token.reports_per_day",
            "must not be more than")
        refuse(certificateFile != nil && certificateKeyFile == nil, "server.tls.certificate", "server.tls.key", "needs")
        refuse(certificateFile == nil && certificateKeyFile != nil, "server.tls.key", "server.tls.certificate", "needs")
        refuse(
            servesPages && pageOrigins.isEmpty && !address.isLocal, "server.address", "web.origins", "needs web.enabled: false, or")
        refuse(onionOrigin.map { !pageOrigins.contains($0) } ?? false, "web.onion", "web.origins", "needs to be one of")
        refuse(address == operatorAddress, "operator.address", "server.address", "must differ from")
        return problems
    }
}
