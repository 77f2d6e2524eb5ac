import CLinux
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

/// The daemon put together: what listens, what answers, and what runs behind it.
struct Daemon: Sendable {
    let plan: StartPlan
    let environment: [String: String]
    /// Whether the operator says that a clock which jumped is right.
    var acceptsClock = false
    /// The commit at which the operator accepts that something is lost.
    var acceptedLoss: CommitNumber?
    let logger: Logger

    /// The machine's own clock, watched from the process's beginning on.
    static let clock = ClockWatch.system.clock

    /// Serves until it is told to stop, and returns once everything accepted is on disk.
    ///
    /// Throws where it cannot start, and `store.read_only` at its end where a write failed in between.
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
            live: live,
            certificates: certificates, metrics: metrics, notification: notification, logger: logger)

        var services: [any Service] = [
            OperatorListener(
                address: plan.settings.operatorAddress, registry: metrics, checks: service.readiness.checks, logger: logger,
                onListening: { _ in logger.info("The operator's listener is open.", metadata: ["at": "\(plan.settings.operatorAddress)"]) }),
            service,
            // Behind the registry, so that it is told to stop first, and what is at work ends while the registry is still open.
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
            throw DaemonError(.storeReadOnly, "Reading or writing the disk had failed; what was not acknowledged is not kept.")
        }
    }

    private func run(_ services: [any Service]) async throws(DaemonError) {
        var configuration = ServiceGroupConfiguration(
            // A start that is refused lets the listeners end what they are at: a connection that is canceled traps in NIO.
            services: services.map { .init(service: $0, failureTerminationBehavior: .gracefullyShutdownGroup) },
            gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = plan.settings.limits.times.graceTime + Self.closingTime
        do {
            try await ServiceGroup(configuration: configuration).run()
        } catch let error as DaemonError {
            throw error
        } catch let error as ServerError {
            throw DaemonError(error)
        } catch {
            throw DaemonError(.internalError, "A part of the daemon ended by itself.")
        }
    }

    /// What the last commit and the closing of the database may take after the listener's own time.
    private static let closingTime: Duration = .seconds(20)

    private func loadCertificates() throws(DaemonError) -> TLSCertificates? {
        guard let files = plan.certificateFiles else {
            if !plan.settings.address.isLocal {
                logger.warning("Beyond this machine without TLS: tokens and plates can be read on the way, unless a tunnel hides them.")
            }
            return nil
        }
        do {
            return try TLSCertificates(files)
        } catch {
            throw DaemonError(error)
        }
    }

    /// Lets the threads that answer look-ups run as soon as there is something to answer, whatever reports, commits and ageing are at.
    ///
    /// Each of them answers some 80,000 look-ups a second. One processor is left for the ledger, its commits and the routes; on two, a second
    /// such thread made every request dearer by a quarter. Without the right to go before others, look-ups wait for up to some ms where all
    /// processors are busy.
    private func putConnectionsFirst() {
        NIOSingletons.groupLoopCountSuggestion = max(1, System.coreCount - 1)
        for (number, loop) in MultiThreadedEventLoopGroup.singleton.makeIterator().enumerated() {
            loop.execute {
                let failure = thaw_put_thread_first(Self.stepsAhead, Self.sliceNanoseconds)
                guard failure != 0, number == 0 else { return }
                logger.info(
                    "Look-ups may wait for reports and ageing (\(SystemReason(failure))): allow LimitNICE=-10, as thawd.service does.")
            }
        }
    }

    /// Nine times the weight of a normal thread.
    private static let stepsAhead: Int32 = 10
    /// The shortest that Linux takes; a look-up runs for 0.04 ms.
    private static let sliceNanoseconds: UInt64 = 100_000

    /// A connection takes a descriptor; where the system allows fewer, it is said, and those that it allows are served.
    private func raiseFileLimit() {
        var limit = rlimit()
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        guard getrlimit(resource, &limit) == 0 else { return }
        let needed = rlim_t(plan.settings.limits.connection.connections + plan.settings.limits.connection.refusalsAtOnce + Self.ownFiles)
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
        self.init(error.code, "It is not possible to \(error.attempted).")
    }
}
