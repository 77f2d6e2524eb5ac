import ArgumentParser
import DaemonSupport
import Foundation
import Vocabulary
import Wire

struct PurgeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "purge",
        abstract: "Erase plates, or parts of their data, for good.",
        discussion: """
            Shows what it would erase, and asks first. A purge erases only data that matches every option that you give. An area and an \
            age select sightings; an age alone also selects voices; plates and a status select plates. If nothing is left of a plate, \
            it is erased, too. The command ends after everything is erased from every file. Older backups still contain it, but a restore \
            erases it again.

            The command reads plates only from standard input, one per line, so that no shell history or process list shows them. A plate \
            without an issuer gets registry.issuer. In a shell on the server, you need no second moderator.

              thawd purge --older-than 14d --preview
              thawd purge --area powderhorn --older-than 14d
              thawd purge --status suspected --yes
              thawd purge --plate - < plates.txt

            Exit status: 0 if the data was erased or there was nothing to erase; 1 if not; 64 for a wrong flag; 78 for a wrong configuration.
            """)

    @Option(help: ArgumentHelp("Sightings in this area.", valueName: "id"))
    var area: String?

    @Option(help: ArgumentHelp("Data older than this many days, such as 14d; 0d selects everything, today included.", valueName: "days"))
    var olderThan: AgeDays?

    @Option(help: "Plates with this status.")
    var status: PurgedStatus?

    @Option(help: ArgumentHelp("Plates from standard input, one per line.", valueName: "-"))
    var plate: String?

    @Flag(help: "Only show what it would erase.")
    var preview = false

    @Flag(help: "Do not ask for confirmation.")
    var yes = false

    @OptionGroup var options: SettingOptions

    func validate() throws {
        guard plate == nil || plate == "-" else {
            throw ValidationError(
                "Plates are read only from standard input, so that no history and no process list shows them: --plate -")
        }
        guard area != nil || olderThan != nil || status != nil || plate != nil else {
            throw ValidationError("Give an area, an age, a status or plates.")
        }
        guard !preview || !yes else { throw ValidationError("Use either --preview or --yes, not both.") }
    }

    func run() async throws {
        try await reportingErrors {
            let context = try OperatorContext(options.read().settings)
            let selection = PurgeSelection(
                area: area, olderThanDays: olderThan?.days, status: status?.rawValue,
                plates: plate == nil ? nil : try Self.readPlates { readLine() })
            try await context.withSession(.registry) { session in
                let preview = try await session.ask(.previewPurge(selection: selection)) {
                    if case .previewed(let preview) = $0 { preview } else { nil }
                }
                OperatorScreen.show(Self.report(preview, namesPlates: OperatorScreen.showsToPerson))
                guard !self.preview, preview.plates > 0 else { return }
                if !yes { try OperatorScreen.confirm("Erase it for good?", inputIsTaken: plate != nil) }
                let purged = try await session.ask(.purge(preview: preview.preview)) {
                    if case .purged(let purged) = $0 { purged } else { nil }
                }
                OperatorScreen.show(Self.report(purged))
            }
        }
    }

    /// Reads the lines that are not empty, up to the most plates of a purge.
    static func readPlates(_ next: () -> String?) throws(DaemonError) -> [String] {
        var plates: [String] = []
        while let line = next() {
            let text = line.trimmingCharacters(in: .whitespaces)
            guard !text.isEmpty else { continue }
            guard plates.count < PurgeSelection.platesMax, text.utf8.count <= lineBytesMax else {
                throw DaemonError(
                    .requestTooManyItems,
                    "A purge takes at most \(PurgeSelection.platesMax) plates, one per line, each in \(lineBytesMax) bytes.")
            }
            plates.append(text)
        }
        return plates
    }

    private static let lineBytesMax = 64

    /// The lines of a preview. It names plates only on a terminal.
    static func report(_ preview: PreviewBody, namesPlates: Bool) -> [String] {
        let staying = (preview.stays ?? [:]).sorted { $0.key < $1.key }.map { reason, plates in
            "  \(OperatorScreen.count(plates, "plate", "plates")) will keep some data: \(stayReasons[reason] ?? reason)"
        }
        guard preview.plates > 0 else { return ["Nothing matches. There is nothing to erase."] + staying }
        let count = OperatorScreen.count
        var lines = ["This erases \(impact(preview.plates, preview.erased, preview.sightings, preview.voices))."]
        let words = ["watched", "suspected", "confirmed", "cleared"].compactMap { word in preview.byStatus[word].map { "\(word) \($0)" } }
        lines.append("  " + words.joined(separator: "   "))
        lines += staying
        guard namesPlates else { return lines }
        lines += preview.first.map { row in
            "  \(row.plate.issuer) \(row.plate.characters)   \(row.status.rawValue)   \(row.firstDay) to \(row.lastDay)"
        }
        let rest = preview.plates - preview.first.count
        if rest > 0 { lines.append("  and \(count(rest, "plate", "plates")) more") }
        return lines
    }

    /// Why a plate keeps some data, by the JSON name of the reason.
    private static let stayReasons = [
        "newer": "newer sightings or voices", "week": "a sighting of a week that is only partly older",
        "other-area": "sightings in other areas", "voices": "voices that this purge does not select", "status": "another status",
    ]

    static func report(_ purged: PurgedBody) -> [String] {
        [
            "Erased \(impact(purged.plates, purged.erased, purged.sightings, purged.voices)).",
            "Older backups still contain it. A restore erases it again, as long as the file \"tombstones\" exists.",
        ]
    }

    private static func impact(_ plates: Int, _ erased: Int, _ sightings: Int, _ voices: Int) -> String {
        let count = OperatorScreen.count
        return
            "\(count(sightings, "sighting", "sightings")) and \(count(voices, "voice", "voices")) of \(count(plates, "plate", "plates")), "
            + "\(erased) of them whole"
    }
}

/// An age in days: `14d` or `14`.
struct AgeDays: ExpressibleByArgument {
    let days: Int

    init?(argument: String) {
        guard let days = Int(argument.hasSuffix("d") ? String(argument.dropLast()) : argument), 0...WireLimits.purgeAgeDaysMax ~= days
        else {
            return nil
        }
        self.days = days
    }
}

/// The status of the plates that a purge selects.
enum PurgedStatus: String, CaseIterable, ExpressibleByArgument {
    case watched, suspected, confirmed, cleared
}
