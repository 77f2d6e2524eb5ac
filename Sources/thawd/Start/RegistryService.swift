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

/// Loads the registry, answers for it, and lets it age; stops with everything accepted on disk.
struct RegistryService: Service {
    let plan: StartPlan
    let registry: OpenRegistry
    let certificates: TLSCertificates?
    let metrics: PrometheusRegistry
    let notification: ServiceNotification
    let logger: Logger
    let readiness: Readiness

    init(
        plan: StartPlan, registry: OpenRegistry, certificates: TLSCertificates?, metrics: PrometheusRegistry,
        notification: ServiceNotification, logger: Logger
    ) {
        self.plan = plan
        self.registry = registry
        self.certificates = certificates
        self.metrics = metrics
        self.notification = notification
        self.logger = logger
        readiness = Readiness(folder: registry.folder.path, freeMebibytesMin: plan.settings.freeMebibytesMin)
    }

    func run() async throws {
        let ledger = try await registry.openLedger(clock: Daemon.clock)
        try await registry.handFirstAdminToken(from: ledger, toTerminal: isatty(STDOUT_FILENO) == 1) { text in
            print(text)
            fflush(nil)
        }
        metrics.gauge("thaw_listings_bytes", "Memory of the listings that look-ups are answered from.") {
            Double(ledger.listings.memoryBytes)
        }
        metrics.gauge("thaw_disk_free_bytes", "Free room on the data folder's disk.") { [readiness] in Double(readiness.freeBytes) }
        let server = try makeServer(for: ledger)
        let ageing = AgeingService(ledger: ledger, clock: Daemon.clock, logger: logger)
        let result = await withGracefulShutdownHandler {
            await run(server, ageing)
        } onGracefulShutdown: {
            notification.stopping()
        }
        await ledger.stop()
        try result.get()
        logger.info("Everything that was accepted is on disk.")
    }

    /// Runs both until they are told to stop; an error of one takes the other with it.
    private func run(_ server: some Service, _ ageing: some Service) async -> Result<Void, any Error> {
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await server.run() }
                group.addTask { try await ageing.run() }
                while try await group.next() != nil {}
            }
            return .success(())
        } catch {
            return .failure(error)
        }
    }

    private func makeServer(for ledger: Ledger) throws -> HTTPServer<some HTTPResponder<APIContext>> {
        let settings = plan.settings
        let chapter = Chapter(help: settings.chapterHelp, contact: settings.chapterContact)
        let proxies = try TrustedProxies(settings.proxies)
        let serverMetrics = ServerMetrics(factory: metrics)
        var rates = Rates()
        rates.anonymousPerMinute = settings.anonymousLookupsPerMinute
        let firstUse = FirstUse(
            FirstAdminToken(folder: registry.folder), ledger: ledger, today: ledger.rules.day(of: Daemon.clock.now()), logger: logger)
        let api = API(
            ledger: ledger, clock: Daemon.clock, cursors: registry.keys.cursors, random: .system,
            settings: API.Settings(
                name: settings.registryName, areas: plan.areas, country: settings.country,
                issuer: settings.issuer == .unknown ? nil : settings.issuer, chapter: chapter),
            origins: OriginResolver(proxies: proxies, logger: logger), rates: RateLimiter(rates: rates, uptime: MonotonicUptime.now),
            metrics: serverMetrics, onUse: firstUse.note)
        // Not at info: on a quiet server the times of requests would say when the rows of a day were written.
        let log = RequestLogMiddleware<APIContext>(logger: logger, level: .debug, metrics: serverMetrics, uptime: MonotonicUptime.now)
        return HTTPServer(
            responder: api.router(observers: [log]).buildResponder(),
            settings: ServerSettings(
                address: settings.address, certificates: certificates, proxies: proxies, limits: settings.limits, help: chapter.help,
                contact: chapter.contact),
            metrics: serverMetrics, logger: logger,
            onListening: { address in
                let scheme = certificates == nil ? "http" : "https"
                logger.notice("Serving.", metadata: ["at": "\(settings.address.bound(to: address?.port))", "scheme": "\(scheme)"])
                readiness.loaded(ledger)
                notification.ready()
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
