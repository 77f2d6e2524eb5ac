extension Ledger {
    /// How much there is to decide, for the operator alone.
    package struct Figures: Hashable, Sendable {
        /// Plates that wait for a moderator.
        package var queued = 0
        /// Purges and bulk verdicts that wait for a second moderator.
        package var proposals = 0

        package init() {}
    }

    package var figures: Figures {
        var figures = Figures()
        figures.queued = queue.count
        let now = clock.now()
        figures.proposals = proposals.values.count { !$0.isRunning && now < expiry(of: $0) }
        return figures
    }

    /// How many plates are known. Costs a pass over their places.
    package var plateCount: Int { records.count { $0 != nil } }
}
