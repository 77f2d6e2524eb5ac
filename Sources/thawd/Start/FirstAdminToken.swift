package import DaemonSupport
import Files
package import Logging
package import Sightings
import Synchronization
import Vocabulary
package import Wire

/// The file with the first admin token, if there was no terminal to show it. It is erased when the token is first used.
package struct FirstAdminToken: Sendable {
    private static let bytesMax = 4096

    private let path: String
    private var file: FileLocation { FileLocation(path: path) }

    package init(folder: DataFolder) {
        path = folder.firstAdminToken
    }

    /// The text for a terminal.
    package static func shown(_ token: BearerToken) -> String {
        "The first admin token. It is shown only now. Enter it in `thaw login`:\n\n  \(token.text)\n"
    }

    /// The text that names the file, if there is no terminal.
    package var announcement: String {
        "The first admin token is in \(path.safeForScreen). The file is erased when the token is first used."
    }

    /// Writes a token into the file, and erases an older one that was never used.
    package func write(_ token: BearerToken) throws(DaemonError) {
        try failing(as: .folderUnwritable, "Cannot write the first admin token to \(path).") {
            try file.erase()
            try file.create(Array("\(token.text)\n".utf8))
        }
    }

    /// The unused token in the file; nil if there is none or the file cannot be read: then there is no token to wait for.
    package func waiting() -> BearerToken? {
        guard let bytes = try? file.read(bytesMax: Self.bytesMax, .secret) else { return nil }
        return BearerToken(String(decoding: bytes.prefix { $0 > 32 }, as: UTF8.self))
    }

    /// Overwrites and removes the file.
    package func erase() throws(DaemonError) {
        try failing(as: .folderUnwritable, "Cannot erase the first admin token from \(path).") { try file.erase() }
    }
}

/// Erases the file with the first admin token when the token is first used.
package final class FirstAdminTokenEraser: Sendable {
    private let file: FirstAdminToken
    private let logger: Logger
    /// The ID of the token in the file; 0 if there is none to wait for.
    private let awaited = Atomic<Int64>(0)

    /// - Parameter ledger: finds the token's ID, also after a restart.
    package init(_ file: FirstAdminToken, ledger: Ledger, today: Day, logger: Logger) {
        self.file = file
        self.logger = logger
        guard let token = file.waiting() else { return }
        // A token that the ledger does not accept is never used, so its file stays.
        let known = try? ledger.tokens.authenticate(Array(token.text.utf8), on: today)
        awaited.store(known?.id.rawValue ?? 0, ordering: .relaxed)
    }

    /// Erases the file if this is the token. Otherwise costs one comparison.
    package func tokenWasUsed(_ token: Token) {
        guard token.id != .none, awaited.compareExchange(expected: token.id.rawValue, desired: 0, ordering: .relaxed).exchanged else {
            return
        }
        do {
            try file.erase()
        } catch {
            logger.error("The first admin token was used, but its file cannot be erased.", metadata: ["causes": "\(error)"])
        }
    }
}
