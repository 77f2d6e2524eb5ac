import Vocabulary
package import Wire

/// Why the daemon did not start, or stopped: each cause with its code of the one error table.
///
/// No sentence holds a secret, a plate, a token or an address of a peer.
package struct DaemonError: Error, Hashable, Sendable, CustomStringConvertible {
    package struct Cause: Hashable, Sendable {
        package let code: ErrorCode
        /// What is wrong, and with what.
        package let detail: String

        package init(_ code: ErrorCode, _ detail: String) {
            self.code = code
            self.detail = detail
        }

        /// What is wrong with one line of a file, one variable or one flag.
        init(_ code: ErrorCode, at origin: String, _ detail: String) {
            self.init(code, "\(origin): \(detail)")
        }
    }

    /// Never empty; all that is known to be wrong, so that all of it can be mended at once.
    package let causes: [Cause]

    package init(_ causes: [Cause]) {
        precondition(!causes.isEmpty, "an error has a cause")
        self.causes = causes
    }

    package init(_ code: ErrorCode, _ detail: String) {
        self.init([Cause(code, detail)])
    }

    /// 78 (EX_CONFIG) where only the configuration has to change, else 1.
    package var exitStatus: Int32 {
        let groups: Set<String> = ["config", "areas", "tls"]
        return causes.allSatisfy { groups.contains($0.code.group) || $0.code == .sealBesideData } ? 78 : 1
    }

    /// One line a cause: its code, what is wrong, what to do.
    package var description: String {
        let lines = causes.map { cause in
            // Where the detail says what to do, the table's advice would only say it again.
            let isComplete = [.configValue, .configUnknownKey].contains(cause.code) || cause.detail.hasSuffix(cause.code.advice)
            // It may hold a name from a file or a sentence from a daemon; neither may steer the operator's terminal.
            return "\(cause.code.rawValue): \(cause.detail.safeForScreen)\(isComplete ? "" : " \(cause.code.advice)")"
        }
        guard lines.count > 1 else { return lines[0] }
        return "\(lines.count) things have to change first:\n" + lines.map { "  \($0)" }.joined(separator: "\n")
    }
}
