/// Why a moderator leaves a plate to a colleague.
package enum SkipReason: String, CaseIterable, Sendable {
    case notSure = "not-sure"
    /// For more reports.
    case wait
    /// The moderator knows the people or the place.
    case tooClose = "too-close"
    case other
}
