import Files
import Vocabulary
package import Wire

/// The file that hands the operator the first admin token, where no terminal could show it: gone at the token's first use.
package struct FirstAdminToken: Sendable {
    private static let bytesMax = 4096

    private let path: String
    private var file: FileLocation { FileLocation(path: path) }

    package init(folder: DataFolder) {
        path = folder.firstAdminToken
    }

    /// What a terminal shows, this once.
    package static func shown(_ token: BearerToken) -> String {
        "The first admin token. It is shown this once; `thaw login` takes it:\n\n  \(token.text)\n"
    }

    /// What is said of the file where no terminal is.
    package var announcement: String {
        "The first admin token is in \(path.safeForScreen). The file is erased at the token's first use."
    }

    /// Puts a token into the file; one that was never fetched makes room.
    package func write(_ token: BearerToken) throws(DaemonError) {
        do {
            try file.erase()
            try file.create(Array("\(token.text)\n".utf8))
        } catch {
            throw DaemonError(.folderUnwritable, "The first admin token cannot be written to \(path).")
        }
    }

    /// The token that still waits in the file, or nil.
    package func waiting() -> BearerToken? {
        guard let bytes = try? file.read(bytesMax: Self.bytesMax, .secret) else { return nil }
        return BearerToken(String(decoding: bytes.prefix { $0 > 32 }, as: UTF8.self))
    }

    /// Overwrites and removes the file.
    package func erase() throws(DaemonError) {
        do {
            try file.erase()
        } catch {
            throw DaemonError(.folderUnwritable, "The first admin token cannot be erased from \(path).")
        }
    }
}
