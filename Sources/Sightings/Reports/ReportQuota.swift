import Vocabulary

/// How many reports each token may write a day.
///
/// Counted in memory only: stored counts would be a trail. A restart resets the day's counts.
struct ReportQuota {
    private var day: Day
    private var spent: [TokenID: Int] = [:]

    init(today: Day) {
        day = today
    }

    /// Takes a report from the token's quota of the day.
    ///
    /// - Returns: `quotaSpent` if it is used up; nil if the report is charged or the token has no quota.
    func charge(_ token: Token, _ rules: Rules, into draft: inout Draft) -> ReportRefusal? {
        guard let limit = token.reportsPerDay(on: draft.today, rules) else { return nil }
        let earlier = day == draft.today ? spent[token.id, default: 0] : 0
        guard earlier + draft.reports.spent[token.id, default: 0] < limit else {
            let tomorrow = rules.start(of: draft.today + 1)
            return .quotaSpent(retryAfterSeconds: Int(tomorrow.seconds - draft.now.seconds))
        }
        draft.reports.spent[token.id, default: 0] += 1
        return nil
    }

    mutating func apply(_ committed: CommitPlan) {
        if day != committed.draft.today { (day, spent) = (committed.draft.today, [:]) }
        spent.merge(committed.draft.reports.spent, uniquingKeysWith: +)
    }
}

extension Token {
    /// How many reports it may write on a day; nil for no limit.
    package func reportsPerDay(on day: Day, _ rules: Rules) -> Int? {
        switch role {
        case .admin: nil
        case .moderator: rules.tokens.reportsPerDay
        case .caller, .reader, .volunteer:
            standing(on: day, rules) == .probation ? rules.tokens.reportsPerDayInProbation : rules.tokens.reportsPerDay
        }
    }
}
