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
                .loggedOut, .outboxFull, .unknownID, .otherServer, .otherToken, .listMissing, .listExpired, .listDamaged,
                .listTrustDamaged, .listSignature, .listKeyChanged, .listReplayed, .listClock, .listFormat:
                .local
            }
        }

        /// The code of the error table, for programs.
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
            case .listMissing: .clientListMissing
            case .listExpired: .clientListExpired
            case .listDamaged, .listTrustDamaged: .clientListDamaged
            case .listSignature: .clientListSignature
            case .listKeyChanged: .clientListKey
            case .listReplayed: .clientListReplayed
            case .listClock: .clientListClock
            case .listFormat: .clientListFormat
            }
        }

        var title: String {
            switch self {
            case .nameNotFound: "The server's name is unknown"
            case .noConnection: "No connection to the server"
            case .timedOut: "The server took too long to answer"
            case .connectionLost: "The connection broke before the whole answer arrived"
            case .gateway: "The proxy in front of the server cannot reach it"
            case .proxyFailed: "No connection through the proxy"
            case .tlsFailed: "Cannot set up a secure connection with the server"
            case .certificate: "This machine does not trust the server's certificate for that name"
            case .pinMismatch: "The server's public key is not the pinned one"
            case .refused: "The server refused"
            case .redirected: "The answer is a redirect, and thaw does not follow redirects"
            case .notJSON: "The answer did not come from a registry"
            case .notUnderstood: "Cannot understand the answer"
            case .tooLarge: "The answer is larger than a registry's answer can be"
            case .interrupted: "Interrupted"
            case .address: "This is not a server address"
            case .plainHTTP: "Plain HTTP is allowed only to this machine and to .onion addresses"
            case .onionWithoutProxy: "An .onion address needs a socks5h:// proxy"
            case .pinMalformed: "This is not a public key pin"
            case .pinWithoutTLS: "A pin needs an https:// address"
            case .certificateFile: "Cannot use the certificate file"
            case .transferFailed: "The transfer failed"
            case .requestTooLarge: "This is too large for one request"
            case .noHome: "There is no home folder for the files"
            case .notAbsolute: "The folder's path is not absolute"
            case .notPrivate: "Other users can read or write this file"
            case .notOwned: "This file belongs to another user"
            case .symlink: "This is a symbolic link, and thaw does not follow it"
            case .notRegular: "This is not a regular file"
            case .fileMalformed: "This file is damaged, or thaw did not write it"
            case .filesFailed: "Cannot read or write a file"
            case .filesBusy: "The files are in use"
            case .notErased: "Cannot erase every file"
            case .loggedOut: "You are not logged in on this machine"
            case .outboxFull: "The outbox is full"
            case .unknownID: "No report has this ID"
            case .otherServer: "This report is for a different server"
            case .otherToken: "This report was sent with a different token"
            case .listMissing: "There is no list on this machine"
            case .listExpired: "The list on this machine has expired"
            case .listDamaged: "The list on this machine is damaged"
            case .listTrustDamaged: "The pinned key of the list is damaged"
            case .listSignature: "The signature of the server's list is wrong"
            case .listKeyChanged: "The server signs its list with another key"
            case .listReplayed: "This list is older than one that this machine had"
            case .listClock: "This machine's clock does not match the list"
            case .listFormat: "The list has a newer format"
            }
        }

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
    }
}
