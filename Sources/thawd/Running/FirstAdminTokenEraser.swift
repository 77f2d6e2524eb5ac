package import Logging
package import Sightings
import Synchronization
import Wire

/// Erases the file with the first admin token when the token is first used.
package final class FirstAdminTokenEraser: Sendable {
    private let file: FirstAdminToken
    private let logger: Logger
    /// The ID of the token in the file; 0 if there is none to wait for.
    private let awaited = Atomic<Int64>(0)

    /// - Parameter ledger: finds the token's ID, also after a restart.
    package init(_ file: FirstAdminToken, ledger: Ledger, today: Day, logger: Logger) {
        self.file = file
        self.logger = logger
        guard let token = file.waiting() else { return }
        // A token that the ledger does not accept is never used, so its file stays.
        let known = try? ledger.tokens.authenticate(Array(token.text.utf8), on: today)
        awaited.store(known?.id.rawValue ?? 0, ordering: .relaxed)
    }

    /// Erases the file if this is the token. Otherwise costs one comparison.
    package func tokenWasUsed(_ token: Token) {
        guard token.id != .none, awaited.compareExchange(expected: token.id.rawValue, desired: 0, ordering: .relaxed).exchanged else {
            return
        }
        do {
            try file.erase()
        } catch {
            logger.error("The first admin token was used, but its file cannot be erased.", metadata: ["causes": "\(error)"])
        }
    }
}
