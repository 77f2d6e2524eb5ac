import ArgumentParser
import Client

/// The program `thaw`: from command-line arguments to an exit status.
package enum CommandLineProgram {
    /// Runs one command and returns the exit status.
    package static func run(_ arguments: [String], in context: CommandContext) -> Int32 {
        if let lookup = plainLookup(arguments) {
            return status(Output(context), context) { output throws(Failure) in try lookup.run(context, output) }.rawValue
        }
        do {
            var command = try ThawCommand.parseAsRoot(arguments)
            guard let ours = command as? any RegistryCommand else {
                try command.run()
                return ExitStatus.done.rawValue
            }
            let output = Output(context, json: ours.output.json, quiet: ours.output.quiet)
            return status(output, context) { output throws(Failure) in try ours.run(context, output) }.rawValue
        } catch {
            let code = ThawCommand.exitCode(for: error)
            let text = ThawCommand.fullMessage(for: error, columns: min(context.terminal.columns, columnsMax))
            if !text.isEmpty { context.terminal.write(text + "\n", to: code.isSuccess ? .output : .error) }
            return code.rawValue
        }
    }

    /// Recognizes `thaw check PLATE…` without options. Skipping the argument parser makes this most urgent command 3 ms faster.
    private static func plainLookup(_ arguments: [String]) -> PlateLookup? {
        guard arguments.first == "check", arguments.count > 1, !arguments.contains(where: { $0.hasPrefix("-") }) else { return nil }
        return PlateLookup(plates: Array(arguments.dropFirst()))
    }

    /// The widest line of help text; longer lines are hard to read.
    private static let columnsMax = 100

    private static func status(
        _ output: Output, _ context: CommandContext, _ run: (Output) throws(Failure) -> ExitStatus
    ) -> ExitStatus {
        do throws(Failure) {
            if let problem = LocalZone.problem(in: context.environment.variables) { throw problem }
            return try run(output)
        } catch {
            if error.exit != .interrupted { output.failure(error) }
            return error.exit
        }
    }
}

/// A command that does something. The other commands only print help.
protocol RegistryCommand: ParsableCommand {
    var output: OutputOptions { get }
    func run(_ context: CommandContext, _ output: Output) throws(Failure) -> ExitStatus
}

/// The output options of every command.
struct OutputOptions: ParsableArguments {
    @Flag(name: .long, help: "Print JSON, one value per line, as docs/reference/cli.md describes.")
    var json = false

    @Flag(name: [.long, .short], help: "Hide notices. Answers, warnings and errors still appear.")
    var quiet = false
}

/// The option to ask a server without a token.
struct ServerOptions: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("Ask this server instead, without your token.", valueName: "url"))
    var server: String?
}
