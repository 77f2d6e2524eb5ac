import ArgumentParser
import DaemonSupport
import Wire

struct AdminCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "admin",
        abstract: "Make an invite for an admin, if the last admin token is lost.",
        discussion: """
            Shows the invite on the terminal only, never in a pipe, a file or the log. The invite is good for one hour and one token. It \
            cancels an earlier unused invite from this command. Every moderator sees in the audit chain that you made it. Two tokens from \
            this command cannot approve each other's purges and bulk verdicts, so let the new admin invite a second one.

              thawd admin
              sudo thawd admin --config /etc/thawd/thawd.yaml --data-folder /var/lib/thawd

            Next, on the admin's machine, run thaw login URL and type the invite.

            Exit status: 0 if the invite was made; 1 if not; 64 for a wrong flag; 78 for a wrong configuration.
            """)

    @OptionGroup var options: SettingOptions

    func run() async throws {
        try await reportingErrors {
            guard OperatorScreen.showsToPerson else {
                throw DaemonError(.controlNoTerminal, "Standard output is not a terminal. No invite was made.")
            }
            let context = try OperatorContext(options.read().settings)
            let invite = try await context.withSession(.registry) { session in
                try await session.ask(.inviteAdmin) { if case .invitedAdmin(let invite) = $0 { invite } else { nil } }
            }
            for line in Self.report(invite) { print(line) }
        }
    }

    static func report(_ invite: AdminInvite) -> [String] {
        [
            "An invite for one admin, good until \(WireTime.text(invite.expiresAt)). It is shown only now. Enter it in `thaw login`:",
            "",
            "  \(invite.code)",
            "",
        ]
    }
}
