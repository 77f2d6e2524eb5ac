import ArgumentParser

struct ModerationCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mod",
        abstract: "Review reported plates, decide, purge, and read the audit log (moderators).",
        discussion: """
              thaw mod queue
              thaw mod dismiss
              thaw mod undo 41
              thaw mod purge --area powderhorn --older-than 14d
            """,
        subcommands: [
            QueueCommand.self, ShowPlatesCommand.self, ConfirmCommand.self, ClearCommand.self, DismissCommand.self, ProtectCommand.self,
            UnprotectCommand.self, UndoCommand.self, PurgeCommand.self, ProposalsCommand.self, ApproveCommand.self, CancelCommand.self,
            AuditCommand.self, AgeCommand.self, AlertsCommand.self,
        ])
}
