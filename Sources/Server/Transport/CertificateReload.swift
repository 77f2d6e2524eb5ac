package import Logging
import ServiceLifecycle
import Wire

/// Reloads the certificate on a signal, without dropping connections.
///
/// Each element of `signals` reloads; the daemon sends SIGHUPs. An unusable file changes nothing and is logged.
package struct CertificateReload<Signals: AsyncSequence & Sendable>: Service where Signals.Element: Sendable {
    private let certificates: TLSCertificates
    private let signals: Signals
    private let logger: Logger

    package init(_ certificates: TLSCertificates, signals: Signals, logger: Logger) {
        self.certificates = certificates
        self.signals = signals
        self.logger = logger
    }

    package func run() async throws {
        for try await _ in signals.cancelOnGracefulShutdown() {
            do {
                try certificates.reload()
                logger.notice("Reloaded the certificate.")
            } catch {
                logger.error(
                    "Cannot reload the certificate. The current one stays in use.",
                    metadata: ["code": "\(error.code.rawValue)", "attempted": "\(error.attempted)"])
            }
        }
    }
}
