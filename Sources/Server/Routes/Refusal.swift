import HTTPTypes
import Sightings
import Wire

/// Why a request as a whole gets no answer but a problem.
struct Refusal: Error {
    let code: ErrorCode
    let detail: String?
    let field: String?
    let retryAfterSeconds: Int?
    let allowed: [HTTPRequest.Method]

    init(
        _ code: ErrorCode, detail: String? = nil, field: String? = nil, retryAfterSeconds: Int? = nil, allowed: [HTTPRequest.Method] = []
    ) {
        self.code = code
        self.detail = detail
        self.field = field
        self.retryAfterSeconds = retryAfterSeconds
        self.allowed = allowed
    }

    init(_ error: WireError) {
        self.init(error.code, detail: error.detail, field: error.field)
    }

    /// - Parameter notFound: what `notFound` means where the error came from.
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

    /// What a `401` asks for.
    static let challenge = #"Bearer realm="thaw""#
    /// `Retry-After` where nothing better is known.
    private static let pauseSeconds = 5
    /// `Retry-After` where a person has to do something first.
    private static let repairSeconds = 60

    var status: HTTPResponse.Status { HTTPResponse.Status(code: code.status ?? 500) }

    var headers: HTTPFields {
        var headers: HTTPFields = [.contentType: Problem.mediaType, .cacheControl: "no-store"]
        if let seconds = retryAfterSeconds ?? ([429, 503].contains(status.code) ? Self.pauseSeconds : nil) {
            headers[.retryAfter] = String(seconds)
        }
        if status == .unauthorized { headers[.wwwAuthenticate] = Self.challenge }
        if !allowed.isEmpty { headers[.allow] = allowed.map(\.rawValue).joined(separator: ", ") }
        return headers
    }
}
