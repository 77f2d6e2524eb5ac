import ArgumentParser
import Glibc

/// The daemon's command line.
@main
struct Thawd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "thawd",
        abstract: "A community registry of vehicles: the daemon.",
        discussion: """
            Without arguments it serves on 127.0.0.1:8780, keeps its data in the XDG state folder, and makes the keys that it needs.

              thawd                                    serve, with ~/.config/thawd/thawd.yaml where there is one
              thawd --config /etc/thaw/thawd.yaml      serve with another file
              thawd check-config                       say whether the configuration holds, and change nothing
              thawd backup /media/stick/thaw.backup    write a backup, while the daemon runs or not
              thawd serve --help                       every option
            """,
        subcommands: [
            ServeCommand.self, InitCommand.self, CheckConfigCommand.self, PurgeCommand.self, BackupCommand.self, VerifyCommand.self,
            RestoreCommand.self, AdminCommand.self,
        ],
        defaultSubcommand: ServeCommand.self)

    /// Hardens the process on its first thread, before there is another: what a thread may not gain, those that it starts may not either.
    @MainActor static func main() async {
        do {
            try Hardening.apply()
        } catch {
            report(error)
            Glibc.exit(error.exitStatus)
        }
        await main(nil)
    }
}
