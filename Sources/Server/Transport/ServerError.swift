package import Wire

/// Why a listener cannot be started or its certificate not be used.
package struct ServerError: Error, Hashable, Sendable, CustomStringConvertible {
    /// `address.unusable`, `tls.unusable` or `config.value`.
    package let code: ErrorCode
    /// What could not be done, and what the system said to it.
    package let attempted: String

    package init(_ code: ErrorCode, attempted: String) {
        self.code = code
        self.attempted = attempted
    }

    package var description: String { "\(code.rawValue): could not \(attempted). \(code.advice)" }
}
