package import Logging

extension Logger {
    /// A logger that writes to standard error. Call it once.
    package static func daemon(_ level: Level, label: String = "thawd") -> Logger {
        LoggingSystem.bootstrap { label in
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = level
            return handler
        }
        return Logger(label: label)
    }

    /// Without the levels at which a service group writes each service: one without a name with all its values, the operator's settings and
    /// the keys among them.
    package var forServiceGroup: Logger {
        var logger = self
        logger.logLevel = max(logLevel, .info)
        return logger
    }
}
