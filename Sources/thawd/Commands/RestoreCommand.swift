import ArgumentParser
import Foundation
import Wire

struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Put a backup in the registry's place, with all that was purged, cleared and revoked since.",
        discussion: """
            Checks the backup first, and asks. A daemon that runs stops serving for a moment, and serves the restored registry then. Tokens \
            and the audit chain stay as they are now, and the chain says that it happened. Reports since the backup are lost.

            A backup that is older than the tombstones reach is refused, and so is a restore without the file tombstones: what was purged \
            since could come back. --without-tombstones accepts that.

              thawd restore /media/stick/thaw.backup
              thawd restore --yes /media/stick/thaw.backup

            Exit status: 0 once it is restored; 1 if not; 64 for a wrong flag; 78 for a wrong configuration.
            """)

    @Argument(help: "What thawd backup wrote.", completion: .file())
    var file: String

    @Flag(help: "Restore a backup that is too old, or with no tombstones, though what was purged since can come back.")
    var withoutTombstones = false

    @Flag(help: "Do not ask.")
    var yes = false

    @OptionGroup var options: SettingOptions

    func run() async throws {
        try await reportingErrors {
            let desk = try OperatorDesk(options.read().settings)
            let file = BackupFile(file)
            try file.checkIsThere()
            let restored = try await desk.withSession(.folder) { session in
                let (staged, verified) = try await session.verify(file, in: desk.dataFolder)
                OperatorScreen.show(VerifyCommand.report(verified))
                if let refusal = verified.refusal {
                    guard withoutTombstones else { throw DaemonError([refusal]) }
                    OperatorScreen.show([Self.warning])
                }
                if !yes { try OperatorScreen.confirm("Replace the registry with this backup? Reports since it was made are lost.") }
                return try await session.ask(.restore(file: staged, withoutTombstones: withoutTombstones)) { answer in
                    if case .restored(let restored) = answer { restored } else { nil }
                }
            }
            OperatorScreen.show(Self.report(restored))
        }
    }

    static let warning = """
        Without tombstones, what was purged since can come back, what was cleared or dismissed can be listed again, protected plates can be \
        listed, and revoked tokens can be valid.
        """

    /// What became of it.
    static func report(_ restored: RestoredBackup) -> [String] {
        let count = OperatorScreen.count
        var lines = ["Restored the backup of \(OperatorScreen.time(restored.madeAt)): \(count(restored.plates, "plate", "plates"))."]
        if restored.hadTombstones {
            lines.append(
                "\(count(restored.tombstones, "deed", "deeds")) since then done again, on \(count(restored.plateChanges, "plate", "plates"))."
            )
        } else {
            lines.append("There were no tombstones: nothing that was done since was done again.")
        }
        if restored.droppedVoices > 0 {
            lines.append(
                "\(count(restored.droppedVoices, "voice", "voices")) dropped, whose week's key is gone; "
                    + "\(count(restored.fallen, "plate", "plates")) fell from suspected to watched.")
        }
        switch restored.tokens {
        case .kept:
            lines.append("Tokens, invites and the audit chain are those of the registry that it replaced; the chain says that it happened.")
        case .noOthers:
            lines.append("There was no registry before. Tokens and the audit chain are the backup's.")
        case .unreadable:
            lines.append(
                "The registry that it replaced could not be read. Tokens and the audit chain are the backup's: a token that was revoked since, "
                    + "and has no tombstone, is valid again. Look through `thaw token list`.")
        case .strangers:
            lines.append(
                "The registry that it replaced was another one, with no token of the backup's. Tokens and the audit chain are the backup's."
            )
        }
        return lines
    }
}
