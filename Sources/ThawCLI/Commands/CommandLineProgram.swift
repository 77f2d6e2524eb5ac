import ArgumentParser
import Client

/// The program `thaw`: from the words on the command line to the number that the shell gets.
package enum CommandLineProgram {
    /// Runs one command, and gives back the process's exit status.
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

    /// `thaw check` and plates, without any option: somebody waits for it, and without the tree of all commands it begins 3 ms sooner.
    private static func plainLookup(_ arguments: [String]) -> PlateLookup? {
        guard arguments.first == "check", arguments.count > 1, !arguments.contains(where: { $0.hasPrefix("-") }) else { return nil }
        return PlateLookup(plates: Array(arguments.dropFirst()))
    }

    /// Longer lines of help are hard to read.
    private static let columnsMax = 100

    private static func status(
        _ output: Output, _ context: CommandContext, _ run: (Output) throws(Failure) -> ExitStatus
    ) -> ExitStatus {
        do throws(Failure) {
            if let problem = LocalZone.problem(in: context.surroundings.environment) { throw problem }
            return try run(output)
        } catch {
            if error.exit != .interrupted { output.failure(error) }
            return error.exit
        }
    }
}

/// A command that does something; the others only print help.
protocol RegistryCommand: ParsableCommand {
    var output: OutputOptions { get }
    func run(_ context: CommandContext, _ output: Output) throws(Failure) -> ExitStatus
}

/// How the answer is written; every command has these.
struct OutputOptions: ParsableArguments {
    @Flag(name: .long, help: "Write JSON, one value a line, in the shapes of docs/reference/cli.md.")
    var json = false

    @Flag(name: [.long, .short], help: "Leave out notices; answers, warnings and errors stay.")
    var quiet = false
}

/// Asking as the public, without a login.
struct ServerOptions: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("Ask this server as the public, without the token of login.", valueName: "url"))
    var server: String?
}
