import FoundationEssentials
import Synchronization
package import Wire

/// An HTTP client of a registry.
///
/// Calls block. They reuse connections, and try again within the limits of ``RetryPolicy`` if that is safe. The client never follows
/// redirects, so the token goes only to ``server``. An answer that does not fit the request is an error, so no failure can be mistaken for
/// "not listed".
package final class ThawClient: Sendable {
    package let server: ServerAddress
    private let settings: ClientSettings
    private let environment: ClientEnvironment
    private let interruption: Interruption
    private let connection: Mutex<CurlConnection>
    private let clockAhead = Mutex<Int64?>(nil)

    package init(
        server: ServerAddress, token: BearerToken?, settings: ClientSettings = ClientSettings(), environment: ClientEnvironment,
        interruption: Interruption = Interruption()
    ) {
        self.server = server
        self.settings = settings
        self.environment = environment
        self.interruption = interruption
        connection = Mutex(
            CurlConnection(
                server: server, token: token?.text, settings: settings, environment: environment.variables, interruption: interruption))
    }

    /// A client for the account's server, with the account's token, pins and certificate file.
    package convenience init(
        account: Account, settings: ClientSettings = ClientSettings(), environment: ClientEnvironment,
        interruption: Interruption = Interruption()
    ) {
        var settings = settings
        settings.pins = account.pins
        settings.certificateFile = account.certificateFile
        self.init(server: account.server, token: account.token, settings: settings, environment: environment, interruption: interruption)
    }

    /// How far the server's clock was ahead of this machine's at the last answer, accurate to about a second.
    package var clockDifferenceSeconds: Int64? { clockAhead.withLock { $0 } }

    /// The client warns of a larger difference, in seconds, and corrects it.
    package static let clockDifferenceMax: Int64 = 120

    /// The clock difference; asks the server if no answer gave it yet. `nil` if the server sends no time.
    ///
    /// - Throws: the error if the server could not be reached.
    package func learnClock() throws(ClientError) -> Int64? {
        if let known = clockDifferenceSeconds { return known }
        do throws(ClientError) {
            _ = try ownToken()
        } catch {
            // A refusal has a date, too.
            guard error.kind != .refused, error.kind != .malformed else { return clockDifferenceSeconds }
            throw error
        }
        return clockDifferenceSeconds
    }

    /// Sends a request and reads the answer's JSON.
    func ask<Answer: Decodable>(_ request: HTTPRequest, for type: Answer.Type = Answer.self) throws(ClientError) -> Answer {
        let answer = try send(request)
        guard answer.mediaType == WireJSON.mediaType else { throw ClientError(.notJSON, status: answer.status) }
        do {
            return try WireJSON.decodeAnswer(type, from: Data(answer.body))
        } catch {
            throw ClientError(.notUnderstood, subject: error.field, status: answer.status)
        }
    }

    /// Sends a request until it succeeds. Tries again only if that is safe and useful.
    @discardableResult
    func send(_ request: HTTPRequest) throws(ClientError) -> HTTPAnswer {
        var policy = settings.retry
        if !request.isRepeatable { policy.attemptsMax = 1 }
        let start = environment.elapsed()
        var attempt = 1
        while true {
            let elapsed = seconds(environment.elapsed() - start)
            do {
                return try sendOnce(request, withinSeconds: min(settings.attemptSeconds, max(1, policy.totalSeconds - elapsed)))
            } catch {
                let elapsed = seconds(environment.elapsed() - start)
                let wait = policy.wait(afterAttempt: attempt, error: error, elapsedSeconds: elapsed, random: environment.random())
                guard let wait else { throw error }
                settings.onWait?(RetryWait(seconds: wait, because: error))
                environment.wait(wait, interruption)
                attempt += 1
            }
        }
    }

    private func sendOnce(_ request: HTTPRequest, withinSeconds limit: Double) throws(ClientError) -> HTTPAnswer {
        let before = environment.now()
        let answer = try connection.withLock { connection throws(ClientError) in try connection.perform(request, withinSeconds: limit) }
        if let seconds = answer.serverSeconds {
            let middle = before + (environment.now() - before) / 2
            clockAhead.withLock { $0 = seconds - middle }
        }
        guard 200..<300 ~= answer.status || answer.status == 304 && request.knownTag != nil else { throw Self.error(from: answer) }
        return answer
    }

    /// The error of an answer without a success status.
    private static func error(from answer: HTTPAnswer) -> ClientError {
        if answer.mediaType == Problem.mediaType, let problem = try? WireJSON.decodeAnswer(Problem.self, from: Data(answer.body)) {
            return ClientError(.refused, problem: problem, status: answer.status, retryAfterSeconds: answer.retryAfterSeconds)
        }
        let reason: ClientError.Reason =
            switch answer.status {
            case 300..<400: .redirected
            // Without a problem body, these come from a proxy in front of the server.
            case 429, 502, 503, 504: .gateway
            default: .notJSON
            }
        return ClientError(reason, status: answer.status, retryAfterSeconds: answer.retryAfterSeconds)
    }

    private func seconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
    }
}
