package import Logging
import Synchronization

/// A log that keeps its lines.
package final class KeptLogs: LogHandler {
    private let kept = Mutex<[String]>([])
    private let level: Logger.Level

    package init(level: Logger.Level = .info) {
        self.level = level
    }

    package var lines: [String] { kept.withLock { $0 } }
    package var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }
    package var logLevel: Logger.Level {
        get { level }
        set {}
    }
    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }

    package func log(event: LogEvent) {
        let fields = (event.metadata ?? [:]).map { "\($0)=\($1)" }.sorted().joined(separator: " ")
        kept.withLock { $0.append("\(event.level) \(event.message) \(fields)") }
    }
}

extension Logger {
    /// A logger that drops its lines.
    package static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
}
