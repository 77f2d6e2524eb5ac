import CLinux
import DaemonSupport
import Glibc
import Logging
import Metrics
import NIOCore
import NIOPosix
import Server
import ServiceLifecycle
import Sightings
import UnixSignals
import Wire

/// The whole daemon: its listeners, the registry and the background services.
struct Daemon: Sendable {
    let plan: StartPlan
    let environment: [String: String]
    /// Whether the operator accepts a clock that has jumped.
    var acceptsClock = false
    /// The last remaining commit, if the operator accepts the loss of later data.
    var acceptedLoss: CommitNumber?
    let logger: Logger

    /// The machine's clock, watched from the process's start.
    static let clock = ClockWatch.system.clock

    /// Serves until it is told to stop, and returns once everything that was accepted is on disk.
    ///
    /// Throws if it cannot start, and `store.read_only` at the end if a write failed.
    func run() async throws(DaemonError) {
        for warning in plan.warnings() { logger.warning("\(warning)") }
        putConnectionsFirst()
        let certificates = try loadCertificates()
        raiseFileLimit()
        let registry = try OpenRegistry(plan, logger: logger)
        let live = LiveRegistry()

        let metrics = PrometheusRegistry()
        MetricsSystem.bootstrap(metrics)
        metrics.addProcessMetrics()
        ServerMetrics.describe(in: metrics)
        let notification = ServiceNotification(environment: environment)
        let service = RegistryService(
            plan: plan, registry: registry, acceptsClock: acceptsClock, onLoss: acceptedLoss.map { .accept(found: $0) } ?? .refuse,
            live: live, certificates: certificates, metrics: metrics, notification: notification,
            readiness: Readiness(folder: registry.folder.path, freeMebibytesMin: plan.settings.freeMebibytesMin), logger: logger)

        var services: [any Service] = [
            OperatorListener(
                address: plan.settings.operatorAddress, registry: metrics, checks: service.readiness.checks, logger: logger,
                onListening: { _ in logger.debug("Serving the operator's address.", metadata: ["at": "\(plan.settings.operatorAddress)"]) }),
            service,
            // Listed after the registry, so that it stops first: running commands end while the registry is still open.
            ControlService(
                path: registry.folder.controlSocket, operations: Operations(registry.home, holder: live, clock: Self.clock), logger: logger),
        ]
        if let certificates {
            services.append(CertificateReload(certificates, signals: await UnixSignalsSequence(trapping: .sighup), logger: logger))
        } else {
            signal(SIGHUP, SIG_IGN)
        }
        try await run(services)
        if service.readiness.hasFailed {
            throw DaemonError(.storeReadOnly, "Cannot read or write the disk. Changes that were not acknowledged are lost.")
        }
    }

    private func run(_ services: [any Service]) async throws(DaemonError) {
        do {
            try await runUntilStopped(services, stopTime: plan.settings.limits.times.graceTime + Self.closingTime, logger: logger)
        } catch let error as DaemonError {
            throw error
        } catch let error as ServerError {
            throw DaemonError(error)
        } catch {
            throw DaemonError(.internalError, "A service of the daemon ended unexpectedly.")
        }
    }

    /// The time for the last commit and for closing the database, after the listener's own time.
    private static let closingTime: Duration = .seconds(20)

    private func loadCertificates() throws(DaemonError) -> TLSCertificates? {
        guard let files = plan.certificateFiles else {
            if !plan.settings.address.isLocal {
                logger.warning(
                    "Serving other machines without TLS: others can read tokens and plates on the way, unless there is a tunnel.")
            }
            return nil
        }
        return try files.load()
    }

    /// Gives the threads that answer look-ups priority over reports, commits and aging.
    ///
    /// Each of them answers about 80,000 look-ups a second. One processor stays free for the ledger, its commits and the routes: on two
    /// processors, a second such thread made every request a quarter slower. Without the right to raise priorities, look-ups wait up to a
    /// few ms while all processors are busy.
    private func putConnectionsFirst() {
        NIOSingletons.groupLoopCountSuggestion = max(1, System.coreCount - 1)
        for (number, loop) in MultiThreadedEventLoopGroup.singleton.makeIterator().enumerated() {
            loop.execute {
                let failure = thaw_put_thread_first(Self.stepsAhead, Self.sliceNanoseconds)
                guard failure != 0, number == 0 else { return }
                logger.info(
                    "Look-ups may wait for reports and aging (\(SystemReason(failure))). Allow LimitNICE=-10, as thawd.service does.")
            }
        }
    }

    /// Nine times the weight of a normal thread.
    private static let stepsAhead: Int32 = 10
    /// The shortest slice that Linux accepts. A look-up runs for 0.04 ms.
    private static let sliceNanoseconds: UInt64 = 100_000

    /// Raises the limit on open files, one for each connection. If the system does not allow enough, it warns and serves fewer.
    private func raiseFileLimit() {
        var limit = rlimit()
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        guard getrlimit(resource, &limit) == 0 else { return }
        let needed = rlim_t(plan.settings.limits.connection.descriptors + Self.ownFiles)
        guard limit.rlim_cur < needed else { return }
        limit.rlim_cur = min(needed, limit.rlim_max)
        if setrlimit(resource, &limit) != 0 || limit.rlim_cur < needed {
            logger.warning("The limit on open files is too low for server.connections_max.", metadata: ["needed": "\(needed)"])
        }
    }

    private static let ownFiles = 256
}

extension DaemonError {
    init(_ error: ServerError) {
        self.init(error.code, "Cannot \(error.attempted).")
    }
}

extension TLSFiles {
    func load() throws(DaemonError) -> TLSCertificates {
        do { return try TLSCertificates(self) } catch { throw DaemonError(error) }
    }
}
