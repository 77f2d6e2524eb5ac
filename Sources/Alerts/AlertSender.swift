import AsyncHTTPClient
import FoundationEssentials
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Outbound
import Wire

/// Sends single messages over HTTP. Close it before it goes.
///
/// It has a thread of its own: no handshake of it may delay a look-up on the threads of connections.
package final class AlertSender: Sendable {
    /// The time of a whole try: name, connection, TLS, request and answer.
    package static let timeout = Duration.seconds(10)
    /// signal-cli lists each member of a group, and there may be 1,000 members. Other bodies are not read.
    private static let answerBytesMax = 1 << 20

    private let group: MultiThreadedEventLoopGroup
    private let direct: HTTPClient
    private let proxied: HTTPClient?
    private let timeout: Duration

    package init(proxy: AlertProxy?, timeout: Duration = AlertSender.timeout) {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        self.group = group
        self.timeout = timeout
        direct = Self.client(on: group, timeout, proxy: nil)
        proxied = proxy.map { Self.client(on: group, timeout, proxy: $0) }
    }

    private static func client(on group: MultiThreadedEventLoopGroup, _ timeout: Duration, proxy: AlertProxy?) -> HTTPClient {
        var configuration = HTTPClient.Configuration.outbound
        configuration.timeout.connect = TimeAmount(timeout)
        // The output's own tries have the pauses and the counts.
        configuration.connectionPool.retryConnectionEstablishment = false
        // Alerts are rare, and a kept connection may have died.
        configuration.maximumUsesPerConnection = 1
        configuration.proxy = proxy.map { HTTPClient.Configuration.Proxy.socksServer(host: $0.host, port: $0.port) }
        return HTTPClient(eventLoopGroupProvider: .shared(group), configuration: configuration)
    }

    /// Makes one try. It ends at once if the task is canceled.
    ///
    /// - Parameter seconds: the present time, since 1970.
    package func send(_ message: AlertMessage, to destination: AlertDestination, at seconds: Int64) async -> AlertOutcome {
        // The library's own deadline ends with the head of the answer, so a slow body would have none.
        await withTaskGroup(of: AlertOutcome.self) { tries in
            tries.addTask { await self.exchange(message, with: destination, at: seconds) }
            tries.addTask { [timeout] in
                try? await Task.sleep(for: timeout)
                return .failed(.timeout)
            }
            let first = await tries.next() ?? .failed(.timeout)
            tries.cancelAll()
            return first
        }
    }

    /// Ends all connections. Nobody waits for those that are still being made: they end within the time of a try.
    package func close() {
        Task { [direct, proxied, group] in
            try? await direct.shutdown()
            try? await proxied?.shutdown()
            try? await group.shutdownGracefully()
        }
    }

    private func exchange(_ message: AlertMessage, with destination: AlertDestination, at seconds: Int64) async -> AlertOutcome {
        // Without a proxy, a connection to an onion service would reveal its name to a resolver.
        guard destination.reach != .onion || proxied != nil else { return .failed(.unreachable) }
        let client = destination.reach == .thisMachine ? direct : proxied ?? direct
        let request = destination.request(message, at: seconds)
        var call = HTTPClientRequest(url: request.url)
        call.method = .POST
        call.headers = HTTPHeaders(request.headers)
        call.body = .bytes(ByteBuffer(bytes: request.body))
        let answer: HTTPClientResponse
        do {
            answer = try await client.execute(call, timeout: TimeAmount(timeout))
        } catch {
            return .failed(Self.failure(error))
        }
        let status = Int(answer.status.code)
        guard 200..<300 ~= status else {
            let wait = [429, 503].contains(status) ? answer.headers.first(name: "Retry-After") : nil
            return .failed(.status(status), wait: wait.flatMap { RetryAfter.wait($0, at: seconds) })
        }
        guard case .signal = destination.form else { return .delivered(status: status) }
        return await Self.signalOutcome(of: message, answer)
    }

    /// signal-cli answers 200 to a call that failed, too.
    private static func signalOutcome(of message: AlertMessage, _ answer: HTTPClientResponse) async -> AlertOutcome {
        let bytes: ByteBuffer
        do {
            bytes = try await answer.body.collect(upTo: answerBytesMax)
        } catch {
            return .failed(error is NIOTooManyBytesError ? .unreadable : .broken)
        }
        guard let call = try? WireJSON.decode(SignalAnswer.self, from: Data(bytes.readableBytesView)) else { return .failed(.unreadable) }
        if let error = call.error { return .failed(.signal(error.code)) }
        guard call.id == message.id, call.result != nil else { return .failed(.unreadable) }
        return .delivered(status: Int(answer.status.code))
    }

    private static func failure(_ error: any Error) -> AlertFailure {
        if error is NIOSSLError || error is NIOSSLExtraError || error is BoringSSLError { return .certificate }
        if let error = error as? HTTPClientError {
            if timeouts.contains(error) { return .timeout }
            return error == .remoteConnectionClosed ? .broken : .unreachable
        }
        if let error = error as? IOError { return [ECONNRESET, EPIPE].contains(error.errnoCode) ? .broken : .unreachable }
        return error is HTTPParserError ? .broken : .unreachable
    }

    private static let timeouts: [HTTPClientError] = [.deadlineExceeded, .connectTimeout, .socksHandshakeTimeout, .tlsHandshakeTimeout]
}

/// signal-cli's answer, as far as it matters.
private struct SignalAnswer: Decodable {
    struct Failure: Decodable {
        let code: Int
    }

    struct Result: Decodable {
        let timestamp: Int64
    }

    /// null if the call could not be read.
    let id: String?
    let result: Result?
    let error: Failure?
}
