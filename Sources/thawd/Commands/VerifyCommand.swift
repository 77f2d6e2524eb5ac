import ArgumentParser
import DaemonSupport
import Foundation
import Wire

struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check that a backup is whole and can be restored.",
        discussion: """
            Reads the whole backup with the seal key: every page, every row, every plate and the audit chain. It only reads the file, and \
            checks a copy of it. A copy of a daemon's thaw.sqlite is refused: it has no seal, and may lack data that is only in the \
            write-ahead log.

            A running daemon checks it with its own key. With --seal-key-file or THAW_SEAL_KEY_FILE, the command checks it with that \
            key, in a private temporary folder. So you can test the copy of the key that you keep elsewhere.

              thawd verify /media/stick/thaw.backup
              thawd verify --seal-key-file /media/safe/seal.key /media/stick/thaw.backup

            Exit status: 0 if it can be restored; 1 if not; 64 for a wrong flag; 78 for a wrong configuration.
            """)

    @Argument(help: "A file that thawd backup wrote.", completion: .file())
    var file: String

    @OptionGroup var options: SettingOptions

    func run() async throws {
        try await reportingErrors {
            let reading = try options.read()
            let context = try OperatorContext(reading.settings)
            let file = BackupFile(file)
            try file.checkIsThere()
            let verified =
                if reading.isGivenWithCommand("seal.key_file") {
                    try await OtherKeyVerifier(reading.settings, dataFolder: context.dataFolder).verify(file)
                } else {
                    try await context.withSession(.folder) { session in try await session.verify(file, in: context.dataFolder).verified }
                }
            OperatorScreen.show(Self.report(verified))
            if let refusal = verified.refusal { throw DaemonError([refusal]) }
        }
    }

    /// The lines about a backup.
    static func report(_ backup: VerifiedBackup) -> [String] {
        [
            "The backup is whole.",
            "made        \(OperatorScreen.time(backup.madeAt))",
            "plates      \(backup.plates)",
            "sightings   \(backup.sightings)",
            "voices      \(backup.voices)",
            "tokens      \(backup.tokens)",
            "audit       \(OperatorScreen.count(backup.auditEntries, "entry", "entries")), none missing",
            backup.tombstones.map { "since then  \(OperatorScreen.count($0, "operation", "operations")) that a restore will reapply" }
                ?? "since then  unknown: there are no tombstones",
        ]
    }
}

extension OperationSession {
    /// Stages a copy of a backup and verifies it.
    func verify(_ file: BackupFile, in dataFolder: String) async throws(DaemonError) -> (staged: StagedName, verified: VerifiedBackup) {
        let staged = try await ask(.stage) { if case .staged(let name) = $0 { name } else { nil } }
        try file.give(to: DaemonFile(staged, in: dataFolder))
        let verified = try await ask(.verify(file: staged)) { if case .verified(let backup) = $0 { backup } else { nil } }
        return (staged, verified)
    }
}
