import Client
import FoundationEssentials
import ThawCLI

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A pipe that nobody reads any more ends a write, not the process in the middle of a report.
signal(SIGPIPE, SIG_IGN)

let context = CommandContext(
    terminal: StandardTerminal(),
    surroundings: Surroundings(now: { Int64(time(nil)) }, environment: ProcessInfo.processInfo.environment),
    zone: .system)
exit(CommandLineProgram.run(Array(CommandLine.arguments.dropFirst()), in: context))
