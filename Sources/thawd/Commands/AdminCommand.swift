import ArgumentParser
import Wire

struct AdminCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "admin",
        abstract: "Make an admin's invite, where the last admin's token is lost.",
        discussion: """
            Shows the invite on the terminal, and nowhere else: it is not written into a pipe, a file or the log. It is good for one hour and \
            one token, and an earlier one that waits is cancelled. Every moderator sees in the audit chain that it was made. Two tokens that \
            came from the server itself cannot approve each other's purges and bulk verdicts: invite a second admin.

              thawd admin
              sudo thawd admin --config /etc/thaw/thawd.yaml --data-folder /var/lib/thawd

            Then, on the admin's own machine: thaw login URL, and type the invite.

            Exit status: 0 once it is made; 1 if not; 64 for a wrong flag; 78 for a wrong configuration.
            """)

    @OptionGroup var options: SettingOptions

    func run() async throws {
        try await reportingErrors {
            guard OperatorScreen.showsToPerson else {
                throw DaemonError(.controlNoTerminal, "Standard output is no terminal, so no invite was made.")
            }
            let desk = try OperatorDesk(options.read().settings)
            let invite = try await desk.withSession(.registry) { session in
                try await session.ask(.inviteAdmin) { if case .invitedAdmin(let invite) = $0 { invite } else { nil } }
            }
            for line in Self.report(invite) { print(line) }
        }
    }

    static func report(_ invite: AdminInvite) -> [String] {
        [
            "An admin's invite, good once and until \(WireTime.text(invite.expiresAt)). It is shown this once; `thaw login` takes it:",
            "",
            "  \(invite.code)",
            "",
        ]
    }
}
