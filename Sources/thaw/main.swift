import Client
import FoundationEssentials
import Glibc
import ThawCLI

/// A closed pipe fails the write, instead of ending the process in the middle of a report.
signal(SIGPIPE, SIG_IGN)

let context = CommandContext(
    terminal: StandardTerminal(),
    environment: ClientEnvironment(now: { Int64(time(nil)) }, variables: ProcessInfo.processInfo.environment),
    zone: .system)
exit(CommandLineProgram.run(Array(CommandLine.arguments.dropFirst()), in: context))
