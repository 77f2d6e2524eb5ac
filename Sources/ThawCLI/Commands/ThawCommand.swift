import ArgumentParser

struct ThawCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "thaw",
        abstract: "Report vehicles seen in immigration-enforcement operations, and look plates up.",
        discussion: """
            First log in with the invite that a moderator gave you; then report, and look plates up:

              thaw login https://registry.example.org
              thaw report
              thaw check

            Reports are kept in an outbox on this machine until the server has answered them, so they can be made without a signal. \
            Plates typed at a prompt reach no shell history and no list of processes; plates typed as arguments do.

            What it keeps lies below $XDG_CONFIG_HOME/thaw (the token, mode 0600), $XDG_STATE_HOME/thaw (the outbox, and for two days what \
            was sent) and $XDG_CACHE_HOME/thaw (the server's words); "thaw logout" erases it all. ALL_PROXY=socks5h://127.0.0.1:9050 sends \
            everything through Tor; HTTPS_PROXY and NO_PROXY work as with curl. NO_COLOR turns colours off.

            On a terminal answers are made for reading; in a pipe each is one line, its parts apart by tabs, and with --json one JSON value. \
            The exit status is 0 where a command did what it was asked, 2 where not, 64 where its words were not understood, and 130 after \
            Ctrl-C; "check" has its own.

            Completions for a shell: thaw --generate-completion-script bash (or zsh, or fish).
            """,
        version: "0.1.0",
        groupedSubcommands: [
            CommandGroup(
                name: "Reporting",
                subcommands: [
                    ReportCommand.self, WithdrawCommand.self, OutboxCommand.self, SendCommand.self, DropCommand.self, ImportCommand.self,
                ]),
            CommandGroup(
                name: "Asking",
                subcommands: [
                    CheckCommand.self, SearchCommand.self, ListingsCommand.self, AreasCommand.self,
                ]),
            CommandGroup(name: "Moderating", subcommands: [ModerationCommand.self]),
            CommandGroup(
                name: "This machine and its token",
                subcommands: [
                    LoginCommand.self, LogoutCommand.self, StatusCommand.self, TokenCommand.self,
                ]),
        ])
}
