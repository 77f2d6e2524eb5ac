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

              thawd verify /media/stick/thaw.backup

            Exit status: 0 if it can be restored; 1 if not; 64 for a wrong flag; 78 for a wrong configuration.
            """)

    @Argument(help: "What thawd backup wrote.", completion: .file())
    var file: String

    @OptionGroup var options: SettingOptions

    func run() async throws {
        try await reportingErrors {
            let desk = try OperatorDesk(options.read().settings)
            let file = BackupFile(file)
            try file.checkIsThere()
            let verified = try await desk.withSession(.folder) { session in try await session.verify(file, desk).verified }
            for line in Self.report(verified) { print(line) }
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
    func verify(_ file: BackupFile, _ desk: OperatorDesk) async throws(DaemonError) -> (staged: String, verified: VerifiedBackup) {
        let staged = try await ask(.stage) { if case .staged(let name) = $0 { name } else { nil } }
        try file.give(to: "\(desk.dataFolder)/\(staged)")
        let verified = try await ask(.verify(file: staged)) { if case .verified(let backup) = $0 { backup } else { nil } }
        return (staged, verified)
    }
}
