import ArgumentParser
import DaemonSupport
import Foundation
import Logging

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve the registry until SIGTERM or SIGINT.",
        discussion: """
            The first start makes the data folder, the seal key, the database and the first admin token. It shows the token on the \
            terminal. Without a terminal, it writes the token to the file first-admin-token in the data folder. It erases that file when \
            the token is first used. On SIGHUP, the daemon reads the certificate again.

              thawd serve
              thawd serve --config /etc/thawd/thawd.yaml
              THAW_LOG_LEVEL=debug thawd serve --server-address 127.0.0.1:9000
              thawd serve --accept-loss 4711

            The daemon refuses to start if the registry has lost acknowledged data: commits, tombstones or week keys. It names the last \
            remaining commit. --accept-loss with that number starts anyway: it reapplies later purges and verdicts, drops voices whose \
            week key is gone, and records this in the audit chain. It works once, because a later loss has a different number.

            If the clock moves by more than two days at once while the daemon runs, the daemon hides expired data, writes and erases nothing, and \
            waits. Correct the clock, or start once with --accept-clock, which the audit chain records.

            Exit status: 0 after a graceful stop; 1 if it could not start, or if a write to the disk failed; 64 for a wrong flag; \
            78 for a wrong configuration.
            """)

    @Option(
        help: ArgumentHelp(
            "Start without the data that an earlier start reported missing; give the commit that it named. The lost voices and reports stay lost.",
            valueName: "commit"))
    var acceptLoss: Int64?

    @Flag(help: "Accept the new time after the clock moved by days while the daemon ran.")
    var acceptClock = false

    @OptionGroup var options: SettingOptions

    func run() async throws {
        try await reportingErrors {
            let environment = ProcessInfo.processInfo.environment
            let reading = try options.read(environment: environment)
            let plan = try StartPlan(reading.settings, paths: HomePaths(environment: environment))
            let logger = Logger.daemon(reading.settings.logLevel)
            StartLog(logger).began(file: reading.file)
            try await Daemon(plan: plan, environment: environment, acceptsClock: acceptClock, acceptedLoss: acceptLoss, logger: logger)
                .run()
        }
    }
}
