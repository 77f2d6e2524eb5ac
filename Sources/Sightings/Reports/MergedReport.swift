extension ReportIntake {
    /// Whether a report is answered `merged`: the same token has reported the same plate in the same area and slot already.
    ///
    /// Uses only the token's receipts, so that the answer reveals nothing about others: see ``ReportCodes/receipt``.
    func isMerged(_ codes: ReportCodes, in draft: Draft) -> Bool {
        receipts.contains(receipt: codes.receipt) || draft.reports.counted[codes.receipt] != nil
    }
}
