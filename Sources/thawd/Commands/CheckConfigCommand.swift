import Alerts
import ArgumentParser
import DaemonSupport
import Foundation
import Wire

struct CheckConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-config",
        abstract: "Check the configuration, and show every setting that is not the default.",
        discussion: """
            The command reads flags, variables, the file, the areas, the certificate, the secrets of alerts and the data folder, as \
            `serve` does. It reports everything that `serve` would refuse: the wrong seal key, a changed registry.utc_offset, a missing \
            areas.file, or missing, damaged or changed data. It reads the whole registry and changes nothing. If a daemon is running, the \
            command takes no lock, reads less, and says so. It warns about settings that work but are probably mistakes.

            Exit status: 0 if the configuration is valid; 78 if only the configuration must change; 1 for other errors; 64 for a wrong flag.

              thawd check-config --config /etc/thawd/thawd.yaml
            """)

    @OptionGroup var options: SettingOptions

    func run() async throws {
        try await reportingErrors {
            let environment = ProcessInfo.processInfo.environment
            let reading = try options.read(environment: environment)
            let plan = try StartPlan(reading.settings, paths: HomePaths(environment: environment))
            let check = try await plan.checkFiles()
            OperatorScreen.show(Self.summary(of: reading, plan, check))
            for warning in plan.warnings() { FileHandle.standardError.write(Data("thawd: warning: \(warning)\n".utf8)) }
        }
    }

    /// A line for each setting that is not the default, then the data folder, the seal key and the areas.
    static func summary(of reading: SettingsReader.Reading, _ plan: StartPlan, _ check: StartPlan.FolderCheck) -> [String] {
        var lines = reading.summary
        let state =
            switch check {
            case .empty: "no registry yet"
            case .whole: "all rows checked"
            case .besideDaemon: "in use by a daemon that checked it at its start; now only the key, the offset and the areas were checked"
            }
        lines.append("data folder  \(plan.dataFolder) (\(state))")
        lines.append("seal key     \(plan.keyFile.path)\(plan.keyFile.exists ? "" : " (will be made at the first start)")")
        lines.append("areas        \(plan.areas.areas.count)")
        if let alerts = plan.alerts {
            let outputs = alerts.outputs.values.map(\.destination).sorted { $0.name < $1.name }
            lines.append("alerts       to \(outputs.map { "\($0.name) (\($0.kind.rawValue))" }.joined(separator: ", "))")
        }
        return lines
    }
}
