import ArgumentParser
import Vocabulary

struct ThawCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "thaw",
        abstract: "Report vehicles seen in immigration-enforcement operations, and look up plates.",
        discussion: """
            First log in with the invite that a moderator gave you. Then report vehicles and look up plates:

              thaw login https://registry.example.org
              thaw report
              thaw check

            Reports stay in an outbox on this machine until the server has answered, so you can report without a connection. Plates that \
            you type at a prompt never reach the shell history or the process list. Plates that you type as arguments do.

            Files: thaw keeps the token in $XDG_CONFIG_HOME/thaw (mode 0600). It keeps the outbox and the reports of the last two days in \
            $XDG_STATE_HOME/thaw. It keeps the server's vocabulary and the list of "thaw sync" in $XDG_CACHE_HOME/thaw. "thaw logout" \
            erases them all.

            Network: ALL_PROXY=socks5h://127.0.0.1:9050 sends everything through Tor. HTTPS_PROXY and NO_PROXY work as with curl. NO_COLOR turns off colors.

            Output: on a terminal, text for people; in a pipe, one line per answer, with tabs between the fields; with --json, one JSON \
            value per line. Exit status: 0 if the command succeeded, 2 if it failed, 64 if its arguments were wrong, 130 after Ctrl-C. \
            "check" has exit statuses of its own.

            Shell completions: thaw --generate-completion-script bash (or zsh, or fish).
            """,
        version: ProgramVersion.text,
        groupedSubcommands: [
            CommandGroup(
                name: "Reporting",
                subcommands: [
                    ReportCommand.self, WithdrawCommand.self, OutboxCommand.self, SendCommand.self, DropCommand.self, ImportCommand.self,
                ]),
            CommandGroup(
                name: "Looking up",
                subcommands: [
                    CheckCommand.self, SyncCommand.self, SearchCommand.self, ListingsCommand.self, AreasCommand.self,
                ]),
            CommandGroup(name: "Moderating", subcommands: [ModerationCommand.self]),
            CommandGroup(
                name: "Logging in and tokens",
                subcommands: [
                    LoginCommand.self, LogoutCommand.self, StatusCommand.self, TokenCommand.self,
                ]),
        ])
}
