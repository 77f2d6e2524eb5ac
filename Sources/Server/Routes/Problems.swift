import Hummingbird
import Logging
import NIOCore
import Sightings
import Wire

/// Turns an error into a problem: every refusal has a code of the table, and no error's own text is shown.
struct Problems: Sendable {
    let chapter: Chapter

    /// The refusal, and its body as JSON.
    func answer(to error: any Error, logger: Logger) -> (refusal: Refusal, body: [UInt8]) {
        let refusal = refusal(error, logger)
        return (refusal, body(of: refusal))
    }

    func body(of refusal: Refusal) -> [UInt8] {
        let problem = Problem(
            refusal.code, detail: refusal.detail, field: refusal.field, help: chapter.help, contact: chapter.contact)
        return [UInt8](WireJSON.encode(problem))
    }

    /// The refusal that an error means to a client.
    func refusal(_ error: any Error, _ logger: Logger) -> Refusal {
        switch error {
        case let refusal as Refusal: return refusal
        case let error as WireError: return Refusal(error)
        case let error as LedgerError: return Refusal(ledger: error)
        case is NIOTooManyBytesError: return Refusal(.requestTooLarge)
        case let error as HTTPError where error.status == .contentTooLarge: return Refusal(.requestTooLarge)
        case let error as HTTPError where error.status.kind == .clientError: return Refusal(.requestMalformed)
        default:
            // The error's text could quote the request, so only its type is logged.
            logger.error("A request failed inside the server", metadata: ["error": "\(type(of: error))"])
            return Refusal(.internalError)
        }
    }
}
