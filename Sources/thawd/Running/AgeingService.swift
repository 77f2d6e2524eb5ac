import Logging
import Seal
import ServiceLifecycle
package import Sightings

/// Ages the registry: one step whenever something is due. It checks the clock every few seconds, because someone may change it.
package struct AgeingService: Service {
    private static let checkSeconds: Int64 = 15
    private static let retrySeconds: Int64 = 60

    let ledger: Ledger
    let clock: WallClock
    let hold: ClockHold
    /// The digest of this start's settings. A full disk may have kept it from being recorded.
    let settingsDigest: Digest128
    let figures: RegistryFigures
    let logger: Logger

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                guard let pause = await step() else { break }
                // It throws only if the task is canceled, which ends the loop.
                try? await Task.sleep(for: pause)
            }
        }
        // Records a clock jump of the last seconds for the next start.
        _ = hold.isOn()
        // After a failure of the store, aging ends, but the daemon answers until it is told to stop. This throws only if the task is
        // canceled.
        try? await gracefulShutdown()
    }

    /// Ages the due records, and returns the pause until the next step; nil if aging must end.
    private func step() async -> Duration? {
        guard !hold.isOn() else { return .seconds(Self.checkSeconds) }
        await saveRevocations()
        do throws(LedgerError) {
            try await ledger.finishPurges()
            try await ledger.recordSettings(settingsDigest)
            let step = try await ledger.age()
            figures.update(await ledger.figures)
            guard !step.isMoreDue else { return Ledger.stepPause }
            return .seconds(max(1, min(Self.checkSeconds, step.next.seconds - clock.now().seconds)))
        } catch {
            log(error)
            return Self.pause(after: error)
        }
    }

    /// Saves revocations. A failure does not stop the step.
    private func saveRevocations() async {
        do throws(LedgerError) {
            try await ledger.saveRevocations()
        } catch {
            // The step logs `storeFailed` itself.
            if error != .storeFailed { log(error) }
        }
    }

    /// The pause after an error before the next try; nil if only a restart can help.
    package static func pause(after error: LedgerError) -> Duration? {
        switch error {
        case .busy(let seconds): .seconds(seconds)
        case .stopping, .storeFailed: nil
        default: .seconds(retrySeconds)
        }
    }

    private func log(_ error: LedgerError) {
        switch error {
        case .busy, .stopping, .clockJumped: break
        case .storeFull: logger.warning("The disk is full. Expired data cannot be erased until there is space.")
        case .storeFailed:
            logger.critical("A write to the disk failed. The daemon writes nothing more, but look-ups go on. Stop it, and check the disk.")
        default:
            logger.error(
                "Cannot read or write a file in the data folder. The daemon will try again. Check the folder.",
                metadata: ["error": "\(error)"])
        }
    }
}
