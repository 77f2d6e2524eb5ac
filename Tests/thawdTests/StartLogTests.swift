import Logging
import Server
import TestSupport
import Testing
import Vocabulary
import thawd

@Suite("The log of a start")
struct StartLogTests {
    @Test func `a start logs five lines`() {
        let kept = KeptLogs()
        let log = StartLog(Logger(label: "test") { _ in kept })
        log.began(file: "/etc/thawd/thawd.yaml")
        log.loaded(plates: 1_200, areas: 12)
        log.listening(
            at: .tcp(host: "127.0.0.1", port: 8780), scheme: "http", page: "http://127.0.0.1:8780/",
            operatorAddress: .tcp(host: "127.0.0.1", port: 8781))
        #expect(
            kept.lines == [
                "notice Starting thawd. version=\(ProgramVersion.text)",
                "notice Read the configuration. file=/etc/thawd/thawd.yaml",
                "notice Loaded the registry. plates=about 1200",
                "notice Loaded the areas. areas=12",
                "notice Serving. at=127.0.0.1:8780 operator=127.0.0.1:8781 page=http://127.0.0.1:8780/ scheme=http",
            ])
    }

    @Test func `outputs of alerts have a line of their own, without their names`() {
        let kept = KeptLogs()
        StartLog(Logger(label: "test") { _ in kept }).alerting(outputs: 2)
        #expect(kept.lines == ["notice Sending alerts. outputs=2"])
    }

    @Test func `corrections that removed outputs were owed are counted, and none is no line`() {
        let kept = KeptLogs()
        let log = StartLog(Logger(label: "test") { _ in kept })
        log.dropping(corrections: 0, ofRemovedOutputs: 0)
        log.dropping(corrections: 3, ofRemovedOutputs: 1)
        #expect(
            kept.lines == [
                "warning Alert outputs were removed or renamed. The corrections that were waiting for them are dropped. "
                    + "corrections=3 outputs=1"
            ])
    }

    @Test func `without a file or a page, it says none and names no page`() {
        let kept = KeptLogs()
        let log = StartLog(Logger(label: "test") { _ in kept })
        log.began(file: nil)
        log.listening(
            at: .unix(path: "/run/thawd/thawd.sock", mode: ListenAddress.unixMode), scheme: "http", page: nil,
            operatorAddress: .tcp(host: "127.0.0.1", port: 8781))
        #expect(kept.lines[1] == "notice Read the configuration. file=none")
        #expect(kept.lines[2] == "notice Serving. at=unix:/run/thawd/thawd.sock operator=127.0.0.1:8781 scheme=http")
    }

    @Test func `the version has three numbers`() {
        #expect(ProgramVersion.text.wholeMatch(of: /\d+\.\d+\.\d+/) != nil)
    }
}
