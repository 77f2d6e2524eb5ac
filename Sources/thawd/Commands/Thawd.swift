import ArgumentParser
import DaemonSupport
import Vocabulary

/// The daemon's command line.
@main
struct Thawd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "thawd",
        abstract: "A community registry of vehicles: the daemon.",
        discussion: """
            Without arguments, it serves on 127.0.0.1:8780, stores its data in the XDG state folder, and makes the keys that it needs.

              thawd                                    serve, with ~/.config/thawd/thawd.yaml if it exists
              thawd --config /etc/thawd/thawd.yaml     serve with another file
              thawd check-config                       check the configuration, and change nothing
              thawd backup /media/stick/thaw.backup    write a backup, with or without a running daemon
              thawd alerts test north                  send a sample to the output north of alerts
              thawd serve --help                       show every setting
            """,
        version: ProgramVersion.text,
        subcommands: [
            ServeCommand.self, InitCommand.self, CheckConfigCommand.self, PurgeCommand.self, BackupCommand.self, VerifyCommand.self,
            RestoreCommand.self, AdminCommand.self, AlertsCommand.self,
        ],
        defaultSubcommand: ServeCommand.self)

    @MainActor static func main() async {
        Hardening.applyOrExit(program: Settings.program)
        await main(nil)
    }
}

/// The help of every command, for the manual page.
package enum CommandHelp {
    /// JSON, as `thawd --experimental-dump-help` prints it.
    package static var dump: String { Thawd._dumpHelp() }
}
