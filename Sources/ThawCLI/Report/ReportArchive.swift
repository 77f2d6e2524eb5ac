import Client
import Wire

/// The reports of this machine: those that wait, and those of the last two days that were answered.
struct ReportArchive {
    let outbox: Outbox
    let client: ThawClient
    let screen: ReportScreen

    /// Fewer characters of an id name too many reports.
    private static let prefixMin = 4

    init(_ context: CommandContext, _ output: Output, retry: RetryPolicy = RetryPolicy()) throws(Failure) {
        let folders = try context.folders()
        let account = try context.account(in: folders)
        var settings = ClientSettings()
        settings.retry = retry
        client = context.client(account, settings)
        outbox = Outbox(folders: folders, account: account, environment: context.environment)
        screen = ReportScreen(output: output, time: context.shown, slotMinutes: Outbox.slotMinutesMin)
    }

    /// The whole id of a report, from its beginning.
    func id(beginningWith text: String, amongSent: Bool) throws(Failure) -> String {
        let text = text.lowercased()
        let ids = try translated { () throws(ClientError) in
            try outbox.contents().waiting.map(\.id) + (amongSent ? outbox.sent().map(\.id) : [])
        }
        let found = ids.filter { $0.hasPrefix(text) }
        guard text.count >= Self.prefixMin, found.count < 2 else {
            throw .usage(
                "The ID is too short to name one report.", advice: "Give more of it: \"thaw outbox --sent --json\" shows full IDs.")
        }
        guard let id = found.first else { throw Failure(.clientReportUnknown) }
        return id
    }
}
