package import Wire

extension ClientError {
    /// What can go wrong, as a closed set, finer than the error table's codes.
    package enum Reason: String, CaseIterable, Sendable {
        case nameNotFound, noConnection, timedOut, connectionLost, gateway, proxyFailed, tlsFailed, certificate, pinMismatch
        case refused
        case redirected, notJSON, notUnderstood, tooLarge
        case interrupted
        case address, plainHTTP, onionWithoutProxy, pinMalformed, pinWithoutTLS, certificateFile, transferFailed, requestTooLarge
        case noHome, notAbsolute, notPrivate, notOwned, symlink, notRegular, fileMalformed, filesFailed, filesBusy, notErased
        case loggedOut, outboxFull, unknownID, otherServer, otherToken

        package var kind: Kind {
            switch self {
            case .nameNotFound, .noConnection, .timedOut, .connectionLost, .gateway, .proxyFailed, .tlsFailed, .certificate, .pinMismatch,
                .transferFailed:
                .unreachable
            case .refused: .refused
            case .redirected, .notJSON, .notUnderstood, .tooLarge: .malformed
            case .interrupted: .interrupted
            case .address, .plainHTTP, .onionWithoutProxy, .pinMalformed, .pinWithoutTLS, .certificateFile, .requestTooLarge,
                .noHome, .notAbsolute, .notPrivate, .notOwned, .symlink, .notRegular, .fileMalformed, .filesFailed, .filesBusy, .notErased,
                .loggedOut, .outboxFull, .unknownID, .otherServer, .otherToken:
                .local
            }
        }

        /// The entry of the error table that a program sees.
        package var errorCode: ErrorCode {
            switch self {
            case .nameNotFound, .noConnection, .connectionLost, .gateway, .proxyFailed, .transferFailed: .clientUnreachable
            case .timedOut: .clientTimeout
            case .tlsFailed, .certificate: .clientTLS
            case .pinMismatch: .clientPin
            case .refused, .redirected, .notJSON, .notUnderstood, .tooLarge: .clientAnswer
            case .interrupted: .clientInterrupted
            case .address, .pinWithoutTLS: .clientAddress
            case .plainHTTP: .clientPlainHTTP
            case .onionWithoutProxy: .clientOnionProxy
            case .pinMalformed, .requestTooLarge: .clientInput
            case .notPrivate, .notOwned: .clientPermissions
            case .certificateFile, .noHome, .notAbsolute, .symlink, .notRegular, .fileMalformed, .filesFailed, .notErased: .clientFile
            case .filesBusy: .clientBusy
            case .loggedOut: .clientNoLogin
            case .outboxFull: .clientOutboxFull
            case .unknownID: .clientReportUnknown
            case .otherServer: .clientOtherServer
            case .otherToken: .clientOtherToken
            }
        }

        var words: String {
            switch self {
            case .nameNotFound: "The server's name was not found"
            case .noConnection: "No connection to the server"
            case .timedOut: "The server took too long to answer"
            case .connectionLost: "The connection broke before the whole answer arrived"
            case .gateway: "The server's own front could not reach it"
            case .proxyFailed: "No connection through the proxy"
            case .tlsFailed: "No secure connection could be agreed with the server"
            case .certificate: "The server's certificate is not one that this machine trusts for that name"
            case .pinMismatch: "The server's public key is not the pinned one"
            case .refused: "The server refused"
            case .redirected: "The answer points to another address, and redirects are not followed"
            case .notJSON: "What answered is not a registry"
            case .notUnderstood: "The answer could not be understood"
            case .tooLarge: "The answer is larger than any that a registry gives"
            case .interrupted: "Interrupted"
            case .address: "That is not a server's address"
            case .plainHTTP: "Plain HTTP is refused but for this machine and .onion addresses"
            case .onionWithoutProxy: "An .onion address needs a socks5h:// proxy"
            case .pinMalformed: "That is not a public key pin"
            case .pinWithoutTLS: "A pin needs an https:// address"
            case .certificateFile: "The certificate file could not be used"
            case .transferFailed: "The transfer could not be made"
            case .requestTooLarge: "That is more than one request may carry"
            case .noHome: "There is no home folder to keep files in"
            case .notAbsolute: "A folder's path is not absolute"
            case .notPrivate: "Others than you can read or write this file"
            case .notOwned: "This file belongs to another user"
            case .symlink: "This is a symbolic link, and is not followed"
            case .notRegular: "This is not a regular file"
            case .fileMalformed: "This file is damaged or was not written by thaw"
            case .filesFailed: "A file could not be read or written"
            case .filesBusy: "The files are in use"
            case .notErased: "Not every file could be erased"
            case .loggedOut: "There is no account on this machine"
            case .outboxFull: "The outbox is full"
            case .unknownID: "No report has this id"
            case .otherServer: "This report was meant for another server"
            case .otherToken: "This report was tried under another token"
            }
        }

        /// Advice nearer to the point than the table's; `nil` where that one says it all.
        var ownAdvice: String? {
            switch self {
            case .proxyFailed: "Check that the proxy of ALL_PROXY or HTTPS_PROXY runs; Tor's is socks5h://127.0.0.1:9050."
            case .tlsFailed: "Try another network; ask the operator whether the server speaks TLS 1.2 or later."
            case .redirected, .notJSON: "Check the server's address, and whether this network wants a sign-in page filled in first."
            case .pinMalformed: "A pin is sha256// and the 44 characters of a SHA-256 in base 64."
            case .pinWithoutTLS: "Leave the pin out: without TLS there is no key to compare."
            case .certificateFile: "Name a PEM file of the authority's certificates."
            case .notOwned: "Run thaw as the user whose files these are, without sudo."
            case .notAbsolute: "Write XDG_CONFIG_HOME, XDG_STATE_HOME and XDG_CACHE_HOME as absolute paths, or leave them unset."
            case .noHome: "Set HOME, or XDG_CONFIG_HOME, XDG_STATE_HOME and XDG_CACHE_HOME."
            case .symlink: "Put a real file or folder in its place."
            default: nil
            }
        }
    }
}
