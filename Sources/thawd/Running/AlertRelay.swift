package import Alerts
package import Logging
import ServiceLifecycle
package import Sightings

/// Hands the ledger's notices to the sender, and offers it the corrections that are due. Has the ledger report alerts that were held back,
/// and logs messages that could not be delivered.
package struct AlertRelay: Service {
    /// The most notices that wait to be handed over. Of more, the oldest are lost; a lost correction is offered again.
    package static let noticesMax = 1_024
    /// The time between two questions whether alerts were held back: the line about them is due a minute after the first.
    package static let roundPause = Duration.seconds(15)
    /// The number of rounds between two offers of due corrections: one offer a minute.
    package static let roundsPerOffer = 4
    /// The number of rounds between two log lines about troubles: one line an hour, because a line at its own second would reveal when
    /// someone reported a plate.
    package static let roundsPerLog = 240

    /// The ledger and the sender that the relay connects.
    package struct Ends: Sendable {
        package var owedCorrections: @Sendable () async -> [Alert]
        package var reportHeldBack: @Sendable () async -> Void
        package var post: @Sendable (AlertMessage, String) -> Void
        package var dropAlerts: @Sendable (String) -> Void
        package var takeTroubles: @Sendable () -> [AlertTrouble]

        package init(
            owedCorrections: @escaping @Sendable () async -> [Alert], reportHeldBack: @escaping @Sendable () async -> Void,
            post: @escaping @Sendable (AlertMessage, String) -> Void, dropAlerts: @escaping @Sendable (String) -> Void,
            takeTroubles: @escaping @Sendable () -> [AlertTrouble]
        ) {
            self.owedCorrections = owedCorrections
            self.reportHeldBack = reportHeldBack
            self.post = post
            self.dropAlerts = dropAlerts
            self.takeTroubles = takeTroubles
        }
    }

    private let notices: AsyncStream<AlertNotice>
    private let writer: AlertWriter
    private let ends: Ends
    private let logger: Logger
    private let pause: @Sendable (Duration) async -> Void

    package init(
        _ notices: AsyncStream<AlertNotice>, writer: AlertWriter, ends: Ends, logger: Logger,
        pause: @escaping @Sendable (Duration) async -> Void = { _ = try? await Task.sleep(for: $0) }
    ) {
        self.notices = notices
        self.writer = writer
        self.ends = ends
        self.logger = logger
        self.pause = pause
    }

    package func run() async {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask {
                    for await notice in notices { post(notice) }
                }
                group.addTask { await repeatRounds() }
            }
        }
    }

    private func repeatRounds() async {
        var rounds = 0
        while !Task.isCancelled {
            if rounds.isMultiple(of: Self.roundsPerOffer) {
                for alert in await ends.owedCorrections() { post(.correction(alert)) }
            }
            await ends.reportHeldBack()
            rounds += 1
            if rounds.isMultiple(of: Self.roundsPerLog) { logTroubles() }
            await pause(Self.roundPause)
        }
    }

    private func post(_ notice: AlertNotice) {
        if case .held(let output) = notice { ends.dropAlerts(output) }
        for (output, message) in writer.messages(for: notice) { ends.post(message, output) }
    }

    private func logTroubles() {
        for trouble in ends.takeTroubles() {
            logger.warning(
                "Within the last hour, an alert output did not take all messages. Test it: thawd alerts test",
                metadata: [
                    "output": "\(trouble.output)", "failed": "\(trouble.failures)", "dropped": "\(trouble.dropped)",
                    "last": "\(trouble.last.map { "\($0)" } ?? "none")",
                ])
        }
    }
}
