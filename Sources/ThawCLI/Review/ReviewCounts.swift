import Vocabulary

/// The number of verdicts and skipped plates in a review.
struct ReviewCounts {
    private var counts: [Verdict: Int] = [:]
    private(set) var skipped = 0

    var decided: Int { counts.values.reduce(0, +) }

    mutating func add(_ verdict: Verdict) { counts[verdict, default: 0] += 1 }
    mutating func takeBack(_ verdict: Verdict) { counts[verdict, default: 0] -= 1 }
    mutating func addSkip() { skipped += 1 }

    /// `12 decided, 488 waiting`.
    func progress(waiting: Int) -> String { "\(decided) decided, \(waiting) waiting" }

    /// `12 decided (3 confirmed, 9 dismissed), 2 skipped, 488 waiting`.
    func summary(waiting: Int) -> String {
        let parts = Verdict.allCases.compactMap { verdict in
            counts[verdict].flatMap { $0 > 0 ? "\($0) \(verdict.done)" : nil }
        }
        let verdicts = parts.isEmpty ? "" : " (" + parts.joined(separator: ", ") + ")"
        return "\(decided) decided\(verdicts)" + (skipped > 0 ? ", \(skipped) skipped" : "") + ", \(waiting) waiting"
    }
}
