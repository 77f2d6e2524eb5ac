import Glibc
import Hummingbird
import Logging
import NIOCore
import Plates
import Seal
import Server
import ServiceLifecycle
import Sightings
import Synchronization
import Wire

/// Loads the registry, answers for it, and lets it age; stops with everything accepted on disk. A restore makes it do all of that again.
struct RegistryService: Service {
    let plan: StartPlan
    let registry: OpenRegistry
    let acceptsClock: Bool
    let live: LiveRegistry
    let certificates: TLSCertificates?
    let metrics: PrometheusRegistry
    let notification: ServiceNotification
    let onLoss: LossResponse
    let logger: Logger
    let readiness: Readiness
    private let figures = RegistryFigures()

    /// - Parameter registry: closed when it is served no more.
    init(
        plan: StartPlan, registry: OpenRegistry, acceptsClock: Bool, onLoss: LossResponse, live: LiveRegistry,
        certificates: TLSCertificates?, metrics: PrometheusRegistry, notification: ServiceNotification, logger: Logger
    ) {
        self.plan = plan
        self.registry = registry
        self.acceptsClock = acceptsClock
        self.live = live
        self.certificates = certificates
        self.metrics = metrics
        self.notification = notification
        self.onLoss = onLoss
        self.logger = logger
        readiness = Readiness(folder: registry.folder.path, freeMebibytesMin: plan.settings.freeMebibytesMin)
    }

    func run() async throws {
        defer { live.end() }
        var registry = registry
        var former: Interlude?
        while true {
            do {
                defer { registry.close() }
                try await serve(registry, after: former)
            } catch {
                former?.end(error as? DaemonError ?? DaemonError(.internalError, "The registry could not be served again."))
                throw error
            }
            // Where it was told to stop before it listened.
            former?.end()
            guard let interlude = live.closed() else { return }
            logger.notice("Closed for a restore.")
            await interlude.work()
            guard !Task.isShuttingDownGracefully else { return interlude.end() }
            do {
                registry = try OpenRegistry(in: registry.home, logger: logger)
            } catch {
                interlude.end(error)
                throw error
            }
            former = interlude
        }
    }

    /// Serves until it is told to stop, or has to make room for an interlude.
    ///
    /// - Parameter former: an interlude before, which is over once it is served again.
    private func serve(_ registry: OpenRegistry, after former: Interlude?) async throws {
        let ledger = try await openLedger(of: registry)
        try await prepare(ledger, registry)
        let server = try makeServer(for: ledger, former)
        let ageing = AgeingService(
            ledger: ledger, clock: Daemon.clock,
            hold: ClockHold(clock: Daemon.clock, mark: ClockMark(folder: registry.folder), logger: logger),
            settingsDigest: plan.settingsDigest, figures: figures, logger: logger)
        let group = ServiceGroup(configuration: ServiceGroupConfiguration(services: [ageing, server], logger: logger))
        let result: Result<Void, any Error> = await withGracefulShutdownHandler {
            live.opened(ledger) { Task { await group.triggerGracefulShutdown() } }
            do {
                return .success(try await group.run())
            } catch {
                return .failure(error)
            }
        } onGracefulShutdown: {
            notification.stopping()
        }
        await ledger.stop()
        // A store that failed is still asked whether it had, when the daemon ends.
        if !ledger.hasFailed { readiness.unloaded() }
        try result.get()
        logger.info("Everything that was accepted is on disk.")
    }

    private func openLedger(of registry: OpenRegistry) async throws(DaemonError) -> Ledger {
        guard onLoss != .refuse else { return try await registry.openLedger(clock: Daemon.clock, acceptsClock: acceptsClock) }
        do throws(DaemonError) {
            let ledger = try await registry.openLedger(clock: Daemon.clock, acceptsClock: acceptsClock)
            logger.warning("Nothing is missing. Remove --accept-loss: it would accept a later loss at the same commit.")
            return ledger
        } catch {
            guard error.causes.first?.code == .storeIncomplete else { throw error }
            return try await registry.openLedger(clock: Daemon.clock, acceptsClock: acceptsClock, onLoss: onLoss)
        }
    }

    /// What comes before the first answer.
    private func prepare(_ ledger: Ledger, _ registry: OpenRegistry) async throws(DaemonError) {
        do throws(LedgerError) {
            try await ledger.finishPurges(pause: .zero)
            try await ledger.recordSettings(plan.settingsDigest)
        } catch {
            // Look-ups need no room; what a purge takes is seen by nobody meanwhile.
            guard error == .storeFull || error == .clockJumped else { throw DaemonError(operating: error) }
            if error == .storeFull {
                logger.warning(
                    "The disk is full: purges that were interrupted go on, and changed settings are written down, once there is room.")
            }
        }
        // By a clock that jumped every admin's token may be over.
        guard Daemon.clock.jump() == nil else { return showFigures(await ledger.figures, of: ledger) }
        try await registry.handFirstAdminToken(from: ledger, toTerminal: isatty(STDOUT_FILENO) == 1) { text in
            print(text)
            fflush(nil)
        }
        showFigures(await ledger.figures, of: ledger)
    }

    private func showFigures(_ noted: Ledger.Figures, of ledger: Ledger) {
        figures.note(noted)
        figures.show(of: ledger, in: metrics)
        metrics.gauge("thaw_disk_free_bytes", "Free room on the data folder's disk, in whole MiB.") { [readiness] in
            Double(RoundedFigure.floored(readiness.freeBytes, step: RoundedFigure.bytesStep))
        }
    }

    private func makeServer(for ledger: Ledger, _ former: Interlude?) throws -> HTTPServer<some HTTPResponder<APIContext>> {
        let settings = plan.settings
        let chapter = Chapter(help: settings.chapterHelp, contact: settings.chapterContact)
        let origins = OriginResolver(proxies: try TrustedProxies(settings.proxies), logger: logger)
        let serverMetrics = ServerMetrics(factory: metrics)
        var rates = Rates()
        rates.anonymousPerMinute = settings.anonymousLookupsPerMinute
        rates.tokenPerMinute = settings.tokenRequestsPerMinute
        let firstUse = FirstUse(
            FirstAdminToken(folder: registry.folder), ledger: ledger, today: ledger.rules.day(of: Daemon.clock.now()), logger: logger)
        let api = API(
            ledger: ledger, clock: Daemon.clock, cursors: registry.keys.cursors, random: .system,
            settings: API.Settings(
                name: settings.registryName, areas: plan.areas, country: settings.country,
                issuer: settings.issuer == .unknown ? nil : settings.issuer, chapter: chapter),
            origins: origins, rates: RateLimiter(rates: rates, uptime: MonotonicUptime.now),
            metrics: serverMetrics, onUse: firstUse.note)
        // Not at info: on a quiet server the times of requests would say when the rows of a day were written.
        let log = RequestLog(logger: logger, level: .debug, metrics: serverMetrics, uptime: MonotonicUptime.now)
        return HTTPServer(
            responder: api.router(observers: [RequestLogMiddleware(log)]).buildResponder(),
            settings: ServerSettings(
                address: settings.address, certificates: certificates, limits: settings.limits, help: chapter.help, contact: chapter.contact
            ),
            metrics: serverMetrics, logger: logger, origins: origins, tokens: api.tokenCheck,
            fastPath: settings.usesFastPath ? api.fastPath(log: log) : nil,
            onListening: { address in
                let scheme = certificates == nil ? "http" : "https"
                logger.notice("Serving.", metadata: ["at": "\(settings.address.bound(to: address?.port))", "scheme": "\(scheme)"])
                readiness.loaded(ledger)
                notification.ready()
                former?.end()
            })
    }
}

extension ListenAddress {
    /// The address with the port that the system chose, where it was asked to.
    fileprivate func bound(to port: Int?) -> ListenAddress {
        guard case .tcp(let host, 0) = self, let port else { return self }
        return .tcp(host: host, port: port)
    }
}
