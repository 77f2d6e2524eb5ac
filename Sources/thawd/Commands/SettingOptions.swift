import ArgumentParser
import Foundation

/// The options of every command: the configuration file, and each setting as a flag.
struct SettingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The configuration file (THAW_CONFIG; ~/.config/thawd/thawd.yaml, if it exists).", valueName: "path"),
        completion: .file(extensions: ["yaml"]))
    var config: String?

    @OptionGroup(title: "Settings (each is also a THAW_* variable and a key in the file; defaults in parentheses)")
    var flags: SettingFlags

    /// Reads all settings. Throws every error in them at once, with exit status 78.
    func read(environment: [String: String] = ProcessInfo.processInfo.environment) throws -> SettingsReader.Reading {
        try SettingsReader(flags: flags.values, environment: environment, file: config).read()
    }
}

/// Runs a command. Prints its error on standard error, and turns it into an exit status.
func reportingErrors<Value>(_ work: () async throws -> Value) async throws -> Value {
    do {
        return try await work()
    } catch let error as DaemonError {
        report(error)
        throw ExitCode(error.exitStatus)
    }
}

/// Prints an error on standard error.
func report(_ error: DaemonError) {
    FileHandle.standardError.write(Data("thawd: \(error)\n".utf8))
}
