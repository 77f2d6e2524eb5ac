import Crypto
import Seal
import Sightings
import Vocabulary
import Wire

/// Makes every answer: for the JSON routes, the fast path, pages and calls.
///
/// Each function takes typed input and the requester, and returns a body of `Wire` or throws a ``Refusal``. None depends on HTTP.
///
/// A class, because a copy of the value would count the references of all its parts at each look-up.
final class Answers: Sendable {
    let ledger: Ledger
    let clock: WallClock
    let cursors: CursorSeal
    let random: RandomSource
    let settings: API.Settings
    let authenticator: Authenticator
    /// The time of an answer to a look-up.
    let asOf = SecondText { WireTime.text($0) }
    /// Makes tokens of log-ins, for as long as the process runs.
    let loginKey = SymmetricKey(size: .bits256)
    /// Who may look up plates. Stored, because a copy of the rules would take longer than the comparison.
    let lowestLookupViewer: Viewer

    init(
        ledger: Ledger, clock: WallClock, cursors: CursorSeal, random: RandomSource, settings: API.Settings, authenticator: Authenticator
    ) {
        self.ledger = ledger
        self.clock = clock
        self.cursors = cursors
        self.random = random
        self.settings = settings
        self.authenticator = authenticator
        lowestLookupViewer = ledger.rules.lowestViewer(of: .confirmed)
    }

    var chapter: Chapter { settings.chapter }

    /// Calls the ledger, and turns its error into a refusal.
    func asking<Value: Sendable>(_ ask: () async throws(LedgerError) -> Value) async throws(Refusal) -> Value {
        do { return try await ask() } catch { throw Refusal(ledger: error) }
    }
}
