import ArgumentParser
import Foundation
import Wire

struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Write a backup, while the daemon serves or not.",
        discussion: """
            A backup is one file: all that is stored, every plate sealed, and no key. To restore it takes the seal key, which you keep \
            elsewhere, and the file tombstones of the data folder, by which what was purged since stays purged. It is good for 30 days.

            Reports wait while it is copied; look-ups do not.

              thawd backup /media/stick/thaw-$(date +%F).backup
              sudo thawd backup --config /etc/thaw/thawd.yaml --data-folder /var/lib/thawd /root/thaw.backup
              thawd backup --force /media/stick/newest.backup

            Exit status: 0 once it is on disk; 1 if not; 64 for a wrong flag; 78 for a wrong configuration.
            """)

    @Argument(help: "Where to write it; a folder that exists.", completion: .file())
    var file: String

    @Flag(help: "Replace a file that is there.")
    var force = false

    @OptionGroup var options: SettingOptions

    func run() async throws {
        try await reportingErrors {
            let desk = try OperatorDesk(options.read().settings)
            let file = BackupFile(file)
            try file.checkIsFree(dataFolder: desk.dataFolder, replaces: force)
            let summary = try await desk.withSession(.registry) { session in
                let (staged, summary) = try await session.ask(.backUp) { answer in
                    if case .backedUp(let staged, let summary) = answer { (staged, summary) } else { nil }
                }
                try file.take(from: DaemonFile(staged, in: desk.dataFolder), replaces: force)
                return summary
            }
            OperatorScreen.show(Self.report(summary, of: file.path))
        }
    }

    static func report(_ summary: BackupSummary, of path: String) -> [String] {
        [
            "\(path): \(OperatorScreen.size(summary.bytes)), \(OperatorScreen.count(summary.plates, "plate", "plates")), "
                + OperatorScreen.time(summary.madeAt),
            "To restore it you need the seal key, which is not in it, and the file tombstones of the data folder. Keep the key elsewhere.",
        ]
    }
}
