import ArgumentParser
import DaemonSupport
import Foundation
import Wire

struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Replace the registry with a backup, and reapply later purges, verdicts and revocations.",
        discussion: """
            Checks the backup, and asks first. A running daemon stops serving for a moment, and then serves the restored registry. Tokens \
            and the audit chain stay as they are now, and the chain records the restore. Reports since the backup are lost.

            The command refuses a backup that is older than the oldest tombstone. It also refuses if the file "tombstones" is missing or \
            damaged. In both cases, purged data could come back; --without-tombstones accepts that. While the clock seems wrong by days, \
            nothing is restored: see --accept-clock of "thawd serve".

              thawd restore /media/stick/thaw.backup
              thawd restore --yes /media/stick/thaw.backup

            Exit status: 0 if it was restored; 1 if not; 64 for a wrong flag; 78 for a wrong configuration.
            """)

    @Argument(help: "A file that thawd backup wrote.", completion: .file())
    var file: String

    @Flag(help: "Restore even if the backup is too old or the tombstones are missing or damaged. Purged data can come back.")
    var withoutTombstones = false

    @Flag(help: "Do not ask for confirmation.")
    var yes = false

    @OptionGroup var options: SettingOptions

    func run() async throws {
        try await reportingErrors {
            let context = try OperatorContext(options.read().settings)
            let file = BackupFile(file)
            try file.checkIsThere()
            let restored = try await context.withSession(.folder) { session in
                let (staged, verified) = try await session.verify(file, in: context.dataFolder)
                OperatorScreen.show(VerifyCommand.report(verified))
                if let refusal = verified.refusal {
                    guard withoutTombstones else { throw DaemonError([refusal]) }
                    OperatorScreen.show([Self.warning])
                }
                if !yes { try OperatorScreen.confirm("Replace the registry with this backup? Later reports are lost.") }
                return try await session.ask(.restore(file: staged, withoutTombstones: withoutTombstones)) { answer in
                    if case .restored(let restored) = answer { restored } else { nil }
                }
            }
            OperatorScreen.show(Self.report(restored))
        }
    }

    static let warning = """
        Without tombstones, purged data can come back, cleared, dismissed and protected plates can be listed again, and revoked \
        tokens can be valid again.
        """

    /// The lines about a restored backup.
    static func report(_ restored: RestoredBackup) -> [String] {
        let count = OperatorScreen.count
        var lines = ["Restored the backup of \(OperatorScreen.time(restored.madeAt)): \(count(restored.plates, "plate", "plates"))."]
        if restored.hadTombstones || restored.tombstones > 0 {
            let some = restored.hadTombstones ? "" : "The tombstones were incomplete. "
            lines.append(
                some + "Reapplied \(count(restored.tombstones, "operation", "operations")) since then, "
                    + "on \(count(restored.plateChanges, "plate", "plates")).")
        } else {
            lines.append("There were no tombstones, so no operations since then were reapplied.")
        }
        if restored.droppedVoices > 0 {
            lines.append(
                "Dropped \(count(restored.droppedVoices, "voice", "voices")) whose week key is gone; "
                    + "\(count(restored.fallen, "plate", "plates")) went from suspected to watched.")
        }
        switch restored.tokens {
        case .kept:
            lines.append("Tokens, invites and the audit chain are those of the replaced registry. The chain records the restore.")
        case .noOthers:
            lines.append("There was no registry before. Tokens and the audit chain come from the backup.")
        case .unreadable:
            lines.append(
                "The replaced registry could not be read, so tokens and the audit chain come from the backup. A token that was revoked "
                    + "since, without a tombstone, is valid again. Check `thaw token list`.")
        case .strangers:
            lines.append(
                "The replaced registry was another one, without any token of the backup. Tokens and the audit chain come from the backup."
            )
        }
        return lines
    }
}
