import ArgumentParser
import DaemonSupport
import Foundation
import Glibc
import Logging
import Sightings

struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Make the data folder, the seal key, the database and the first admin token.",
        discussion: """
            `serve` does the same at its first start. Use `init` before that if you want to see the token, or to keep the key \
            elsewhere. It fixes registry.utc_offset for good. If there is a registry already, it changes nothing.

              thawd init
              thawd init --registry-utc-offset -06:00 --registry-time-zone America/Chicago
              thawd init --seal-key-file /etc/thaw/seal.key
            """)

    @OptionGroup var options: SettingOptions

    func run() async throws {
        try await reportingErrors {
            let environment = ProcessInfo.processInfo.environment
            let reading = try options.read(environment: environment)
            let plan = try StartPlan(reading.settings, paths: HomePaths(environment: environment))
            let isNew = !FileManager.default.fileExists(atPath: DataFolder.database(in: plan.dataFolder))
            let registry = try OpenRegistry(plan, logger: .daemon(.warning))
            defer { registry.close() }
            let ledger = try await registry.openLedger(clock: Daemon.clock)
            try await registry.handFirstAdminToken(from: ledger, toTerminal: isatty(STDOUT_FILENO) == 1) { print($0) }
            await ledger.stop()
            var lines = [isNew ? "The registry was made." : "There is a registry already. Nothing was changed."]
            let file = FirstAdminToken(folder: registry.folder)
            if !isNew, file.waiting() != nil { lines.append(file.announcement) }
            lines.append("data folder  \(plan.dataFolder)")
            lines.append("seal key     \(plan.keyFile.path)   (keep a copy elsewhere: without it, the data cannot be read)")
            let source = reading.settings.timeZone == nil ? "the machine's; registry.time_zone sets another" : "registry.time_zone"
            lines.append("time zone    \(reading.settings.zone.identifier)   (of the times on pages: \(source))")
            OperatorScreen.show(lines)
        }
    }
}
