import ArgumentParser
import Foundation
import Wire

struct CheckConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-config",
        abstract: "Say whether the configuration holds, and what of it is not the default.",
        discussion: """
            Reads flags, variables, the file, the areas, the certificate and the data folder as `serve` would, and names whatever `serve` \
            would refuse: a seal key that is not the database's, a changed registry.utc_offset, a missing areas.file, and whatever is missing, \
            damaged or changed in the data folder. It reads all of the registry, as a start does, and changes nothing. Beside a daemon that \
            runs it needs no lock and reads less, and says so. What works but is probably a slip is a warning.

            Exit status: 0 if it holds; 78 if only the configuration has to change; 1 for the rest; 64 for a wrong flag.

              thawd check-config --config /etc/thaw/thawd.yaml
            """)

    @OptionGroup var options: SettingOptions

    func run() async throws {
        try await reportingErrors {
            let environment = ProcessInfo.processInfo.environment
            let reading = try options.read(environment: environment)
            let plan = try StartPlan(reading.settings, paths: HomePaths(environment: environment))
            let look = try await plan.checkFiles()
            OperatorScreen.show(Self.summary(of: reading, plan, look))
            for warning in plan.warnings() { FileHandle.standardError.write(Data("thawd: warning: \(warning)\n".utf8)) }
        }
    }

    /// One line a setting that is not the default, and what follows from all of them.
    static func summary(of reading: SettingsReader.Reading, _ plan: StartPlan, _ look: StartPlan.FolderLook) -> [String] {
        var lines = [reading.file.map { "The configuration holds: \($0)" } ?? "The configuration holds; there is no file."]
        for setting in Setting.all {
            guard let origin = reading.origins[setting.key], let value = setting.show(reading.settings) else { continue }
            lines.append("  \(setting.key) = \(value)   (\(origin))")
        }
        let state =
            switch look {
            case .empty: "no registry yet"
            case .whole: "every row was checked"
            case .besideDaemon: "a daemon has it open and checked it at its start; only key, offset and areas were looked at now"
            }
        lines.append("data folder  \(plan.dataFolder) (\(state))")
        lines.append("seal key     \(plan.keyFile.path)\(plan.keyFile.exists ? "" : " (made at the first start)")")
        lines.append("areas        \(plan.areas.areas.count)")
        return lines
    }
}
