import DaemonSupport
import Foundation
import Hummingbird
import Logging
import Metrics
import NIOCore
import Server
import ServiceLifecycle
import Voice
import Wire

/// The whole program: the fronts, the registry's client and the operator's listener.
struct VoiceDaemon: Sendable {
    let plan: VoicePlan
    let environment: [String: String]
    let logger: Logger

    /// The time that calls have to end once the program is told to stop.
    private static let stoppingTime = Duration.seconds(10)

    func run() async throws(DaemonError) {
        let registry = PrometheusRegistry()
        MetricsSystem.bootstrap(registry)
        registry.addProcessMetrics()
        Self.describe(in: registry)
        let limits = CallLimits(plan.settings.limits, uptime: MonotonicUptime.now)
        registry.gauge("thaw_voice_calls", "Calls right now.") { Double(limits.calls) }

        let client = RegistryClient(address: plan.settings.registryAddress.text, token: plan.token)
        let watch = RegistryWatch(client)
        let questions = CallQuestions(registry: client, limits: limits, metrics: CallMetrics(factory: registry))
        let transfers = Transfers(uptime: MonotonicUptime.now)
        // The fronts stop first: the registry's client is needed to the end.
        var services: [any Service] = [
            watch,
            OperatorListener(
                address: plan.settings.operatorAddress, registry: registry,
                checks: [ReadinessCheck("registry") { watch.isReady }], logger: logger, transfers: { transfers.take($0) }),
        ]
        if let front = webhookServer(questions, registry) { services.append(front) }
        if let front = audioSocketFront(questions, transfers) { services.append(front) }
        ServiceNotification(environment: environment).ready()
        try await run(services)
    }

    private func run(_ services: [any Service]) async throws(DaemonError) {
        do {
            try await runUntilStopped(services, stopTime: Self.stoppingTime, logger: logger)
        } catch let error as ServerError {
            throw DaemonError(error.code, "Cannot \(error.attempted).")
        } catch RegistryWatch.Problem.isPrivate {
            throw DaemonError(
                .configValue,
                "This registry has visibility.public: false. Anyone can call, so thaw-voice does not answer calls for it.")
        } catch RegistryWatch.Problem.token {
            throw DaemonError(
                .configValue, "registry.token_file: thawd does not accept the token, or its role is not caller. Make a new one.")
        } catch let error as IOError {
            throw DaemonError(.addressUnusable, "Cannot listen for AudioSocket: \(String(cString: strerror(error.errnoCode))).")
        } catch {
            throw DaemonError(.internalError, "A service of thaw-voice ended unexpectedly.")
        }
    }

    private func webhookServer(_ questions: CallQuestions, _ registry: PrometheusRegistry) -> (any Service)? {
        guard let settings = plan.webhook else { return nil }
        let front = WebhookFront(settings, questions: questions, now: { Int64(Date().timeIntervalSince1970) })
        var limits = ServerLimits()
        limits.connection.connections = 128
        limits.request.acceptsBatches = false
        limits.times.graceTime = .seconds(5)
        return HTTPServer(
            responder: front.router.buildResponder(),
            settings: ServerSettings(address: plan.settings.webhookAddress, limits: limits),
            metrics: ServerMetrics(factory: registry), logger: logger)
    }

    private func audioSocketFront(_ questions: CallQuestions, _ transfers: Transfers) -> AudioSocketFront? {
        guard let sounds = plan.sounds, case .tcp(let host, let port) = plan.settings.audioSocketAddress else { return nil }
        let peers = plan.settings.audioSocketPeers.compactMap { AddressRange($0) }
        var settings = AudioSocketFront.Settings(host: host, port: port) { address in
            IPAddress(address).map { address in peers.contains { $0.contains(address) } } ?? false
        }
        (settings.language, settings.call) = (plan.settings.language, VoicePlan.call(plan.settings))
        return AudioSocketFront(
            settings, questions: questions, recognizer: WyomingRecognizer(socketPath: plan.settings.recognizerSocket), sounds: sounds,
            transfers: transfers, logger: logger)
    }

    private static func describe(in registry: PrometheusRegistry) {
        ServerMetrics.describe(in: registry)
        registry.describe("thaw_voice_calls_total", "Calls, by front and outcome.")
        registry.describe("thaw_voice_lookups_total", "Look-ups and searches by keys, by whether they were answered.")
        registry.describe("thaw_voice_recognitions_total", "Utterances given to the recognizer, by whether it found a text.")
        registry.describe("thaw_voice_refusals_total", "Webhooks and connections that were refused, by reason.")
    }
}
