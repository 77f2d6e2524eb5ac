package import Alerts
import ArgumentParser
package import DaemonSupport
import Foundation
package import Sightings
import Wire

struct AlertsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alerts", abstract: "Test the alert outputs.", subcommands: [AlertsTestCommand.self])
}

struct AlertsTestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Send one sample to an output, and show its receiver's answer.",
        discussion: """
            The sample says that it is a test and that nothing was seen. The command sends it once, as the daemon would: in the output's \
            language, through alerts.proxy. It works with or without a running daemon, and must be able to read the output's secret.

              thawd alerts test north
              sudo thawd alerts test north --config /etc/thawd/thawd.yaml

            Exit status: 0 if the receiver accepted it; 1 if not; 64 for a wrong flag or name; 78 for a wrong configuration.
            """)

    @Argument(help: "The output's name in alerts.outputs.")
    var name: String

    @OptionGroup var options: SettingOptions

    func run() async throws {
        try await reportingErrors {
            let environment = ProcessInfo.processInfo.environment
            let settings = try options.read(environment: environment).settings
            guard settings.alertOutputs[name] != nil else { throw Self.unknown(settings.alertOutputs.keys.sorted()) }
            let paths = HomePaths(environment: environment)
            let areas = try StartPlan.readAreas(settings, paths)?.map ?? .everywhere
            let plan = try AlertPlan(settings, areas: areas, words: StartPlan.words(settings, paths).words, paths: paths)
            let line = try await AlertSample.send(to: name, plan, proxy: settings.alertProxy, clock: Daemon.clock)
            OperatorScreen.show([line])
        }
    }

    private static func unknown(_ names: [String]) -> ValidationError {
        ValidationError(
            names.isEmpty
                ? "The configuration has no alert outputs. See man thawd.yaml."
                : "There is no output with that name. The configuration has: \(names.joined(separator: ", ")).")
    }
}

/// The sample of `thawd alerts test`.
package enum AlertSample {
    /// Sends a sample, and returns the line to show. Throws `alerts.undelivered`.
    package static func send(
        to name: String, _ plan: AlertPlan, proxy: AlertProxy?, clock: WallClock, timeout: Duration = AlertSender.timeout
    ) async throws(DaemonError) -> String {
        guard let output = plan.outputs[name], let sample = AlertWriter(plan, clock: clock).sample(for: name) else {
            throw DaemonError(.internalError, "There is no output \(name).")
        }
        let sender = AlertSender(proxy: proxy, timeout: timeout)
        let outcome = await sender.send(sample, to: output.destination, at: clock.now().seconds)
        sender.close()
        switch outcome {
        case .delivered(let status): return "\(name): the receiver accepted the sample (\(status))."
        case .failed(let failure, _): throw DaemonError(.alertsUndelivered, "\(name): \(failure).")
        }
    }
}
