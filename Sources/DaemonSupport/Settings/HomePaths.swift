package import Files
import Foundation

/// The folders of the user who runs the daemon, by the XDG base directory specification.
package struct HomePaths: Sendable {
    private let environment: [String: String]
    private let program: String

    package init(environment: [String: String], program: String = "thawd") {
        self.environment = environment
        self.program = program
    }

    /// `$XDG_CONFIG_HOME/thawd/thawd.yaml`; nil without a home folder.
    package var configurationFile: String? {
        folder("XDG_CONFIG_HOME", under: ".config").map { "\($0)/\(program)/\(program).yaml" }
    }

    /// `$XDG_STATE_HOME/thawd`; nil without a home folder.
    package var dataFolder: String? {
        folder("XDG_STATE_HOME", under: ".local/state").map { "\($0)/\(program)" }
    }

    /// The folder with the service's systemd credentials, if there are any.
    package var credentialsFolder: String? {
        absolute("CREDENTIALS_DIRECTORY")
    }

    /// What a secret's file must be. systemd grants a credential to one service by an access list, which the mode does not show.
    package func trust(inSecret path: String) -> FileTrust {
        let isCredential = credentialsFolder.map { path.hasPrefix($0 + "/") } ?? false
        return isCredential ? FileTrust(followsLinks: true) : FileTrust(owner: .ownOrRoot, mustBePrivate: true, followsLinks: true)
    }

    /// Replaces a leading `~/` with the home folder.
    package func expand(_ path: String) -> String {
        guard path.hasPrefix("~/"), let home = absolute("HOME") else { return path }
        return home + path.dropFirst(1)
    }

    private func folder(_ variable: String, under fallback: String) -> String? {
        absolute(variable) ?? absolute("HOME").map { "\($0)/\(fallback)" }
    }

    /// Ignores a relative path, as the specification says.
    private func absolute(_ variable: String) -> String? {
        environment[variable].flatMap { $0.hasPrefix("/") ? $0 : nil }
    }
}
