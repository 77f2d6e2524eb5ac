import ArgumentParser
import DaemonSupport
import Foundation
import Wire

struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Write a backup, with or without a running daemon.",
        discussion: """
            A backup is one file with all stored data. Every plate in it is encrypted, and it contains no key. To restore it, you need the \
            seal key, which you keep elsewhere, and the file "tombstones" from the data folder, which lists later purges. You can restore \
            a backup for 30 days.

            During the copy, reports have to wait; look-ups do not.

              thawd backup /media/stick/thaw-$(date +%F).backup
              sudo thawd backup --config /etc/thawd/thawd.yaml --data-folder /var/lib/thawd /root/thaw.backup
              thawd backup --force /media/stick/newest.backup

            Exit status: 0 if the backup is on disk; 1 if not; 64 for a wrong flag; 78 for a wrong configuration.
            """)

    @Argument(help: "The file to write, in an existing folder.", completion: .file())
    var file: String

    @Flag(help: "Replace an existing file.")
    var force = false

    @OptionGroup var options: SettingOptions

    func run() async throws {
        try await reportingErrors {
            let context = try OperatorContext(options.read().settings)
            let file = BackupFile(file)
            try file.checkIsFree(dataFolder: context.dataFolder, replaces: force)
            let summary = try await context.withSession(.registry) { session in
                let (staged, summary) = try await session.ask(.backUp) { answer in
                    if case .backedUp(let staged, let summary) = answer { (staged, summary) } else { nil }
                }
                try file.take(from: DaemonFile(staged, in: context.dataFolder), replaces: force)
                return summary
            }
            OperatorScreen.show(Self.report(summary, of: file.path))
        }
    }

    static func report(_ summary: BackupSummary, of path: String) -> [String] {
        [
            "\(path): \(OperatorScreen.size(summary.bytes)), \(OperatorScreen.count(summary.plates, "plate", "plates")), "
                + OperatorScreen.time(summary.madeAt),
            "To restore it, you need the seal key and the file \"tombstones\" from the data folder. Neither is in it. "
                + "Keep the key elsewhere.",
        ]
    }
}
