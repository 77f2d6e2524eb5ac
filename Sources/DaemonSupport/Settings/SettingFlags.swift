import ArgumentParser

/// The settings as command-line options: an optional `--group-name` with a text value for each setting.
///
/// ArgumentParser finds options by reflection and fills them by decoding. This type answers both from the table of settings, so that each
/// option is written only once.
package struct ProgramSettingFlags<Settings: ProgramSettings>: ParsableArguments, CustomReflectable {
    /// The given values, by key.
    package private(set) var values: [String: String] = [:]

    package init() {}

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        for setting in Settings.all {
            guard let value = try container.decode(Option<String?>.self, forKey: Key(setting)).wrappedValue else { continue }
            values[setting.key] = value
        }
    }

    package var customMirror: Mirror {
        Mirror(self, children: Settings.all.map { (Optional("_" + Key($0).stringValue), Self.option(for: $0) as Any) })
    }

    private static func option(for setting: ProgramSetting<Settings>) -> Option<String?> {
        let defaultText = setting.defaultText.map { " (\($0))" } ?? ""
        let help = ArgumentHelp("\(setting.help)\(defaultText)", valueName: setting.shape.valueName)
        if setting.shape.isSwitch {
            return Option(name: .customLong(setting.flag), defaultAsFlag: "true", help: help)
        }
        return Option(name: .customLong(setting.flag), parsing: .unconditional, help: help)
    }

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(_ setting: ProgramSetting<Settings>) { stringValue = setting.flag }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}
