import Logging
import Server
import TestSupport
import Testing

struct ShutdownLogTests {
    @Test("an error stays an error until the listener begins to stop, and other lines do not change")
    func levels() {
        let kept = KeptLogs()
        let flag = ShutdownFlag()
        let logger = ShutdownLog.logger(Logger(label: "test") { _ in kept }, flag)
        logger.error("first")
        flag.set()
        logger.error("second")
        logger.notice("third", metadata: ["a": "1"])
        #expect(kept.lines == ["error first ", "notice third a=1"])
    }
}
