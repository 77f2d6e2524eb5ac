package import Logging
import ServiceLifecycle
import Wire

/// Reads the certificate again whenever it is told to, without a connection being dropped.
///
/// `signals` gives one element each time; the daemon gives it SIGHUPs. A file that cannot be used changes nothing and is logged.
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
                logger.notice("The certificate was read again.")
            } catch {
                logger.error(
                    "The certificate could not be read again; the one in use stays in use.",
                    metadata: ["code": "\(error.code.rawValue)", "attempted": "\(error.attempted)"])
            }
        }
    }
}
