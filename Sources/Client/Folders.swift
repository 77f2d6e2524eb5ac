/// The three folders of a volunteer's files: `thaw` in each of the XDG base directories.
package struct Folders: Hashable, Sendable {
    /// The account.
    package let config: String
    /// The outbox, sent reports, preferences.
    package let state: String
    /// Files that can be fetched again.
    package let cache: String

    /// - Throws: `.notAbsolute` for a relative path; `.noHome` if neither the XDG variables nor HOME are set.
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
    /// Reads a file of the state folder; `nil` if there is none.
    package func readState(_ name: String, bytesMax: Int = 64 * 1024) throws(ClientError) -> [UInt8]? {
        try PrivateFolder.open(state, making: false)?.read(name, bytesMax: bytesMax)
    }

    /// Writes a file of mode 0600 into the state folder, whole or not at all. A logout erases it with the rest.
    ///
    /// - Precondition: the outbox does not use the name, and the name reveals nothing.
    package func writeState(_ bytes: [UInt8], as name: String) throws(ClientError) {
        try PrivateFolder.open(state, making: true)?.write(bytes, as: name)
    }
}
