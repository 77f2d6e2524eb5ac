import ArgumentParser
import Foundation

/// What every command takes: the file, and each option as a flag.
struct SettingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The configuration file (THAW_CONFIG; ~/.config/thawd/thawd.yaml, if it exists).", valueName: "path"),
        completion: .file(extensions: ["yaml"]))
    var config: String?

    @OptionGroup(title: "Settings (each also a THAW_* variable, and a key of the file; defaults in parentheses)")
    var flags: SettingFlags

    /// Reads everything, or prints all that is wrong with it and exits with 78.
    func read(environment: [String: String] = ProcessInfo.processInfo.environment) throws -> SettingsReader.Reading {
        try SettingsReader(flags: flags.values, environment: environment, file: config).read()
    }
}

/// Runs a command's work, and turns its error into one message on standard error and an exit status.
func reportingErrors<Value>(_ work: () async throws -> Value) async throws -> Value {
    do {
        return try await work()
    } catch let error as DaemonError {
        report(error)
        throw ExitCode(error.exitStatus)
    }
}

/// One message on standard error.
func report(_ error: DaemonError) {
    FileHandle.standardError.write(Data("thawd: \(error)\n".utf8))
}
