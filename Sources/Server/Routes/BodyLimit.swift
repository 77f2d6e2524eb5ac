import Wire

/// The limit of a request's body.
package enum BodyLimit: Hashable, Sendable {
    /// None is expected. The transport accepts ``WireLimits/bodyBytes`` and discards them.
    case none
    /// ``WireLimits/bodyBytes``.
    case single
    /// ``WireLimits/batchBytes`` with a valid token, else ``WireLimits/bodyBytes``.
    case batch

    func bytes(for requester: Requester) -> Int {
        self == .batch && requester.principal != nil ? WireLimits.batchBytes : WireLimits.bodyBytes
    }
}
