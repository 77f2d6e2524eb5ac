package import ArgumentParser
import Foundation

/// The options of every command: the configuration file, and each setting as a flag.
package struct ProgramSettingOptions<Settings: ProgramSettings>: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The configuration file (\(Settings.variablePrefix)CONFIG; ~/.config/\(Settings.program)/\(Settings.program).yaml, if it exists).",
            valueName: "path"),
        completion: .file(extensions: ["yaml"]))
    package var config: String?

    @OptionGroup(title: "Settings (each is also a variable and a key in the file; defaults in parentheses)")
    package var flags: ProgramSettingFlags<Settings>

    package init() {}

    /// Reads all settings. Throws every error in them at once, with exit status 78.
    package func read(environment: [String: String] = ProcessInfo.processInfo.environment) throws -> ProgramSettingsReader<Settings>.Reading
    {
        try ProgramSettingsReader<Settings>(flags: flags.values, environment: environment, file: config).read()
    }
}

/// Runs a command. Prints its error on standard error, and turns it into an exit status.
package func reportingErrors<Value>(of program: String = "thawd", _ work: () async throws -> Value) async throws -> Value {
    do {
        return try await work()
    } catch let error as DaemonError {
        report(error, program: program)
        throw ExitCode(error.exitStatus)
    }
}

/// Prints an error on standard error.
func report(_ error: DaemonError, program: String) {
    FileHandle.standardError.write(Data("\(program): \(error)\n".utf8))
}
