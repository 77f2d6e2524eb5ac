package import Wire

/// Why a listener cannot start or use its certificate.
package struct ServerError: Error, Hashable, Sendable, CustomStringConvertible {
    /// `address.unusable`, `tls.unusable` or `config.value`.
    package let code: ErrorCode
    /// The failed attempt, and the system's reason.
    package let attempted: String

    package init(_ code: ErrorCode, attempted: String) {
        self.code = code
        self.attempted = attempted
    }

    package var description: String { "\(code.rawValue): could not \(attempted). \(code.advice)" }
}
