import Foundation

/// The folders that belong to who runs the daemon, after the XDG base directory specification.
package struct HomePaths: Sendable {
    private let environment: [String: String]

    package init(environment: [String: String]) {
        self.environment = environment
    }

    /// `$XDG_CONFIG_HOME/thawd/thawd.yaml`; nil without a home folder.
    package var configurationFile: String? {
        folder("XDG_CONFIG_HOME", under: ".config").map { "\($0)/thawd/thawd.yaml" }
    }

    /// `$XDG_STATE_HOME/thawd`; nil without a home folder.
    package var dataFolder: String? {
        folder("XDG_STATE_HOME", under: ".local/state").map { "\($0)/thawd" }
    }

    /// Where systemd puts the credentials of a service, if it gave any.
    package var credentialsFolder: String? {
        absolute("CREDENTIALS_DIRECTORY")
    }

    /// The path with a leading `~/` replaced by the home folder.
    package func expand(_ path: String) -> String {
        guard path.hasPrefix("~/"), let home = absolute("HOME") else { return path }
        return home + path.dropFirst(1)
    }

    private func folder(_ variable: String, under place: String) -> String? {
        absolute(variable) ?? absolute("HOME").map { "\($0)/\(place)" }
    }

    /// The specification: a relative path in one of these variables is to be ignored.
    private func absolute(_ variable: String) -> String? {
        environment[variable].flatMap { $0.hasPrefix("/") ? $0 : nil }
    }
}
