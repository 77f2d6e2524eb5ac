package import Logging
import Synchronization

/// Whether a listener was told to stop.
package final class ShutdownFlag: Sendable {
    private let value = Atomic(false)

    package init() {}

    var isSet: Bool { value.load(ordering: .acquiring) }
    package func set() { value.store(true, ordering: .releasing) }
}

/// A log that has no errors once the listener was told to stop.
///
/// Hummingbird logs an error if a listener closes as it opens, as in a refused start.
package struct ShutdownLog: LogHandler {
    private let flag: ShutdownFlag
    private let logger: Logger
    package var metadata = Logger.Metadata()
    package var logLevel: Logger.Level

    private init(_ logger: Logger, _ flag: ShutdownFlag) {
        self.logger = logger
        self.flag = flag
        logLevel = logger.logLevel
    }

    package static func logger(_ logger: Logger, _ flag: ShutdownFlag) -> Logger {
        Logger(label: logger.label) { _ in ShutdownLog(logger, flag) }
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        let level = flag.isSet && event.level >= .error ? .debug : event.level
        logger.log(
            level: level, event.message, metadata: metadata.merging(event.metadata ?? [:]) { $1 }, source: event.source, file: event.file,
            function: event.function, line: event.line)
    }
}
