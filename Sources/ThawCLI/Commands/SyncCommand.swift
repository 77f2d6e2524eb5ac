import ArgumentParser
import Client
import Wire

struct SyncCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync",
        abstract: "Fetch the signed list of confirmed plates, for look-ups without a connection.",
        discussion: """
            "thaw check" uses the list if the server does not answer, and "thaw check --private" always uses it. The list has only the \
            confirmed plates. It is valid for a day at most; then it is erased. "report", "check" and "send" fetch it again when it is \
            older than an hour. The next list no longer has plates that were cleared or purged. "thaw logout" erases it.

            The list is signed. Its key is pinned at the login. If the server changes the key without announcing it, thaw does not use the \
            list. Ask the chapter, then pin the new key with "thaw login URL --trust-new-key".

              thaw sync
              thaw sync --json
              thaw check --private MN ABC-123
            """)

    @OptionGroup var output: OutputOptions

    func run(_ context: CommandContext, _ output: Output) throws(Failure) -> ExitStatus {
        let folders = try context.folders()
        let account = try context.account(in: folders)
        let list = KeptList(folders: folders, account: account, environment: context.environment)
        var settings = ClientSettings()
        if output.isForPerson { settings.onSlow = { output.notice("Fetching the list …") } }
        let client = context.client(account, settings)
        let synced = try translated { () throws(ClientError) in try list.sync(through: client) }
        let summary = synced.summary
        output.json(KeptListBody(summary, isNew: synced.isNew))
        output.row([
            Cell(synced.isNew ? "fetched" : "unchanged", field: 11, style: .good),
            Cell("list of \(context.shown.clock(summary.asOfSeconds))", plain: summary.asOf),
            Cell(count(summary.count, "confirmed plate"), plain: String(summary.count)),
            Cell("until \(context.shown.clock(summary.validUntilSeconds))", plain: summary.validUntil),
        ])
        if !summary.isWhole {
            output.warning("The list does not have every confirmed plate. A plate that is not on it may still be confirmed.")
        }
        if output.format == .screen { output.lines(help: synced.help, contact: synced.contact) }
        return .done
    }
}

/// The list on this machine in JSON.
struct KeptListBody: Encodable {
    let asOf: String
    let validUntil: String
    let listings: Int
    let isWhole: Bool
    /// After a fetch: whether the server sent a new list.
    let isNew: Bool?
    /// In a status.
    let ageSeconds: Int64?

    init(_ summary: ListSummary, isNew: Bool? = nil, ageSeconds: Int64? = nil) {
        (asOf, validUntil) = (summary.asOf, summary.validUntil)
        (listings, isWhole) = (summary.count, summary.isWhole)
        (self.isNew, self.ageSeconds) = (isNew, ageSeconds)
    }

    private enum CodingKeys: String, CodingKey {
        case listings
        case asOf = "as_of"
        case validUntil = "valid_until"
        case isWhole = "whole"
        case isNew = "new"
        case ageSeconds = "age_seconds"
    }
}
