/// Generates a program's reference page and its example file from its table of settings.
package enum ProgramSettingsReference<Settings: ProgramSettings> {
    private static var program: String { Settings.program }

    package static var markdown: String {
        var page = """
            # Configuration of \(Settings.program)

            This page is generated from the program's table of settings. Do not edit it by hand.

            You can write each setting as a flag, as a `\(Settings.variablePrefix)*` variable or in the YAML file. A flag wins over
            a variable, and a variable over the file. `--config` or `\(Settings.variablePrefix)CONFIG` names the file. The default is
            `$XDG_CONFIG_HOME/\(program)/\(program).yaml` (`~/.config/\(program)/\(program).yaml`), if it exists.

            \(program) does not start if a key, variable or flag is unknown, or if a value is not allowed. It
            reports all such errors at once. `\(program) check-config` checks a configuration without starting the
            daemon.

            """
        for (group, settings) in groups {
            page += "\n## \(group)\n"
            for setting in settings { page += section(for: setting) }
        }
        return page
    }

    private static func section(for setting: ProgramSetting<Settings>) -> String {
        """

        ### `\(setting.key)`

        \(setting.help)

        | | |
        | --- | --- |
        | takes | \(setting.shape.allowed) |
        | default | \(setting.defaultText.map { setting.defaultIsValue ? "`\($0)`" : $0 } ?? "none") |
        | flag | `--\(setting.flag)\(setting.shape.isSwitch ? "" : " <\(setting.shape.valueName)>")` |
        | variable | `\(setting.variable)` |
        | example | `\(setting.yamlLine(value: setting.example).replacing("|", with: "\\|"))` in the group `\(setting.group)` |

        """
    }

    /// Every setting as a comment, with its help text, its allowed values and its default.
    package static var yaml: String {
        var file = """
            # The configuration of \(program). Every setting is here as a comment with its default or an example.
            # To change one, remove the "#" before the key and before its group. Check the file with `\(program) check-config`.
            # Flags and \(Settings.variablePrefix)* variables win over this file.

            """
        for (group, settings) in groups {
            file += "\n#\(group):\n"
            for setting in settings {
                let value = setting.defaultIsValue ? setting.defaultText ?? setting.example : setting.example
                let isExample = !setting.defaultIsValue || setting.defaultText == nil
                file += """
                    #  # \(setting.help)
                    #  # Takes \(setting.shape.allowed).\(isExample ? " Default: \(setting.defaultText ?? "none"); an example:" : "")
                    #  \(setting.yamlLine(value: value))

                    """
            }
        }
        return file
    }

    /// The settings by group, in the order of the table.
    private static var groups: [(name: String, settings: [ProgramSetting<Settings>])] {
        var groups: [(name: String, settings: [ProgramSetting<Settings>])] = []
        for setting in Settings.all {
            if let index = groups.firstIndex(where: { $0.name == setting.group }) {
                groups[index].settings.append(setting)
            } else {
                groups.append((setting.group, [setting]))
            }
        }
        return groups
    }
}

extension ProgramSetting {
    /// The part of the key before its last period: `server.tls` of `server.tls.key`.
    var group: String {
        key.lastIndex(of: ".").map { String(key[..<$0]) } ?? ""
    }

    /// Whether the default is a value, not a description.
    var defaultIsValue: Bool {
        show(Settings()) != nil
    }

    /// `age_hours_max: 24`, in quotes if YAML would read it differently.
    func yamlLine(value: String) -> String {
        let name = key.split(separator: ".").last ?? ""
        if shape.isList { return "\(name): [\(value.split(separator: ", ").map { "\"\($0)\"" }.joined(separator: ", "))]" }
        let isPlain = value.wholeMatch(of: /[A-Za-z0-9][A-Za-z0-9._\/-]*|\/[A-Za-z0-9._\/-]+/) != nil
        return isPlain || shape.isSwitch || Double(value) != nil ? "\(name): \(value)" : "\(name): \"\(value)\""
    }
}
