package import Wire

/// Why a call to this module failed.
///
/// `kind` separates three cases that a person must never confuse: the registry could not be reached, it refused, or something else
/// answered. An error never contains a plate or a token.
package struct ClientError: Error, Sendable {
    package enum Kind: String, Sendable {
        /// No complete answer arrived. Nothing is known about a plate, in particular not that it is not listed.
        case unreachable
        /// The registry answered with a problem.
        case refused
        /// The answer did not come from a registry: a sign-in page, a wrong address, a broken proxy.
        case malformed
        case interrupted
        /// A file or a setting on this machine is wrong. Nothing was sent.
        case local
    }

    package let reason: Reason
    /// The registry's problem; only if `kind` is `.refused`.
    package let problem: Problem?
    /// The HTTP status, if an answer began to arrive.
    package let status: Int?
    package let retryAfterSeconds: Int?
    /// The file or setting, or the system's name for the failure.
    package let subject: String?

    package init(
        _ reason: Reason, subject: String? = nil, problem: Problem? = nil, status: Int? = nil, retryAfterSeconds: Int? = nil
    ) {
        self.reason = reason
        self.subject = subject
        self.problem = problem
        self.status = status
        self.retryAfterSeconds = retryAfterSeconds
    }

    package var kind: Kind { reason.kind }

    /// A stable code for programs, from the error table: the registry's code if it refused, else this module's.
    package var name: String { problem?.code ?? reason.errorCode.rawValue }

    /// The problem, in a sentence for a person.
    package var sentence: String {
        if let problem { return problem.title }
        return subject.map { "\(reason.title) (\($0))" } ?? reason.title
    }

    /// The advice for a person.
    package var advice: String {
        if let problem { return problem.detail }
        return reason.ownAdvice ?? reason.errorCode.advice
    }

    /// Whether the same call may succeed later without a change on this machine.
    package var isTemporary: Bool {
        switch kind {
        case .unreachable: reason != .certificate && reason != .pinMismatch
        case .refused: status.map { $0 == 408 || $0 == 429 || $0 >= 500 } ?? false
        case .malformed, .interrupted: true
        case .local: reason == .filesBusy
        }
    }
}
