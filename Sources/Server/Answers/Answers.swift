import Crypto
import Seal
import Sightings
import Wire

/// Makes every answer: for the JSON routes, the fast path, pages and calls.
///
/// Each function takes typed input and the requester, and returns a body of `Wire` or throws a ``Refusal``. None depends on HTTP.
struct Answers: Sendable {
    let ledger: Ledger
    let clock: WallClock
    let cursors: CursorSeal
    let random: RandomSource
    let settings: API.Settings
    let authenticator: Authenticator
    /// Makes tokens of log-ins, for as long as the process runs.
    let loginKey = SymmetricKey(size: .bits256)

    var chapter: Chapter { settings.chapter }

    /// Calls the ledger, and turns its error into a refusal.
    func asking<Value: Sendable>(_ ask: () async throws(LedgerError) -> Value) async throws(Refusal) -> Value {
        do { return try await ask() } catch { throw Refusal(ledger: error) }
    }
}
