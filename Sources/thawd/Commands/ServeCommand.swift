import ArgumentParser
import Foundation
import Logging

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve the registry until told to stop (SIGTERM, SIGINT).",
        discussion: """
            The first start makes the data folder, the seal key and the database, and hands you the first admin token: on the terminal, or \
            in the file first-admin-token in the data folder, which is erased at the token's first use. SIGHUP reads the certificate again.

              thawd serve
              thawd serve --config /etc/thaw/thawd.yaml
              THAW_LOG_LEVEL=debug thawd serve --server-address 127.0.0.1:9000
              thawd serve --accept-loss 4711

            A start refuses a registry that lacks something of what it acknowledged: commits, tombstones or week keys. It names the last \
            commit that is there. --accept-loss with that number goes on without what is missing, does again what was purged and cleared \
            since, drops voices whose week key is gone, and writes that into the audit chain. It works once: later losses have other numbers.

            Where the clock was set by more than two days while the daemon ran, it hides what is due, writes and erases nothing, and waits: set \
            the clock right, or start once with --accept-clock. The audit chain shows that.

            Exit status: 0 after a graceful stop; 1 if it could not start, or if a write to the disk had failed; 64 for a wrong flag; \
            78 for a wrong configuration.
            """)

    @Option(
        help: ArgumentHelp(
            "Go on without what a start named as missing: the commit that it named. Voices and reports that are lost stay lost.",
            valueName: "commit"))
    var acceptLoss: Int64?

    @Flag(help: "Go on although the clock was set by days while the daemon ran: it is right now.")
    var acceptClock = false

    @OptionGroup var options: SettingOptions

    func run() async throws {
        try await reportingErrors {
            let environment = ProcessInfo.processInfo.environment
            let reading = try options.read(environment: environment)
            let plan = try StartPlan(reading.settings, paths: HomePaths(environment: environment))
            let logger = Logger.daemon(reading.settings.logLevel)
            try await Daemon(plan: plan, environment: environment, acceptsClock: acceptClock, acceptedLoss: acceptLoss, logger: logger)
                .run()
        }
    }
}

extension Logger {
    /// Everything that is logged goes to standard error.
    static func daemon(_ level: Level) -> Logger {
        LoggingSystem.bootstrap { label in
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = level
            return handler
        }
        return Logger(label: "thawd")
    }
}
