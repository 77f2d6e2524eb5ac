package import Logging
package import Sightings
import Synchronization
import Wire

/// Waits for the first admin token to be used, and then erases the file that held it.
package final class FirstUse: Sendable {
    private let file: FirstAdminToken
    private let logger: Logger
    /// The id of the token in the file; 0 once there is nothing to wait for.
    private let awaited = Atomic<Int64>(0)

    /// - Parameter ledger: knows whose token the file holds, after a restart too.
    package init(_ file: FirstAdminToken, ledger: Ledger, today: Day, logger: Logger) {
        self.file = file
        self.logger = logger
        guard let token = file.waiting() else { return }
        let known = try? ledger.tokens.authenticate(Array(token.text.utf8), on: today)
        awaited.store(known?.id.rawValue ?? 0, ordering: .relaxed)
    }

    /// Costs one comparison, but for the one time.
    package func note(_ token: Token) {
        guard token.id != .none, awaited.compareExchange(expected: token.id.rawValue, desired: 0, ordering: .relaxed).exchanged else {
            return
        }
        do {
            try file.erase()
        } catch {
            logger.error("The first admin token was used, but its file could not be erased.", metadata: ["causes": "\(error)"])
        }
    }
}
