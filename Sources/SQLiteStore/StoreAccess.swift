/// What a registry's files are opened for.
package enum StoreAccess: Hashable, Sendable {
    /// To serve the registry.
    case write
    /// To find whatever ``write`` would refuse, and change nothing.
    case readOnly
}
