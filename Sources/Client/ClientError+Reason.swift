package import Wire

extension ClientError {
    /// Everything that can go wrong, in more detail than the error table's codes.
    package enum Reason: String, CaseIterable, Sendable {
        case nameNotFound, noConnection, timedOut, connectionLost, gateway, proxyFailed, tlsFailed, certificate, pinMismatch
        case refused
        case redirected, notJSON, notUnderstood, tooLarge
        case interrupted
        case address, plainHTTP, onionWithoutProxy, pinMalformed, pinWithoutTLS, certificateFile, transferFailed, requestTooLarge
        case noHome, notAbsolute, notPrivate, notOwned, symlink, notRegular, fileMalformed, filesFailed, filesBusy, notErased
        case loggedOut, outboxFull, unknownID, otherServer, otherToken
        case listMissing, listExpired, listDamaged, listTrustDamaged, listSignature, listKeyChanged, listReplayed, listClock, listFormat

        package var kind: Kind { row.kind }

        /// The code of the error table, for programs.
        package var errorCode: ErrorCode { row.code }

        var title: String { row.title }

        /// More specific advice than the error table's; `nil` if the table's advice is enough.
        var ownAdvice: String? {
            switch self {
            case .proxyFailed: "Check that the proxy in ALL_PROXY or HTTPS_PROXY is running. For Tor it is socks5h://127.0.0.1:9050."
            case .tlsFailed: "Try another network, or ask the operator whether the server supports TLS 1.2 or later."
            case .redirected, .notJSON: "Check the server's address, and whether this network has a sign-in page."
            case .pinMalformed: "Write sha256//, then the SHA-256 hash in base64 (44 characters)."
            case .pinWithoutTLS: "Remove the pin: without TLS there is no key to compare."
            case .certificateFile: "Give a PEM file with the authority's certificates."
            case .notOwned: "Run thaw as the user who owns these files, without sudo."
            case .notAbsolute: "Set XDG_CONFIG_HOME, XDG_STATE_HOME and XDG_CACHE_HOME to absolute paths, or unset them."
            case .noHome: "Set HOME, or XDG_CONFIG_HOME, XDG_STATE_HOME and XDG_CACHE_HOME."
            case .listTrustDamaged: "Pin the key again: thaw login URL --trust-new-key."
            case .symlink: "Replace it with a real file or folder."
            default: nil
            }
        }

        private var row: (kind: Kind, code: ErrorCode, title: String) {
            switch self {
            case .nameNotFound: (.unreachable, .clientUnreachable, "The server's name is unknown")
            case .noConnection: (.unreachable, .clientUnreachable, "No connection to the server")
            case .timedOut: (.unreachable, .clientTimeout, "The server took too long to answer")
            case .connectionLost: (.unreachable, .clientUnreachable, "The connection broke before the whole answer arrived")
            case .gateway: (.unreachable, .clientUnreachable, "The proxy in front of the server cannot reach it")
            case .proxyFailed: (.unreachable, .clientUnreachable, "No connection through the proxy")
            case .tlsFailed: (.unreachable, .clientTLS, "Cannot set up a secure connection with the server")
            case .certificate: (.unreachable, .clientTLS, "This machine does not trust the server's certificate for that name")
            case .pinMismatch: (.unreachable, .clientPin, "The server's public key is not the pinned one")
            case .refused: (.refused, .clientAnswer, "The server refused")
            case .redirected: (.malformed, .clientAnswer, "The answer is a redirect, and thaw does not follow redirects")
            case .notJSON: (.malformed, .clientAnswer, "The answer did not come from a registry")
            case .notUnderstood: (.malformed, .clientAnswer, "Cannot understand the answer")
            case .tooLarge: (.malformed, .clientAnswer, "The answer is larger than a registry's answer can be")
            case .interrupted: (.interrupted, .clientInterrupted, "Interrupted")
            case .address: (.local, .clientAddress, "This is not a server address")
            case .plainHTTP: (.local, .clientPlainHTTP, "Plain HTTP is allowed only to this machine and to .onion addresses")
            case .onionWithoutProxy: (.local, .clientOnionProxy, "An .onion address needs a socks5h:// proxy")
            case .pinMalformed: (.local, .clientInput, "This is not a public key pin")
            case .pinWithoutTLS: (.local, .clientAddress, "A pin needs an https:// address")
            case .certificateFile: (.local, .clientFile, "Cannot use the certificate file")
            case .transferFailed: (.unreachable, .clientUnreachable, "The transfer failed")
            case .requestTooLarge: (.local, .clientInput, "This is too large for one request")
            case .noHome: (.local, .clientFile, "There is no home folder for the files")
            case .notAbsolute: (.local, .clientFile, "The folder's path is not absolute")
            case .notPrivate: (.local, .clientPermissions, "Other users can read or write this file")
            case .notOwned: (.local, .clientPermissions, "This file belongs to another user")
            case .symlink: (.local, .clientFile, "This is a symbolic link, and thaw does not follow it")
            case .notRegular: (.local, .clientFile, "This is not a regular file")
            case .fileMalformed: (.local, .clientFile, "This file is damaged, or thaw did not write it")
            case .filesFailed: (.local, .clientFile, "Cannot read or write a file")
            case .filesBusy: (.local, .clientBusy, "The files are in use")
            case .notErased: (.local, .clientFile, "Cannot erase every file")
            case .loggedOut: (.local, .clientNoLogin, "You are not logged in on this machine")
            case .outboxFull: (.local, .clientOutboxFull, "The outbox is full")
            case .unknownID: (.local, .clientReportUnknown, "No report has this ID")
            case .otherServer: (.local, .clientOtherServer, "This report is for a different server")
            case .otherToken: (.local, .clientOtherToken, "This report was sent with a different token")
            case .listMissing: (.local, .clientListMissing, "There is no list on this machine")
            case .listExpired: (.local, .clientListExpired, "The list on this machine has expired")
            case .listDamaged: (.local, .clientListDamaged, "The list on this machine is damaged")
            case .listTrustDamaged: (.local, .clientListDamaged, "The pinned key of the list is damaged")
            case .listSignature: (.local, .clientListSignature, "The signature of the server's list is wrong")
            case .listKeyChanged: (.local, .clientListKey, "The server signs its list with another key")
            case .listReplayed: (.local, .clientListReplayed, "This list is older than one that this machine had")
            case .listClock: (.local, .clientListClock, "This machine's clock does not match the list")
            case .listFormat: (.local, .clientListFormat, "The list has a newer format")
            }
        }
    }
}
