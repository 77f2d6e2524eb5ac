import ArgumentParser
import Foundation
import Vocabulary
import Wire

struct PurgeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "purge",
        abstract: "Erase plates, or what is known of them, for good.",
        discussion: """
            Shows first what it would erase, and asks. What it takes holds of every part that you name: an area and an age select sightings, \
            an age alone also voices, plates and a status select plates. A plate of which nothing is left goes whole. It answers once \
            everything is erased from every file; backups that were made before still hold it, and a restore takes it out again.

            Plates are read from standard input alone, one a line, so that they stand in no shell history and in no list of processes. A \
            plate without its issuer is one of registry.issuer. No second person is needed on the server's own shell.

              thawd purge --older-than 14d --preview
              thawd purge --area powderhorn --older-than 14d
              thawd purge --status suspected --yes
              thawd purge --plate - < plates.txt

            Exit status: 0 once it is erased, or if there was nothing to erase; 1 if not; 64 for a wrong flag; 78 for a wrong configuration.
            """)

    @Option(help: ArgumentHelp("Sightings in this area.", valueName: "id"))
    var area: String?

    @Option(help: ArgumentHelp("What is older than so many days; 0d for all up to today.", valueName: "days"))
    var olderThan: AgeDays?

    @Option(help: "Plates of this status.")
    var status: PurgedStatus?

    @Option(help: ArgumentHelp("Plates from standard input, one a line.", valueName: "-"))
    var plate: String?

    @Flag(help: "Only show what it would erase.")
    var preview = false

    @Flag(help: "Do not ask.")
    var yes = false

    @OptionGroup var options: SettingOptions

    func validate() throws {
        guard plate == nil || plate == "-" else {
            throw ValidationError(
                "Plates are read from standard input alone, where no history and no list of processes shows them: --plate -")
        }
        guard area != nil || olderThan != nil || status != nil || plate != nil else {
            throw ValidationError("Name an area, an age, a status or plates.")
        }
        guard !preview || !yes else { throw ValidationError("Either --preview or --yes.") }
    }

    func run() async throws {
        try await reportingErrors {
            let desk = try OperatorDesk(options.read().settings)
            let selection = PurgeSelection(
                area: area, olderThanDays: olderThan?.days, status: status?.rawValue,
                plates: plate == nil ? nil : try Self.readPlates { readLine() })
            try await desk.withSession(.registry) { session in
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

    /// Lines that say something, as many as a purge takes.
    static func readPlates(_ next: () -> String?) throws(DaemonError) -> [String] {
        var plates: [String] = []
        while let line = next() {
            let text = line.trimmingCharacters(in: .whitespaces)
            guard !text.isEmpty else { continue }
            guard plates.count < PurgeSelection.platesMax, text.utf8.count <= lineBytesMax else {
                throw DaemonError(
                    .requestTooManyItems,
                    "A purge takes at most \(PurgeSelection.platesMax) plates, one a line, each in \(lineBytesMax) bytes.")
            }
            plates.append(text)
        }
        return plates
    }

    private static let lineBytesMax = 64

    /// What would be erased. Plates only where the operator alone looks.
    static func report(_ preview: PreviewBody, namesPlates: Bool) -> [String] {
        let staying = (preview.stays ?? [:]).sorted { $0.key < $1.key }.map { reason, plates in
            "  \(OperatorScreen.count(plates, "plate", "plates")) will not go whole: \(stayReasons[reason] ?? reason)"
        }
        guard preview.plates > 0 else { return ["Nothing fits: there is nothing to erase."] + staying }
        let count = OperatorScreen.count
        var lines = ["This takes \(impact(preview.plates, preview.erased, preview.sightings, preview.voices))."]
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

    /// Why something of a plate stays, by the wire's word.
    private static let stayReasons = [
        "newer": "newer sightings or voices", "week": "a sighting of a week that is older only in part",
        "other-area": "sightings in other areas", "voices": "voices that this purge does not select", "status": "another status",
    ]

    static func report(_ purged: PurgedBody) -> [String] {
        [
            "Erased \(impact(purged.plates, purged.erased, purged.sightings, purged.voices)).",
            "Older backups still hold it; a restore takes it out again, as long as the file tombstones is there.",
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

/// Which plates a purge takes, by what the registry says of them.
enum PurgedStatus: String, CaseIterable, ExpressibleByArgument {
    case watched, suspected, confirmed, cleared
}
