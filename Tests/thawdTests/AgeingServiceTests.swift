import Sightings
import Testing
import thawd

@Suite("Ageing after an error")
struct AgeingServiceTests {
    @Test(
        "after errors that may pass",
        arguments: [.busy(retryAfterSeconds: 1), .storeFull, .weekKeyFailed, .tombstoneFailed] as [LedgerError])
    func passing(error: LedgerError) {
        #expect(AgeingService.pause(after: error) != nil)
    }

    @Test("ageing ends if nothing can be written before a restart", arguments: [.storeFailed, .stopping] as [LedgerError])
    func lasting(error: LedgerError) {
        #expect(AgeingService.pause(after: error) == nil)
    }
}
