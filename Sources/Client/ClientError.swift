package import Wire

/// Why a call of this module gave no result.
///
/// `kind` keeps apart what a person must never confuse: the registry could not be asked, it said no, or what answered is not a registry.
/// Nothing in it holds a plate or a token.
package struct ClientError: Error, Sendable {
    package enum Kind: String, Sendable {
        /// No whole answer arrived. Nothing is known, least of all that a plate is not listed.
        case unreachable
        /// The registry answered with a problem of its own.
        case refused
        /// Something answered that is no registry's answer: a sign-in page, a wrong address, a broken proxy.
        case malformed
        case interrupted
        /// A file or a setting on this machine; nothing was sent.
        case local
    }

    package let reason: Reason
    /// The registry's own words; only where `kind` is `.refused`.
    package let problem: Problem?
    /// The status of the answer, where one began to arrive.
    package let status: Int?
    package let retryAfterSeconds: Int?
    /// The file or the setting that is meant, or the system's own word for what failed.
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

    /// A stable name for programs, from the one error table: the registry's code where it refused, else ours.
    package var name: String { problem?.code ?? reason.errorCode.rawValue }

    /// What happened, for a person.
    package var sentence: String {
        if let problem { return problem.title }
        return subject.map { "\(reason.words) (\($0))" } ?? reason.words
    }

    /// What to do about it.
    package var advice: String {
        if let problem { return problem.detail }
        return reason.ownAdvice ?? reason.errorCode.advice
    }

    /// The offending field of the request, where the registry named one.
    package var field: String? { problem?.field }

    /// Whether the same call may succeed later with nothing changed on this machine.
    package var isTemporary: Bool {
        switch kind {
        case .unreachable: reason != .certificate && reason != .pinMismatch
        case .refused: status.map { $0 == 408 || $0 == 429 || $0 >= 500 } ?? false
        case .malformed, .interrupted: true
        case .local: reason == .filesBusy
        }
    }
}
