import Wire

/// How much a request's body may hold.
package enum BodyLimit: Hashable, Sendable {
    /// None is expected. The transport takes ``WireLimits/bodyBytes``, and they are thrown away.
    case none
    /// ``WireLimits/bodyBytes``.
    case single
    /// ``WireLimits/batchBytes`` with a good token, else ``WireLimits/bodyBytes``.
    case batch

    func bytes(for requester: Requester) -> Int {
        self == .batch && requester.principal != nil ? WireLimits.batchBytes : WireLimits.bodyBytes
    }
}
