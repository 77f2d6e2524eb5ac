/// The purpose of opening a registry's files.
package enum StoreAccess: Hashable, Sendable {
    /// To serve the registry.
    case write
    /// To find everything that ``write`` would refuse, and change nothing.
    case readOnly
}
