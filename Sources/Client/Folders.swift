/// Where a volunteer's files lie, by the XDG base directories: `thaw` below each of three folders.
package struct Folders: Hashable, Sendable {
    /// The account.
    package let config: String
    /// The outbox, what was sent, and what is remembered.
    package let state: String
    /// What can be asked for again.
    package let cache: String

    /// - Throws: `.notAbsolute` for a relative folder, `.noHome` where neither the XDG variables nor HOME say where.
    package init(environment: [String: String]) throws(ClientError) {
        config = try Self.folder("XDG_CONFIG_HOME", below: ".config", environment)
        state = try Self.folder("XDG_STATE_HOME", below: ".local/state", environment)
        cache = try Self.folder("XDG_CACHE_HOME", below: ".cache", environment)
    }

    private static func folder(_ variable: String, below fallback: String, _ environment: [String: String]) throws(ClientError) -> String {
        if let path = environment[variable], !path.isEmpty {
            guard path.hasPrefix("/") else { throw ClientError(.notAbsolute, subject: variable) }
            return path + "/thaw"
        }
        guard let home = environment["HOME"], !home.isEmpty else { throw ClientError(.noHome) }
        guard home.hasPrefix("/") else { throw ClientError(.notAbsolute, subject: "HOME") }
        return home + "/" + fallback + "/thaw"
    }
}

extension Folders {
    /// A file of the state folder; `nil` where there is none.
    package func readState(_ name: String, bytesMax: Int = 64 * 1024) throws(ClientError) -> [UInt8]? {
        try PrivateFolder.open(state, making: false)?.read(name, bytesMax: bytesMax)
    }

    /// Puts a file of mode 0600 into the state folder, whole or not at all; a logout erases it with the rest.
    ///
    /// - Precondition: the name is none of the outbox's own, and tells nothing.
    package func writeState(_ bytes: [UInt8], as name: String) throws(ClientError) {
        try PrivateFolder.open(state, making: true)?.write(bytes, as: name)
    }
}
