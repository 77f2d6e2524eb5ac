/// The table of options as pages: `docs/reference/configuration.md` and `docs/examples/thawd.yaml` are what these return.
package enum SettingsReference {
    package static var markdown: String {
        var page = """
            # Configuration

            Made from the table of options in the daemon's source; do not edit it by hand. `thawd check-config` says whether a configuration holds.

            Each option can stand in three places, and the first that has it decides: a flag, a `THAW_*` variable, the YAML file. The file is the
            one that `--config` or `THAW_CONFIG` names, else `$XDG_CONFIG_HOME/thawd/thawd.yaml` (`~/.config/thawd/thawd.yaml`), if it exists. An
            unknown key, variable or flag, and a value that is not allowed, is named, and the daemon does not start; all of them are named at once.

            """
        for (group, settings) in groups {
            page += "\n## \(group)\n"
            for setting in settings { page += section(for: setting) }
        }
        return page
    }

    private static func section(for setting: Setting) -> String {
        """

        ### `\(setting.key)`

        \(setting.help)

        | | |
        | --- | --- |
        | takes | \(setting.shape.allowed) |
        | default | \(setting.standard.map { setting.standardIsValue ? "`\($0)`" : $0 } ?? "none") |
        | flag | `--\(setting.flag)\(setting.shape.isSwitch ? "" : " <\(setting.shape.valueName)>")` |
        | variable | `\(setting.variable)` |
        | example | `\(setting.yamlLine(value: setting.example).replacing("|", with: "\\|"))` in the group `\(setting.group)` |

        """
    }

    /// Every option as a comment, with its sentence, its range and its default.
    package static var yaml: String {
        var file = """
            # The configuration of thawd. Every option is here, as a comment that holds its default or an example:
            # take away the "#" before a key and before its group, and change the value. `thawd check-config` says whether it holds.
            # Flags and THAW_* variables come before this file. docs/reference/configuration.md says the same with more words.

            """
        for (group, settings) in groups {
            file += "\n#\(group):\n"
            for setting in settings {
                let value = setting.standardIsValue ? setting.standard ?? setting.example : setting.example
                let isExample = !setting.standardIsValue || setting.standard == nil
                file += """
                    #  # \(setting.help)
                    #  # Takes \(setting.shape.allowed).\(isExample ? " Default: \(setting.standard ?? "none"); an example:" : "")
                    #  \(setting.yamlLine(value: value))

                    """
            }
        }
        return file
    }

    /// The rows by the first word of their key, in the order of the table.
    private static var groups: [(name: String, settings: [Setting])] {
        var groups: [(name: String, settings: [Setting])] = []
        for setting in Setting.all {
            if let index = groups.firstIndex(where: { $0.name == setting.group }) {
                groups[index].settings.append(setting)
            } else {
                groups.append((setting.group, [setting]))
            }
        }
        return groups
    }
}

extension Setting {
    /// The part of the key before its last full stop: `server.tls` of `server.tls.key`.
    var group: String {
        key.lastIndex(of: ".").map { String(key[..<$0]) } ?? ""
    }

    /// Whether the default is a value that could be written, and not a description of what happens without one.
    var standardIsValue: Bool {
        show(Settings()) != nil
    }

    /// `age_hours_max: 24`, quoted where YAML would read something else.
    func yamlLine(value: String) -> String {
        let name = key.split(separator: ".").last ?? ""
        if shape.isList { return "\(name): [\(value.split(separator: ", ").map { "\"\($0)\"" }.joined(separator: ", "))]" }
        let isPlain = value.wholeMatch(of: /[A-Za-z0-9][A-Za-z0-9._\/-]*|\/[A-Za-z0-9._\/-]+/) != nil
        return isPlain || shape.isSwitch || Double(value) != nil ? "\(name): \(value)" : "\(name): \"\(value)\""
    }
}
