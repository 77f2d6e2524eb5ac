import ArgumentParser
import Foundation
import Wire

struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Say whether a backup is whole, and can be restored.",
        discussion: """
            Reads all of it, with the seal key: every page, every row, every plate, the audit chain. The file itself is opened for reading \
            alone; a copy of it is what is looked at.

            A daemon that runs reads it with its own key. With --seal-key-file or THAW_SEAL_KEY_FILE the command itself reads it with that \
            key, in a private temporary folder: so you see that the copy of the key that you keep elsewhere is the right one.

              thawd verify /media/stick/thaw.backup
              thawd verify --seal-key-file /media/safe/seal.key /media/stick/thaw.backup

            Exit status: 0 if it can be restored; 1 if not; 64 for a wrong flag; 78 for a wrong configuration.
            """)

    @Argument(help: "What thawd backup wrote.", completion: .file())
    var file: String

    @OptionGroup var options: SettingOptions

    func run() async throws {
        try await reportingErrors {
            let reading = try options.read()
            let desk = try OperatorDesk(reading.settings)
            let file = BackupFile(file)
            try file.checkIsThere()
            let verified =
                if reading.isGivenWithCommand("seal.key_file") {
                    try await KeyTrial(reading.settings, dataFolder: desk.dataFolder).verify(file)
                } else {
                    try await desk.withSession(.folder) { session in try await session.verify(file, in: desk.dataFolder).verified }
                }
            OperatorScreen.show(Self.report(verified))
            if let refusal = verified.refusal { throw DaemonError([refusal]) }
        }
    }

    /// What a backup holds, a line each.
    static func report(_ backup: VerifiedBackup) -> [String] {
        [
            "The backup is whole.",
            "made        \(OperatorScreen.time(backup.madeAt))",
            "plates      \(backup.plates)",
            "sightings   \(backup.sightings)",
            "voices      \(backup.voices)",
            "tokens      \(backup.tokens)",
            "audit       \(OperatorScreen.count(backup.auditEntries, "entry", "entries")), none missing",
            backup.tombstones.map { "since then  \(OperatorScreen.count($0, "deed", "deeds")) that a restore does again" }
                ?? "since then  unknown, without tombstones",
        ]
    }
}

extension OperationSession {
    /// Has a copy of a backup staged and read.
    func verify(_ file: BackupFile, in dataFolder: String) async throws(DaemonError) -> (staged: StagedName, verified: VerifiedBackup) {
        let staged = try await ask(.stage) { if case .staged(let name) = $0 { name } else { nil } }
        try file.give(to: DaemonFile(staged, in: dataFolder))
        let verified = try await ask(.verify(file: staged)) { if case .verified(let backup) = $0 { backup } else { nil } }
        return (staged, verified)
    }
}
