import Sightings
import Vocabulary
package import Wire

/// Why a whole request gets a problem as its answer.
package struct Refusal: Error {
    package let code: ErrorCode
    /// The advice; nil to use the table's.
    package let detail: String?
    package let field: String?
    package let retryAfterSeconds: Int?

    init(_ code: ErrorCode, detail: String? = nil, field: String? = nil, retryAfterSeconds: Int? = nil) {
        self.code = code
        self.detail = detail
        self.field = field
        self.retryAfterSeconds = retryAfterSeconds
    }

    /// The token's role is too low.
    init(needs role: Role) {
        self.init(.tokenRole, detail: "This needs the role \(role.rawValue). \(ErrorCode.tokenRole.advice)")
    }

    init(_ error: WireError) {
        self.init(error.code, detail: error.detail, field: error.field)
    }

    /// - Parameter notFound: the code for the ledger's `notFound`.
    init(ledger error: LedgerError, notFound: ErrorCode = .requestNotFound) {
        switch error {
        case .busy(let seconds): self.init(.storeBusy, retryAfterSeconds: seconds)
        case .storeFull: self.init(.storeFull, retryAfterSeconds: Self.repairSeconds)
        case .storeFailed, .weekKeyFailed, .tombstoneFailed, .backupFailed: self.init(.storeReadOnly, retryAfterSeconds: Self.repairSeconds)
        case .stopping: self.init(.serverStopping)
        case .clockJumped: self.init(.clockJumped, retryAfterSeconds: Self.repairSeconds)
        case .revocationUnsaved: self.init(.tokenRevocationUnsaved, retryAfterSeconds: Self.repairSeconds)
        case .notAllowed: self.init(.tokenRole)
        case .notFound: self.init(notFound)
        case .inviteUnknown: self.init(.inviteUnknown)
        case .inviteExpired: self.init(.inviteExpired)
        case .invitesTooMany: self.init(.inviteTooMany, retryAfterSeconds: Self.repairSeconds)
        case .signsMissing: self.init(.verdictSignsMissing, field: "signs")
        case .tooManyPlates: self.init(.verdictTooMany)
        case .readLimit(let seconds): self.init(.readLimit, retryAfterSeconds: seconds)
        case .previewUnknown: self.init(.previewUnknown, field: "preview")
        case .previewOther: self.init(.previewOther, field: "preview")
        case .proposalUnknown: self.init(.proposalUnknown)
        case .proposalOwn: self.init(.proposalOwn)
        case .proposalInvited: self.init(.proposalInvited)
        case .proposalTooMany: self.init(.proposalTooMany, retryAfterSeconds: Self.repairSeconds)
        }
    }

    /// `Retry-After` if a person must act first.
    private static let repairSeconds = 60
}
