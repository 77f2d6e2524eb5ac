import Glibc

/// The conditions for opening a file, checked on the open file before a byte is read or changed.
package struct FileTrust: Sendable {
    package enum Owner: Sendable {
        case anyone
        /// The user that this process runs as.
        case own
        case ownOrRoot
        case user(UInt32)
    }

    package var owner: Owner
    /// Refuses a file that others can read or write.
    package var mustBePrivate: Bool
    package var mustHaveOneName: Bool
    /// Refuses folders, FIFOs, sockets and devices without blocking.
    package var mustBeRegular: Bool
    package var followsLinks: Bool

    package init(
        owner: Owner = .anyone, mustBePrivate: Bool = false, mustHaveOneName: Bool = false, mustBeRegular: Bool = true,
        followsLinks: Bool = false
    ) {
        self.owner = owner
        self.mustBePrivate = mustBePrivate
        self.mustHaveOneName = mustHaveOneName
        self.mustBeRegular = mustBeRegular
        self.followsLinks = followsLinks
    }

    /// A regular file, not a link: enough in a private folder.
    package static let regular = FileTrust()
    /// A regular file of this process's user.
    package static let own = FileTrust(owner: .own)
    /// A secret of this process's user.
    package static let secret = FileTrust(owner: .own, mustBePrivate: true)
    /// Any file that a person named, even a link, a pipe or another user's file.
    package static let named = FileTrust(mustBeRegular: false, followsLinks: true)

    func check(_ status: FileStatus, _ name: String) throws(FileError) {
        if mustBeRegular, status.kind != .regular { throw FileError(.open, name, reason: .notRegular) }
        let isOwned =
            switch owner {
            case .anyone: true
            case .own: status.owner == geteuid()
            case .ownOrRoot: status.owner == geteuid() || status.owner == 0
            case .user(let user): status.owner == user
            }
        guard isOwned else { throw FileError(.open, name, reason: .notOwned(by: status.owner)) }
        if mustHaveOneName, status.names != 1 { throw FileError(.open, name, reason: .otherNames) }
        if mustBePrivate, !status.isPrivate { throw FileError(.open, name, reason: .notPrivate(mode: status.mode)) }
    }
}
