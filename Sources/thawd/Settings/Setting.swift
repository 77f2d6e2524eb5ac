/// One row of the table of options: the only source of its key, flag, variable, default, range and sentence.
package struct Setting: Sendable {
    /// What a value looks like, for people.
    package struct Shape: Sendable {
        /// What stands for the value in `--help`: `<hours>`.
        package let valueName: String
        /// What is allowed, as it ends the sentence "takes …".
        package let allowed: String
        package var isSwitch = false
        package var isList = false
        /// Whether an empty value on the command line says something. For all others it is a slip, such as a shell variable that is not set.
        package var takesEmpty: Bool { isList || valueName == "text" }
    }

    /// `group.name`, as in a YAML file.
    package let key: String
    package let shape: Shape
    /// One sentence.
    package let help: String
    package let example: String
    /// The default as it would be written, or nil where there is none.
    package let standard: String?
    /// Takes a value as it was written and puts it where it belongs; false where it is not allowed.
    let take: @Sendable (_ value: String, _ settings: inout Settings) -> Bool
    /// The value as it would be written, or nil where none is set.
    let show: @Sendable (_ settings: Settings) -> String?

    init(
        _ key: String, _ shape: Shape, help: String, example: String, standard: String? = nil,
        take: @escaping @Sendable (String, inout Settings) -> Bool, show: @escaping @Sendable (Settings) -> String?
    ) {
        self.key = key
        self.shape = shape
        self.help = help
        self.example = example
        self.take = take
        self.show = show
        self.standard = standard ?? show(Settings())
    }

    /// Without its leading dashes: `report-age-hours-max`.
    package var flag: String {
        String(key.map { $0 == "." || $0 == "_" ? "-" : $0 })
    }

    /// `THAW_REPORT_AGE_HOURS_MAX`.
    package var variable: String {
        Self.variablePrefix + String(key.map { $0 == "." ? "_" : $0 }).uppercased()
    }

    package static let variablePrefix = "THAW_"
    /// Names the configuration file; no setting of its own, because a file cannot name itself.
    package static let fileVariable = "THAW_CONFIG"
}

// MARK: The kinds of row

extension Setting {
    typealias Place<Value> = any WritableKeyPath<Settings, Value> & Sendable

    /// A whole number of `unit`.
    static func whole(
        _ key: String, _ place: Place<Int>, _ range: ClosedRange<Int>, _ unit: String, example: Int, _ help: String
    ) -> Setting {
        Setting(
            key, Shape(valueName: unit, allowed: "a whole number of \(unit) from \(range.lowerBound) to \(range.upperBound)"),
            help: help, example: String(example),
            take: { text, settings in
                guard let value = Int(text), range.contains(value) else { return false }
                settings[keyPath: place] = value
                return true
            },
            show: { String($0[keyPath: place]) })
    }

    /// A number of `unit` that may have decimals.
    static func number(
        _ key: String, _ place: Place<Double>, _ range: ClosedRange<Double>, _ unit: String, example: Double, _ help: String
    ) -> Setting {
        Setting(
            key, Shape(valueName: unit, allowed: "a number of \(unit) from \(plain(range.lowerBound)) to \(plain(range.upperBound))"),
            help: help, example: plain(example),
            take: { text, settings in
                guard let value = Double(text), range.contains(value) else { return false }
                settings[keyPath: place] = value
                return true
            },
            show: { plain($0[keyPath: place]) })
    }

    private static func plain(_ number: Double) -> String {
        number == number.rounded() ? String(Int(number)) : String(number)
    }

    /// `true` or `false`; on the command line the bare flag means true.
    static func toggle(_ key: String, _ place: Place<Bool>, _ help: String) -> Setting {
        Setting(
            key, Shape(valueName: "true|false", allowed: "true or false", isSwitch: true), help: help,
            example: String(!Settings()[keyPath: place]),
            take: { text, settings in
                guard let value = ["true": true, "yes": true, "false": false, "no": false][text.lowercased()] else { return false }
                settings[keyPath: place] = value
                return true
            },
            show: { String($0[keyPath: place]) })
    }

    /// One of a few words.
    static func choice<Value: Equatable & Sendable>(
        _ key: String, _ place: Place<Value>, _ values: [(word: String, value: Value)], valueName: String, example: String,
        because: String = "", _ help: String
    ) -> Setting {
        let words = values.map(\.word)
        let list = words.count < 2 ? words.joined() : words.dropLast().joined(separator: ", ") + " or " + words[words.count - 1]
        return Setting(
            key, Shape(valueName: valueName, allowed: list + because), help: help, example: example,
            take: { text, settings in
                guard let found = values.first(where: { $0.word.lowercased() == text.lowercased() }) else { return false }
                settings[keyPath: place] = found.value
                return true
            },
            show: { settings in values.first { $0.value == settings[keyPath: place] }?.word })
    }

    /// Anything that `parse` takes and `write` gives back; an empty text is the default.
    static func parsed<Value: Sendable>(
        _ key: String, _ place: Place<Value>, valueName: String, allowed: String, example: String, standard: String? = nil,
        _ help: String, parse: @escaping @Sendable (String) -> Value?,
        write: @escaping @Sendable (Value) -> String?
    ) -> Setting {
        Setting(
            key, Shape(valueName: valueName, allowed: allowed), help: help, example: example, standard: standard,
            take: { text, settings in
                if text.isEmpty {
                    settings[keyPath: place] = Settings()[keyPath: place]
                    return true
                }
                guard let value = parse(text) else { return false }
                settings[keyPath: place] = value
                return true
            },
            show: { write($0[keyPath: place]) })
    }

    /// The path of a file or folder; `~/` stands for the home folder, and a relative path begins where the daemon was started.
    static func path(_ key: String, _ place: Place<String?>, example: String, standard: String, _ help: String) -> Setting {
        parsed(
            key, place, valueName: "path", allowed: "a path", example: example, standard: standard, help,
            parse: { text in text.contains("\0") ? nil : text }, write: { $0 })
    }

    /// One line for people, at most 280 characters.
    static func line(_ key: String, _ place: Place<String?>, example: String, _ help: String) -> Setting {
        parsed(
            key, place, valueName: "text", allowed: "one line of at most \(lineLength) characters", example: example, help,
            parse: isLine, write: { $0 })
    }

    static let lineLength = 280

    @Sendable static func isLine(_ text: String) -> String? {
        text.count <= lineLength && !text.unicodeScalars.contains { $0.value < 32 || $0.value == 127 } ? text : nil
    }
}
