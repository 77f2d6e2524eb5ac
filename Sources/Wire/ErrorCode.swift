/// Every error that a person or a program can meet, by its stable name.
///
/// The name never changes once it was sent; titles and advice may. `docs/reference/errors.md` is generated from this table.
package enum ErrorCode: String, Sendable, CaseIterable {
    case plateEmpty = "plate.empty"
    case plateTooLong = "plate.too_long"
    case plateCharacter = "plate.character"
    case platePlaceholder = "plate.placeholder"
    case issuerUnknown = "issuer.unknown"
    case patternTooOpen = "pattern.too_open"
    case patternCharacter = "pattern.character"
    case patternTooLong = "pattern.too_long"

    case reportIDMalformed = "report.id_malformed"
    case reportIDReused = "report.id_reused"
    case reportSeenAtMalformed = "report.seen_at_malformed"
    case reportTooOld = "report.too_old"
    case reportTooNew = "report.too_new"
    case reportAreaUnknown = "report.area_unknown"
    case reportSignUnknown = "report.sign_unknown"
    case reportColorUnknown = "report.color_unknown"
    case reportBodyUnknown = "report.body_unknown"
    case reportMakeUnknown = "report.make_unknown"
    case reportNotFound = "report.not_found"
    case quotaSpent = "quota.spent"

    case lookupPrivate = "lookup.private"
    case searchEmpty = "search.empty"
    case searchColorUnknown = "search.color_unknown"
    case searchBodyUnknown = "search.body_unknown"
    case searchMakeUnknown = "search.make_unknown"
    case searchSignUnknown = "search.sign_unknown"
    case searchAreaUnknown = "search.area_unknown"
    case searchStatusUnknown = "search.status_unknown"
    case cursorInvalid = "cursor.invalid"

    case tokenMissing = "token.missing"
    case tokenMalformed = "token.malformed"
    case tokenUnknown = "token.unknown"
    case tokenExpired = "token.expired"
    case tokenRevoked = "token.revoked"
    case tokenRole = "token.role"
    case tokenNotFound = "token.not_found"

    case inviteMalformed = "invite.malformed"
    case inviteUnknown = "invite.unknown"
    case inviteExpired = "invite.expired"
    case inviteRoleUnknown = "invite.role_unknown"
    case inviteRole = "invite.role"
    case inviteTrust = "invite.trust"
    case inviteNotFound = "invite.not_found"
    case inviteTooMany = "invite.too_many"

    case requestMalformedJSON = "request.malformed_json"
    case requestEncoding = "request.encoding"
    case requestUnknownField = "request.unknown_field"
    case requestWrongType = "request.wrong_type"
    case requestFieldMissing = "request.field_missing"
    case requestValue = "request.value"
    case requestEmpty = "request.empty"
    case requestTooManyItems = "request.too_many_items"
    case requestTooLarge = "request.too_large"
    case requestMediaType = "request.media_type"
    case requestContentEncoding = "request.content_encoding"
    case requestNotFound = "request.not_found"
    case requestMethod = "request.method"
    case requestTarget = "request.target"
    case requestHost = "request.host"
    case requestHeadersTooLarge = "request.headers_too_large"
    case requestExpectation = "request.expectation"
    case requestMalformed = "request.malformed"
    case requestTimeout = "request.timeout"

    case rateLimited = "rate.limited"
    case serverBusy = "server.busy"
    case serverStarting = "server.starting"
    case serverStopping = "server.stopping"
    case storeBusy = "store.busy"
    case storeFull = "store.full"
    case storeReadOnly = "store.read_only"
    case internalError = "internal"

    case configUnreadable = "config.unreadable"
    case configUnknownKey = "config.unknown_key"
    case configValue = "config.value"
    case configChanged = "config.changed"
    case folderLocked = "folder.locked"
    case folderUnwritable = "folder.unwritable"
    case folderPermissions = "folder.permissions"
    case sealMissing = "seal.missing"
    case sealMalformed = "seal.malformed"
    case sealWrong = "seal.wrong"
    case sealBesideData = "seal.beside_data"
    case sealPermissions = "seal.permissions"
    case storeNewer = "store.newer"
    case storeCorrupt = "store.corrupt"
    case storeSettings = "store.settings"
    case storeUnreadable = "store.unreadable"
    case areasUnreadable = "areas.unreadable"
    case areasMalformed = "areas.malformed"
    case areasEmpty = "areas.empty"
    case areasTooMany = "areas.too_many"
    case areasID = "areas.id"
    case areasName = "areas.name"
    case areasGeometry = "areas.geometry"
    case areasTooSmall = "areas.too_small"
    case addressUnusable = "address.unusable"
    case tlsUnusable = "tls.unusable"
    case processHardening = "process.hardening"

    case clientUnreachable = "client.unreachable"
    case clientTimeout = "client.timeout"
    case clientTLS = "client.tls"
    case clientPin = "client.pin"
    case clientAnswer = "client.answer"
    case clientAddress = "client.address"
    case clientNoLogin = "client.no_login"
    case clientPermissions = "client.permissions"
    case clientFile = "client.file"
    case clientOutboxFull = "client.outbox_full"
    case clientExpired = "client.expired"
    case clientInput = "client.input"
    case clientPlainHTTP = "client.plain_http"
    case clientOnionProxy = "client.onion_proxy"
    case clientInterrupted = "client.interrupted"
    case clientBusy = "client.busy"
    case clientReportUnknown = "client.report_unknown"
    case clientOtherToken = "client.other_token"
    case clientOtherServer = "client.other_server"
}

extension ErrorCode {
    /// The HTTP status of an answer that is this error as a whole; `nil` for those that no answer carries as a whole.
    ///
    /// Codes of one item of a batch have one too: it is what the answer has where the item is the whole request.
    package var status: Int? { ErrorEntry.of(self).status }

    /// A few words that name the error, the same every time.
    package var title: String { ErrorEntry.of(self).title }

    /// One or two sentences that say what to do.
    package var advice: String { ErrorEntry.of(self).advice }

    /// The code's first word, by which the reference groups the table.
    package var group: String {
        guard let dot = rawValue.firstIndex(of: ".") else { return rawValue }
        return String(rawValue[..<dot])
    }
}
