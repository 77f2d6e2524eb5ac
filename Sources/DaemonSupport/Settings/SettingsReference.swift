import Vocabulary

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
        | flag | \(flag(of: setting)) |
        | variable | `\(setting.variable)` |
        | example | `\(setting.yamlLine(value: setting.example).replacing("|", with: "\\|"))` in the group `\(setting.group)` |

        """
    }

    private static func flag(of setting: ProgramSetting<Settings>) -> String {
        guard Settings.all.contains(where: { $0.key == setting.key }) else { return "none" }
        return "`--\(setting.flag)\(setting.shape.isSwitch ? "" : " <\(setting.shape.valueName)>")`"
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

    /// A configuration file that sets `keys` to their values in `settings`, with a sentence about each.
    package static func file(setting keys: Set<String>, from settings: Settings) -> String {
        var file = """
            # `\(program) init` wrote this file. `man \(program).yaml` describes every setting.
            # After a change, check the file with `\(program) check-config`, and restart \(program).

            """
        for group in groups {
            let lines = group.settings.filter { keys.contains($0.key) }.compactMap { setting in
                setting.show(settings).map { "  # \(setting.help)\n  \(setting.yamlLine(value: $0))\n" }
            }
            if !lines.isEmpty { file += "\n\(group.name):\n" + lines.joined() }
        }
        return file
    }

    /// The settings by group, in the order of the table.
    private static var groups: [(name: String, settings: [ProgramSetting<Settings>])] {
        var groups: [(name: String, settings: [ProgramSetting<Settings>])] = []
        for setting in Settings.all + Settings.samples {
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
        if shape.isList { return "\(name): [\(value.split(separator: ", ").map { String($0).quotedForYAML }.joined(separator: ", "))]" }
        // A plain "null" would mean no value.
        let isPlain = value.lowercased() != "null" && value.wholeMatch(of: /[A-Za-z0-9][A-Za-z0-9._\/-]*|\/[A-Za-z0-9._\/-]+/) != nil
        return isPlain || shape.isSwitch || Double(value) != nil ? "\(name): \(value)" : "\(name): \(value.quotedForYAML)"
    }
}

extension String {
    /// The text as a double-quoted scalar of YAML.
    fileprivate var quotedForYAML: String {
        var text = "\""
        for scalar in unicodeScalars {
            if scalar == "\"" || scalar == "\\" {
                text += "\\\(scalar)"
            } else if scalar.steersTerminals {
                let digits = String(scalar.value, radix: 16)
                text += "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        return text + "\""
    }
}
