package import Alerts
package import DaemonSupport
package import Sightings
import Wire

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
