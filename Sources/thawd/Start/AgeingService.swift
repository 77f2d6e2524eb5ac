import Logging
import Seal
import ServiceLifecycle
package import Sightings

/// Lets the registry age by itself: a step whenever something is due, and a look at the clock every few seconds, because clocks are set.
package struct AgeingService: Service {
    private static let lookSeconds: Int64 = 15
    private static let againSeconds: Int64 = 60

    let ledger: Ledger
    let clock: WallClock
    let hold: ClockHold
    /// Of the settings of this start, which a full disk may have kept from being written down.
    let settingsDigest: Digest128
    let figures: RegistryFigures
    let logger: Logger

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                guard let pause = await step() else { break }
                try? await Task.sleep(for: pause)
            }
        }
        // A jump of the last seconds must be known to the next start.
        _ = hold.isOn()
        // A store that failed ages no more, but answers go on until the daemon is told to stop.
        try? await gracefulShutdown()
    }

    /// Does what is due, and returns how long nothing is; nil where nothing can be done any more.
    private func step() async -> Duration? {
        guard !hold.isOn() else { return .seconds(Self.lookSeconds) }
        await saveRevocations()
        do throws(LedgerError) {
            try await ledger.finishPurges()
            try await ledger.recordSettings(settingsDigest)
            let step = try await ledger.age()
            figures.note(await ledger.figures)
            guard !step.isMoreDue else { return Ledger.stepPause }
            return .seconds(max(1, min(Self.lookSeconds, step.next.seconds - clock.now().seconds)))
        } catch {
            tell(error)
            return Self.pause(after: error)
        }
    }

    /// Holds nothing else up where it fails.
    private func saveRevocations() async {
        do throws(LedgerError) {
            try await ledger.saveRevocations()
        } catch {
            // The step says so itself.
            if error != .storeFailed { tell(error) }
        }
    }

    /// How long it waits after an error before it tries again; nil where that is of no use before a restart.
    package static func pause(after error: LedgerError) -> Duration? {
        switch error {
        case .busy(let seconds): .seconds(seconds)
        case .stopping, .storeFailed: nil
        default: .seconds(againSeconds)
        }
    }

    private func tell(_ error: LedgerError) {
        switch error {
        case .busy, .stopping, .clockJumped: break
        case .storeFull: logger.warning("The disk is full: what is due to be erased waits.")
        case .storeFailed:
            logger.critical("A write to the disk failed: nothing more is written, look-ups go on. Stop the daemon, and see to the disk.")
        default:
            logger.error(
                "A file of the data folder could not be read or written: what needs it waits, and is tried again. See to the folder.",
                metadata: ["error": "\(error)"])
        }
    }
}
