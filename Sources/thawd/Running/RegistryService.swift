import Alerts
import DaemonSupport
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

/// Loads the registry, serves it, and ages it. Stops with everything accepted on disk. After a restore, it starts over.
struct RegistryService: Service {
    let plan: StartPlan
    /// Closed after the service ends.
    let registry: OpenRegistry
    let acceptsClock: Bool
    let onLoss: LossResponse
    let live: LiveRegistry
    let certificates: TLSCertificates?
    let metrics: PrometheusRegistry
    let notification: ServiceNotification
    let readiness: Readiness
    let logger: Logger
    private let figures = RegistryFigures()

    func run() async throws {
        defer { live.end() }
        var registry = registry
        var finished: Maintenance?
        while true {
            do {
                defer { registry.close() }
                try await serve(registry, after: finished)
            } catch {
                finished?.end(error as? DaemonError ?? DaemonError(.internalError, "Cannot serve the registry again."))
                throw error
            }
            // Needed if it was told to stop before it listened.
            finished?.end()
            guard let maintenance = live.closed() else { return }
            logger.notice("Closed for a restore.")
            await maintenance.run()
            guard !Task.isShuttingDownGracefully else { return maintenance.end() }
            do {
                registry = try OpenRegistry(in: registry.home, logger: logger)
            } catch {
                maintenance.end(error)
                throw error
            }
            finished = maintenance
        }
    }

    /// Serves until it is told to stop, or until maintenance interrupts it.
    ///
    /// - Parameter finished: the maintenance before. Its caller is answered once the registry is served again.
    private func serve(_ registry: OpenRegistry, after finished: Maintenance?) async throws {
        let notices = AsyncStream<AlertNotice>.makeStream(bufferingPolicy: .bufferingNewest(AlertRelay.noticesMax))
        let ledger = try await openLedger(of: registry) { notices.continuation.yield($0) }
        try await prepare(ledger, registry)
        let server = try makeServer(for: ledger, finished)
        let ageing = AgeingService(
            ledger: ledger, clock: Daemon.clock,
            hold: ClockHold(clock: Daemon.clock, mark: ClockMark(folder: registry.folder), logger: logger),
            settingsDigest: plan.settingsDigest, figures: figures, logger: logger)
        // They stop in reverse order: the server's last reports may still make alerts.
        let services: [any Service] = alerting(about: ledger, notices.stream) + [ageing, server]
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(services: services.map { $0.named() }, logger: logger.forServiceGroup))
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
        // If the store failed, `Daemon.run` asks for that at its end.
        if !ledger.hasFailed { readiness.unloaded() }
        try result.get()
        logger.info("All accepted data is on disk.")
    }

    /// The sender of alerts and the services that feed it; none without an output.
    private func alerting(about ledger: Ledger, _ notices: AsyncStream<AlertNotice>) -> [any Service] {
        guard let alerts = plan.alerts else { return [] }
        for (name, help) in AlertMetrics.descriptions { metrics.describe(name, help) }
        let sender = AlertService(
            alerts.outputs.values.map(\.destination), proxy: plan.settings.alertProxy,
            time: AlertTime(seconds: { Daemon.clock.now().seconds }, uptime: MonotonicUptime.now), metrics: AlertMetrics(factory: metrics)
        ) { message, output in
            guard let corrected = AlertWriter.corrected(by: message) else { return }
            // If the disk is full, the correction stays due, and is offered again.
            try? await ledger.corrected(corrected, at: output)
        }
        StartLog(logger).alerting(outputs: alerts.outputs.count)
        let ends = AlertRelay.Ends(
            owedCorrections: { await ledger.owedCorrections() }, reportHeldBack: { await ledger.reportHeldBack() },
            post: { sender.post($0, to: $1) }, dropAlerts: { sender.dropAlerts(for: $0) }, takeTroubles: { sender.takeTroubles() })
        return [sender, AlertRelay(notices, writer: AlertWriter(alerts, clock: Daemon.clock), ends: ends, logger: logger)]
    }

    private func openLedger(
        of registry: OpenRegistry, onAlert: @escaping @Sendable (AlertNotice) -> Void
    ) async throws(DaemonError) -> Ledger {
        func opened(_ onLoss: LossResponse) async throws(DaemonError) -> Ledger {
            try await registry.openLedger(clock: Daemon.clock, acceptsClock: acceptsClock, onLoss: onLoss, onAlert: onAlert)
        }
        guard onLoss != .refuse else { return try await opened(.refuse) }
        do throws(DaemonError) {
            let ledger = try await opened(.refuse)
            logger.warning("Nothing is missing. Remove --accept-loss: it would accept a later loss at the same commit.")
            return ledger
        } catch {
            guard error.causes.first?.code == .storeIncomplete else { throw error }
            return try await opened(onLoss)
        }
    }

    /// Finishes interrupted purges, records the settings, and hands over the first admin token, before the first answer.
    private func prepare(_ ledger: Ledger, _ registry: OpenRegistry) async throws(DaemonError) {
        do throws(LedgerError) {
            try await ledger.finishPurges(pause: .zero)
            try await ledger.recordSettings(plan.settingsDigest)
        } catch {
            // Look-ups need no disk space, and nobody sees the data of an unfinished purge.
            guard error == .storeFull || error == .clockJumped else { throw DaemonError(operating: error, DaemonError.purgeInterrupted) }
            if error == .storeFull {
                logger.warning(
                    "The disk is full. Interrupted purges continue, and changed settings are recorded, once there is space.")
            }
        }
        // If the clock has jumped, valid admin tokens may seem to be expired.
        guard Daemon.clock.jump() == nil else { return await publishFigures(of: ledger) }
        try await registry.handFirstAdminToken(from: ledger, toTerminal: isatty(STDOUT_FILENO) == 1) { text in
            print(text)
            fflush(nil)
        }
        await publishFigures(of: ledger)
    }

    private func publishFigures(of ledger: Ledger) async {
        // Before the first sweep drops them.
        let dropped = await ledger.correctionsOfRemovedOutputs()
        StartLog(logger).dropping(corrections: dropped.corrections, ofRemovedOutputs: dropped.outputs)
        let latest = await ledger.figures
        StartLog(logger).loaded(plates: latest.plates, areas: plan.areas.areas.count)
        figures.update(latest)
        figures.register(ledger, in: metrics)
        metrics.gauge("thaw_disk_free_bytes", "Free space on the data folder's disk, in whole MiB.") { [readiness] in
            Double(RoundedFigure.floored(readiness.freeBytes, step: RoundedFigure.bytesStep))
        }
    }

    private func makeServer(for ledger: Ledger, _ finished: Maintenance?) throws -> HTTPServer<some HTTPResponder<APIContext>> {
        let settings = plan.settings
        let chapter = Chapter(help: settings.chapterHelp, contact: settings.chapterContact)
        let origins = OriginResolver(proxies: try TrustedProxies(settings.proxies), logger: logger)
        let serverMetrics = ServerMetrics(factory: metrics)
        var rates = Rates()
        rates.perMinute[.anonymous] = settings.anonymousLookupsPerMinute
        rates.perMinute[.token] = settings.tokenRequestsPerMinute
        rates.perMinute[.pages] = settings.pagesPerMinute
        let eraser = FirstAdminTokenEraser(
            FirstAdminToken(folder: registry.folder), ledger: ledger, today: ledger.rules.day(of: Daemon.clock.now()), logger: logger)
        let api = API(
            ledger: ledger, clock: Daemon.clock, cursors: registry.keys.cursors, random: .system,
            settings: API.Settings(
                name: settings.registryName, areas: plan.areas, country: settings.country,
                issuer: settings.issuer == .unknown ? nil : settings.issuer, chapter: chapter),
            origins: origins, rates: RateLimiter(rates: rates, uptime: { .now() }),
            metrics: serverMetrics, pages: plan.pages, onUse: eraser.tokenWasUsed)
        metrics.gauge("thaw_list_fetches", "How often the list for devices was sent on the last whole day, to all tokens together.") {
            Double(api.listFetchesOfLastDay)
        }
        // Logged at debug only: on a quiet server, the times of requests would reveal when a day's rows were written.
        let log = RequestLog(logger: logger, level: .debug, metrics: serverMetrics, uptime: { .now() })
        return HTTPServer(
            responder: api.router(observers: [RequestLogMiddleware(log)]).buildResponder(),
            settings: ServerSettings(
                address: settings.address, certificates: certificates, limits: settings.limits, help: chapter.help,
                contact: chapter.contact,
                site: plan.site
            ),
            metrics: serverMetrics, logger: logger, origins: origins, tokens: api.tokenCheck,
            fastPath: settings.usesFastPath ? api.fastPath(log: log) : nil,
            onListening: { address in
                let scheme = certificates == nil ? "http" : "https"
                let bound = settings.address.bound(to: address?.port)
                let hasPage = plan.pages != nil && settings.pageOrigins.isEmpty && !bound.isSocket
                StartLog(logger).listening(
                    at: bound, scheme: scheme, page: hasPage ? "\(scheme)://\(bound)/" : nil, operatorAddress: settings.operatorAddress)
                readiness.loaded(ledger)
                notification.ready()
                finished?.end()
            })
    }
}

extension ListenAddress {
    /// The address with the port that the system chose, if it had to choose one.
    fileprivate func bound(to port: Int?) -> ListenAddress {
        guard case .tcp(let host, 0) = self, let port else { return self }
        return .tcp(host: host, port: port)
    }
}
