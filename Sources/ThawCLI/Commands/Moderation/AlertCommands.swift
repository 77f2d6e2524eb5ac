import ArgumentParser
import Client
import Vocabulary
import Wire

struct AlertsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alerts",
        abstract: "Show where alerts go, and hold or resume an output.",
        discussion: """
              thaw mod alerts
              thaw mod alerts hold north
              thaw mod alerts resume north
            """,
        subcommands: [AlertListCommand.self, HoldAlertsCommand.self, ResumeAlertsCommand.self], defaultSubcommand: AlertListCommand.self)
}

struct AlertListCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Show where alerts go, and who holds which output. \"thaw mod alerts\" alone does the same.",
        discussion: """
            An output is a group, a topic or a channel that the operator has set up. You see its name, what goes there, and for which \
            areas, but never its address. "thaw mod show" names the alerts that went out about a plate.

              thaw mod alerts
              thaw mod alerts list --json
            """)

    @OptionGroup var output: OutputOptions

    func run(_ context: CommandContext, _ output: Output) throws(Failure) -> ExitStatus {
        let client = try ModerationContext(context, output).client
        let body = try translated { () throws(ClientError) in try client.alertOutputs() }
        output.json(body)
        output.table(["output", "sends", "areas", "held by", "since"], body.outputs) { alertOutput in
            [
                Cell(alertOutput.name, style: .strong), Cell(alertOutput.events.map(\.rawValue).joined(separator: ",")),
                Cell(alertOutput.areas.map { $0.joined(separator: ",") } ?? "all"), Cell(alertOutput.heldBy ?? "", style: .caution),
                Cell(alertOutput.heldSince.map(context.shown.day) ?? "", plain: alertOutput.heldSince ?? ""),
            ]
        }
        if body.outputs.isEmpty { output.notice("This registry sends no alerts.") }
        return .done
    }
}

struct HoldAlertsCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "hold",
        abstract: "Hold an output: no alert goes there until someone resumes it.",
        discussion: """
            Use it if false alerts go out, or if the wrong people read them. A hold starts at once and lasts through a restart of the \
            server. The audit log shows who did it. Held alerts are not sent later, but corrections still go out.

              thaw mod alerts hold north
            """)

    @Argument(help: ArgumentHelp("The output's name, from `thaw mod alerts`.", valueName: "name"))
    var name: String

    @OptionGroup var output: OutputOptions

    func run(_ context: CommandContext, _ output: Output) throws(Failure) -> ExitStatus {
        let client = try ModerationContext(context, output).client
        let body = try translated { () throws(ClientError) in try client.holdAlerts(name, isHeld: true) }
        output.json(body)
        let held = body.outputs.first { $0.name == name }
        output.row([
            Cell("held", field: 12, style: .caution), Cell(name, style: .strong),
            Cell(held?.heldBy.map { "by " + $0 } ?? "", plain: held?.heldBy ?? ""),
            Cell(held?.heldSince.map { "since " + context.shown.day($0) } ?? "", plain: held?.heldSince ?? ""),
        ])
        output.notice("To resume it: thaw mod alerts resume \(name)")
        return .done
    }
}

struct ResumeAlertsCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Resume an output, no matter who held it.",
        discussion: """
            Alerts from the time of the hold are not sent.

              thaw mod alerts resume north
            """)

    @Argument(help: ArgumentHelp("The output's name, from `thaw mod alerts`.", valueName: "name"))
    var name: String

    @OptionGroup var output: OutputOptions

    func run(_ context: CommandContext, _ output: Output) throws(Failure) -> ExitStatus {
        let client = try ModerationContext(context, output).client
        let body = try translated { () throws(ClientError) in try client.holdAlerts(name, isHeld: false) }
        output.json(body)
        output.row([Cell("resumed", field: 12, style: .good), Cell(name, style: .strong)])
        return .done
    }
}
