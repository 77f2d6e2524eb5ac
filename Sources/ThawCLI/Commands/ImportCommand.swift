import ArgumentParser
import Client
import Plates
import Wire

struct ImportCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Report the rows of a CSV file.",
        discussion: """
            The first line names the columns: plate, seen_at and area, and optionally issuer, date, color, body, make and signs. Names \
            such as "License Plate", "Location", "Placa" and "Couleur" work too; the preview shows how each column is read. The day can \
            have its own column. Commas, semicolons, tabs or pipes separate the fields. Title lines above the names are skipped. \
            Write times as for "report". Relative times, such as "2 hours ago", count from the first import of the file.

            It shows a preview and asks before it sends anything. For each refused row it prints the line number and the reason, and \
            continues with the others. If it does not know a color, body, make or sign, it leaves that word out, counts it, and still \
            imports the row. If a plate begins with its own issuer (MNCVA174 next to MN), and the rest has that issuer's plate format, it \
            drops the issuer. TRUE, YES or N/A is not a plate; write MN:TRUE if it is one. You can import a file again, even after you \
            fix some rows: no row counts twice.

              thaw import sightings.csv --dry-run
              thaw import sightings.csv
              thaw import archive.csv --days 30 --yes

            Without --days, rows can be up to 24 hours old. With --days, moderators and admins import older rows. These become sightings \
            but not voices, and their plates go to the moderators' queue.

            Exit status: 0 if every row was imported, otherwise 2.
            """)

    @Argument(
        help: ArgumentHelp("A file of at most 64 MiB in UTF-8, UTF-16 or Windows-1252.", valueName: "file.csv"),
        completion: .file(extensions: ["csv"]))
    var file: String

    @Option(name: .long, help: ArgumentHelp("Import rows up to this many days old, at most 30.", valueName: "days"))
    var days: Int?

    @Flag(name: .long, help: "Do not ask for confirmation.")
    var yes = false

    @Flag(name: .long, help: "Show the preview and stop.")
    var dryRun = false

    @OptionGroup var output: OutputOptions

    private static let daysMax = 30

    func validate() throws {
        if let days, !(1...Self.daysMax).contains(days) { throw ValidationError("--days must be a number from 1 to \(Self.daysMax).") }
    }

    func run(_ context: CommandContext, _ output: Output) throws(Failure) -> ExitStatus {
        let folders = try context.folders()
        let account = try context.account(in: folders)
        let bytes = try NamedFileReader.read(
            file, bytesMax: ImportPlan.fileBytesMax, advice: "Split it into several files, each with the header line.")
        let interruption = Interruption()
        let (vocabulary, ahead) = try vocabulary(context, account, folders)
        if ahead != 0 { output.warning(clockWarning(ahead)) }
        let now = context.now + ahead
        let setting = ReportSetting(vocabulary: vocabulary, country: .us)
        let identity = try translated { () throws(ClientError) in try ImportIdentity(folders: folders, server: account.server) }
        var starts = FirstImportTimes(folders, now: now)
        let reading = ImportPlan.Reading(
            setting: setting, now: now, times: { times(setting, context, start: $0) }, id: { identity.id(for: $0) },
            name: { String(identity.name(of: Array($0.joined(separator: "\n").utf8)).prefix(16)) }, starts: starts)
        let plan = try ImportPlan(bytes, reading)
        let screen = ImportScreen(output: output, time: context.shown, slotMinutes: setting.slotMinutes)
        screen.preview(plan, name: file)
        if dryRun { return plan.refused.isEmpty ? .done : .failed }
        guard !plan.rows.isEmpty else { throw .usage("No row can be imported.") }
        try Prompt(context.terminal).confirm(
            "Import \(count(plan.rows.count, "row")) to \(account.server.text)?", unless: yes, orRefuse: "Nothing was imported.")
        try starts.keep(plan.relativeRows, now: now)
        return try send(plan, context, account, interruption, screen)
    }

    /// The server's vocabulary, and how many seconds its clock is ahead; 0 if the difference is small.
    private func vocabulary(
        _ context: CommandContext, _ account: Account, _ folders: Folders
    ) throws(Failure) -> (VocabularyBody, clockAhead: Int64) {
        let client = context.client(account)
        do throws(ClientError) {
            let body = try CachedVocabulary.fetch(through: client, in: folders, now: context.now).body
            let ahead = client.clockDifferenceSeconds ?? 0
            return (body, abs(ahead) > ThawClient.clockDifferenceMax ? ahead : 0)
        } catch {
            // A preview works without a connection.
            guard dryRun, let kept = CachedVocabulary.load(from: folders, server: account.server) else { throw Failure(error) }
            return (kept.body, 0)
        }
    }

    private func times(_ setting: ReportSetting, _ context: CommandContext, start: Int64) -> TimeReader {
        setting.times(at: start, in: context.zone, ageHoursMax: days.map { $0 * 24 } ?? setting.ageHoursMax)
    }

    private func send(
        _ plan: ImportPlan, _ context: CommandContext, _ account: Account, _ interruption: Interruption, _ screen: ImportScreen
    ) throws(Failure) -> ExitStatus {
        let bar = ProgressBar(screen.output, total: plan.rows.count)
        var settings = ClientSettings()
        settings.retry = RetryPolicy(attemptsMax: 8, baseSeconds: 1, capSeconds: 30, totalSeconds: 300)
        settings.onWait = { bar.wait($0) }
        let client = context.client(account, settings, interruption: interruption)
        let lines = Dictionary(plan.rows.map { ($0.report.id, $0.line) }, uniquingKeysWith: { first, _ in first })
        var counts = ImportCounts(plan)
        var stopped: ClientError?
        do throws(ClientError) {
            try interruption.catching { () throws(ClientError) in
                for isOld in [false, true] {
                    let reports = plan.rows.filter { $0.isOld == isOld }.map(\.report)
                    bar.show(counts.recorded + counts.merged, refused: counts.refused)
                    try client.importReports(reports, importing: isOld) { answers in
                        var refused: [RefusedRow] = []
                        for (report, result) in answers {
                            counts.add(result)
                            guard let error = result.error else { continue }
                            refused.append(
                                RefusedRow(line: lines[report.id] ?? 0, code: error.code, detail: error.detail, field: error.field))
                        }
                        if !refused.isEmpty {
                            bar.clear()
                            screen.refused(refused)
                        }
                        bar.show(plan.rows.count - counts.left, refused: counts.refused)
                    }
                }
            }
        } catch {
            stopped = error
        }
        bar.clear()
        screen.summary(counts)
        guard let stopped else { return counts.refused == 0 ? .done : .failed }
        let again = "Run the same command again. No row counts twice."
        let failure = Failure(
            code: stopped.name, sentence: "The import stopped: \(stopped.sentence.asSentence)",
            advice: stopped.isTemporary ? again : stopped.advice, exit: .failed)
        guard stopped.kind == .interrupted else { throw failure }
        screen.output.complaint(failure)
        return .interrupted
    }
}
