/// The settings of one program, read and checked. A new value has the defaults.
package protocol ProgramSettings: Sendable {
    /// The program's name: `thawd`.
    static var program: String { get }
    /// The prefix of its environment variables: `THAW_`.
    static var variablePrefix: String { get }
    /// Its table of settings, in the order of the reference page.
    static var all: [ProgramSetting<Self>] { get }

    init()

    /// The table, with further settings that have a value.
    var table: [ProgramSetting<Self>] { get }

    /// Settings that are not in the table, but that a file's keys or the environment's variables name. They have no flags.
    static func further(keys: [String], variables: [String]) -> [ProgramSetting<Self>]

    /// Further settings under a name that the operator chooses, for one such name; the reference describes them.
    static var samples: [ProgramSetting<Self>] { get }

    /// Errors of values that are allowed alone, but not together.
    var contradictions: [DaemonError.Cause] { get }

    /// Whether a text looks like a secret, which must not be repeated in an error.
    static func looksSecret(_ text: String) -> Bool
}

extension ProgramSettings {
    package var table: [ProgramSetting<Self>] { Self.all }
    package static func further(keys: [String], variables: [String]) -> [ProgramSetting<Self>] { [] }
    package static var samples: [ProgramSetting<Self>] { [] }
}

/// A setting: the only source of its key, flag, variable, default, range and help text.
package struct ProgramSetting<Settings: ProgramSettings>: Sendable {
    /// The form of a value, for people.
    package struct Shape: Sendable {
        /// The name of the value in `--help`: `<hours>`.
        package let valueName: String
        /// The allowed values, as the end of the sentence "KEY takes …".
        package let allowed: String
        package let isSwitch: Bool
        package let isList: Bool
        package var secrecy: Secrecy
        /// Whether a flag may have an empty value. For other settings, an empty value is a mistake, such as an unset shell variable.
        package var allowsEmpty: Bool { isList || valueName == "text" }

        package init(valueName: String, allowed: String, isSwitch: Bool = false, isList: Bool = false, secrecy: Secrecy = .none) {
            self.valueName = valueName
            self.allowed = allowed
            self.isSwitch = isSwitch
            self.isList = isList
            self.secrecy = secrecy
        }
    }

    /// Where a value is not shown.
    package enum Secrecy: Sendable {
        case none
        /// In the error about it: it may be an address, a key or a telephone number.
        case inErrors
        /// Neither there nor by `check-config`.
        case everywhere
    }

    /// `group.name`, as in the YAML file.
    package let key: String
    package let shape: Shape
    /// One sentence.
    package let help: String
    package let example: String
    /// The default, as text; nil if there is none.
    package let defaultText: String?
    /// Parses a value and stores it in the settings; false if it is not allowed.
    package let parse: @Sendable (_ value: String, _ settings: inout Settings) -> Bool
    /// The present value, as text; nil if none is set.
    package let show: @Sendable (_ settings: Settings) -> String?

    package init(
        _ key: String, _ shape: Shape, help: String, example: String, defaultText: String? = nil,
        parse: @escaping @Sendable (String, inout Settings) -> Bool, show: @escaping @Sendable (Settings) -> String?
    ) {
        self.key = key
        self.shape = shape
        self.help = help
        self.example = example
        self.parse = parse
        self.show = show
        self.defaultText = defaultText ?? show(Settings())
    }

    /// The flag without its dashes: `report-age-hours-max`.
    package var flag: String {
        String(key.map { $0 == "." || $0 == "_" ? "-" : $0 })
    }

    /// `THAW_REPORT_AGE_HOURS_MAX`.
    package var variable: String {
        Settings.variablePrefix + String(key.map { $0 == "." || $0 == "-" ? "_" : $0 }).uppercased()
    }

    /// The variable with the configuration file's path. It is not a setting, because a file cannot name itself.
    package static var fileVariable: String { Settings.variablePrefix + "CONFIG" }

    package static var all: [Self] { Settings.all }

    package static func named(_ key: String) -> Self? {
        all.first { $0.key == key }
    }
}

// MARK: Kinds of settings

extension ProgramSetting {
    package typealias Property<Value> = any WritableKeyPath<Settings, Value> & Sendable

    /// A whole number of `unit`.
    package static func whole(
        _ key: String, _ property: Property<Int>, _ range: ClosedRange<Int>, _ unit: String, example: Int, _ help: String
    ) -> Self {
        stored(
            key, property, Shape(valueName: unit, allowed: "a whole number of \(unit) from \(range.lowerBound) to \(range.upperBound)"),
            example: String(example), help, read: { Int($0).flatMap { range.contains($0) ? $0 : nil } }, write: { String($0) })
    }

    /// A number of `unit`, with or without decimals.
    package static func number(
        _ key: String, _ property: Property<Double>, _ range: ClosedRange<Double>, _ unit: String, example: Double, _ help: String
    ) -> Self {
        stored(
            key, property,
            Shape(valueName: unit, allowed: "a number of \(unit) from \(plain(range.lowerBound)) to \(plain(range.upperBound))"),
            example: plain(example), help, read: { Double($0).flatMap { range.contains($0) ? $0 : nil } }, write: { plain($0) })
    }

    private static func plain(_ number: Double) -> String {
        number == number.rounded() ? String(Int(number)) : String(number)
    }

    /// `true` or `false`. The flag without a value means true.
    package static func toggle(_ key: String, _ property: Property<Bool>, _ help: String) -> Self {
        stored(
            key, property, Shape(valueName: "true|false", allowed: "true or false", isSwitch: true),
            example: String(!Settings()[keyPath: property]), help, read: { truth($0) }, write: { String($0) })
    }

    /// nil for a text that means neither.
    package static func truth(_ text: String) -> Bool? {
        ["true": true, "yes": true, "false": false, "no": false][text.lowercased()]
    }

    /// One of a few words.
    package static func choice<Value: Equatable & Sendable>(
        _ key: String, _ property: Property<Value>, _ values: [(word: String, value: Value)], valueName: String, example: String,
        because: String = "", _ help: String
    ) -> Self {
        let words = values.map(\.word)
        let list = words.count < 2 ? words.joined() : words.dropLast().joined(separator: ", ") + " or " + words[words.count - 1]
        return stored(
            key, property, Shape(valueName: valueName, allowed: list + because), example: example, help,
            read: { text in values.first { $0.word.lowercased() == text.lowercased() }?.value },
            write: { value in values.first { $0.value == value }?.word })
    }

    /// A value that `parse` reads and `write` turns into text again. An empty text means the default.
    package static func parsed<Value: Sendable>(
        _ key: String, _ property: Property<Value>, valueName: String, allowed: String, example: String, defaultText: String? = nil,
        secrecy: Secrecy = .none, _ help: String, parse: @escaping @Sendable (String) -> Value?,
        write: @escaping @Sendable (Value) -> String?
    ) -> Self {
        stored(
            key, property, Shape(valueName: valueName, allowed: allowed, secrecy: secrecy), example: example, defaultText: defaultText,
            help, read: { text in text.isEmpty ? .some(Settings()[keyPath: property]) : parse(text) }, write: write)
    }

    /// A list, with commas between its items in a flag or a variable. `read` refuses items that are not allowed, or not together.
    package static func commaList<Item: Sendable>(
        _ key: String, _ property: Property<[Item]>, valueName: String, allowed: String, example: String, defaultText: String? = nil,
        _ help: String, read: @escaping @Sendable ([String]) -> [Item]?, write: @escaping @Sendable (Item) -> String
    ) -> Self {
        stored(
            key, property, Shape(valueName: valueName, allowed: allowed, isList: true), example: example, defaultText: defaultText, help,
            read: { text in read(items(of: text)) },
            write: { items in items.isEmpty ? nil : items.map(write).joined(separator: ", ") })
    }

    private static func stored<Value: Sendable>(
        _ key: String, _ property: Property<Value>, _ shape: Shape, example: String, defaultText: String? = nil, _ help: String,
        read: @escaping @Sendable (String) -> Value?, write: @escaping @Sendable (Value) -> String?
    ) -> Self {
        Self(
            key, shape, help: help, example: example, defaultText: defaultText,
            parse: { text, settings in
                guard let value = read(text) else { return false }
                settings[keyPath: property] = value
                return true
            },
            show: { write($0[keyPath: property]) })
    }

    /// The items of a list, without white space.
    package static func items(of text: String) -> [String] {
        text.split(separator: ",").map { $0.filter { !$0.isWhitespace } }
    }

    /// The items of a list; nil if one is malformed or repeated, or if there is none.
    package static func distinct<Item: Hashable>(_ texts: [String], _ read: (String) -> Item?) -> [Item]? {
        let items = texts.compactMap(read)
        return !items.isEmpty && items.count == texts.count && Set(items).count == items.count ? items : nil
    }

    /// The path of a file or folder. `~/` is the home folder; a relative path starts at the daemon's working directory.
    package static func path(_ key: String, _ property: Property<String?>, example: String, defaultText: String, _ help: String) -> Self {
        parsed(
            key, property, valueName: "path", allowed: "a path", example: example, defaultText: defaultText, help,
            parse: { text in text.contains("\0") || Settings.looksSecret(text) ? .none : .some(text) }, write: { $0 })
    }

    /// One line for people, at most 280 characters.
    package static func line(_ key: String, _ property: Property<String?>, example: String, _ help: String) -> Self {
        parsed(
            key, property, valueName: "text", allowed: "one line of at most \(lineLength) characters", example: example, help,
            parse: isLine, write: { $0 })
    }

    package static var lineLength: Int { 280 }

    @Sendable package static func isLine(_ text: String) -> String? {
        text.count <= lineLength && !text.unicodeScalars.contains { $0.value < 32 || $0.value == 127 } ? text : nil
    }
}
