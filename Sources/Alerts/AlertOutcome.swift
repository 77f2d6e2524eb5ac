import Wire

/// The result of one try to deliver a message.
package enum AlertOutcome: Hashable, Sendable {
    /// The receiver accepted it.
    case delivered(status: Int)
    /// `wait` is the pause before the next try, if the receiver asked for one.
    case failed(AlertFailure, wait: Duration? = nil)
}

/// Why a receiver did not take a message. It contains no address, and no text from a receiver.
package enum AlertFailure: Hashable, Sendable, CustomStringConvertible {
    case status(Int)
    case timeout
    /// No connection: nobody listens, the name is unknown, or the proxy refused.
    case unreachable
    case certificate
    /// The connection ended within the answer, or before it.
    case broken
    /// An answer that signal-cli does not give.
    case unreadable
    /// signal-cli's code of an error.
    case signal(Int)

    package var description: String {
        switch self {
        case .status(let status) where 300..<400 ~= status: "the receiver answered \(status), a redirect, which is not followed"
        case .status(let status): "the receiver answered \(status)"
        case .timeout: "no answer in time"
        case .unreachable: "no connection"
        case .certificate: "no trusted TLS connection"
        case .broken: "the connection broke"
        case .unreadable: "the answer is not one of signal-cli"
        case .signal(let code): "signal-cli answered with its error \(code)"
        }
    }
}

/// `Retry-After`: seconds, or a time.
enum RetryAfter {
    /// The wait from `seconds` since 1970; nil if the value is malformed.
    static func wait(_ value: String, at seconds: Int64) -> Duration? {
        if let wait = UInt32(value) { return .seconds(Int64(wait)) }
        // `Sun, 22 Nov 2026 15:45:00 GMT`; the two older forms of RFC 9110 are long gone.
        let parts = value.split(separator: " ")
        guard parts.count == 6, parts[5] == "GMT", let month = months.firstIndex(of: String(parts[2])) else { return nil }
        let number = month < 9 ? "0\(month + 1)" : String(month + 1)
        return WireTime.seconds("\(parts[3])-\(number)-\(parts[1])T\(parts[4])Z").map { Duration.seconds(max(0, $0 - seconds)) }
    }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
}
