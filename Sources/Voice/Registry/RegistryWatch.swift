import ServiceLifecycle
import Synchronization
import Vocabulary
import Wire

/// Checks that the registry answers anyone, and that the token can do no more than it must.
///
/// Anyone can call, so this program must not ask a registry that answers only members. A registry that cannot be reached is asked again.
package final class RegistryWatch: Service {
    package enum Problem: Error, Hashable, Sendable {
        /// `visibility.public` is false.
        case isPrivate
        /// The token is of another role than caller, or is not accepted.
        case token
    }

    private static let untilReached = Duration.seconds(5)
    private static let between = Duration.seconds(600)

    private let client: RegistryClient
    private let isGood = Mutex(false)

    package init(_ client: RegistryClient) {
        self.client = client
    }

    /// Whether the last check was passed.
    package var isReady: Bool { isGood.withLock { $0 } }

    /// - Throws: ``Problem``, so that the program ends with its reason.
    package func run() async throws {
        do {
            try await cancelWhenGracefulShutdown {
                while true {
                    let isReached = try await self.check()
                    self.isGood.withLock { $0 = isReached }
                    try await Task.sleep(for: isReached ? Self.between : Self.untilReached)
                }
            }
        } catch {
            // A client must be shut down before it goes. Calls that still ask it hear that the registry did not answer.
            await client.shutdown()
            if !(error is CancellationError) { throw error }
        }
    }

    /// - Returns: false if the registry could not be asked.
    private func check() async throws(Problem) -> Bool {
        let role: Role
        let isPublic: Bool
        do {
            role = try await client.ownToken().role
            isPublic = try await client.answersAnyone()
        } catch {
            if let code = error.problem?.errorCode, Self.tokenErrors.contains(code) { throw .token }
            return false
        }
        guard role == .caller else { throw .token }
        guard isPublic else { throw .isPrivate }
        return true
    }

    private static let tokenErrors: Set<ErrorCode> = [.tokenMalformed, .tokenUnknown, .tokenExpired, .tokenRevoked, .tokenLoggedOut]
}
