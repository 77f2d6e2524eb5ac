import Vocabulary
package import Wire

/// Why the daemon did not start, why it stopped, or why a command failed. Each cause has a code from the error table.
///
/// No sentence contains a secret, a plate, a token or a peer's address.
package struct DaemonError: Error, Hashable, Sendable, CustomStringConvertible {
    package struct Cause: Hashable, Sendable {
        package let code: ErrorCode
        /// The problem, with the file, setting or path.
        package let detail: String

        package init(_ code: ErrorCode, _ detail: String) {
            self.code = code
            self.detail = detail
        }

        /// A cause in one line of a file, one variable or one flag.
        package init(_ code: ErrorCode, at origin: String, _ detail: String) {
            self.init(code, "\(origin): \(detail)")
        }
    }

    /// Never empty. All known causes, so that the operator can fix them all at once.
    package let causes: [Cause]

    package init(_ causes: [Cause]) {
        precondition(!causes.isEmpty, "an error has a cause")
        self.causes = causes
    }

    package init(_ code: ErrorCode, _ detail: String) {
        self.init([Cause(code, detail)])
    }

    /// 78 (EX_CONFIG) if only the configuration must change, else 1.
    package var exitStatus: Int32 {
        let groups: Set<String> = ["config", "areas", "tls"]
        return causes.allSatisfy { groups.contains($0.code.group) || $0.code == .sealBesideData } ? 78 : 1
    }

    /// One line for each cause: its code, the problem, the advice.
    package var description: String {
        let lines = causes.map { cause in
            // If the detail already says what to do, the advice would repeat it.
            let isComplete = [.configValue, .configUnknownKey].contains(cause.code) || cause.detail.hasSuffix(cause.code.advice)
            // It may contain text from a file or a daemon, which must not control the operator's terminal.
            return "\(cause.code.rawValue): \(cause.detail.safeForScreen)\(isComplete ? "" : " \(Self.advice(on: cause.code))")"
        }
        guard lines.count > 1 else { return lines[0] }
        return "\(lines.count) errors:\n" + lines.map { "  \($0)" }.joined(separator: "\n")
    }

    /// The table's advice, unless that speaks to those who report over HTTP.
    private static func advice(on code: ErrorCode) -> String {
        switch code {
        case .storeFull: "Free disk space, then try again."
        case .storeBusy, .serverStopping: "Try again in a moment."
        case .storeReadOnly: "See the log, check the disk, and restart the daemon."
        case .clockJumped: "Correct the clock, or accept it once with thawd serve --accept-clock."
        case .requestEmpty, .requestTooManyItems, .requestValue: "See the command's --help."
        default: code.advice
        }
    }
}

/// Runs `work`. Any error of it becomes an error with this code and this sentence.
@discardableResult
package func failing<Value>(as code: ErrorCode, _ detail: String, _ work: () throws -> Value) throws(DaemonError) -> Value {
    do { return try work() } catch { throw DaemonError(code, detail) }
}

extension [DaemonError.Cause] {
    /// Runs one of several checks. If it fails, this adds its causes and returns nil.
    @discardableResult
    package mutating func collect<Value>(_ check: () throws(DaemonError) -> Value) -> Value? {
        do throws(DaemonError) {
            return try check()
        } catch {
            self += error.causes
            return nil
        }
    }
}
