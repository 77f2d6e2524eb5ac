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

            Completions for a shell: thaw --generate-completion-script bash (or zsh, or fish).
            """,
        version: "0.1.0",
        groupedSubcommands: [
            CommandGroup(name: "Reporting", subcommands: [
                ReportCommand.self, WithdrawCommand.self, OutboxCommand.self, SendCommand.self, DropCommand.self, ImportCommand.self,
            ]),
            CommandGroup(name: "Asking", subcommands: [
                CheckCommand.self, SearchCommand.self, ListingsCommand.self, AreasCommand.self,
            ]),
            CommandGroup(name: "This machine and its token", subcommands: [
                LoginCommand.self, LogoutCommand.self, StatusCommand.self, TokenCommand.self,
            ]),
        ])
}
