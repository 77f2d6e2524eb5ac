import Foundation
import Wire

/// Reads settings from flags, variables and a YAML file. The first source in this order that has a key wins.
package struct ProgramSettingsReader<Settings: ProgramSettings>: Sendable {
    private let flags: [String: String]
    private let environment: [String: String]
    private let file: String?

    /// - Parameters:
    ///   - flags: the values of flags, by key.
    ///   - environment: the process's variables. Those without the program's prefix are only used to find the default file.
    ///   - file: the file from the command line. If nil, a variable such as `THAW_CONFIG` names it, or else it is the one in the XDG
    ///     folder, which may be missing.
    package init(flags: [String: String], environment: [String: String], file: String?) {
        self.flags = flags
        self.environment = environment
        self.file = file
    }

    /// The settings, and the source of each value that is not a default.
    package struct Reading: Sendable {
        package let settings: Settings
        /// The file that was read; nil if there was none.
        package let file: String?
        /// The source of each value, by key: `--log-level`, `THAW_LOG_LEVEL`, `thawd.yaml:12`.
        package let origins: [String: String]

        /// What `check-config` says: the file, and a line for each setting that is not the default, with its source.
        package var summary: [String] {
            let changes = settings.table.compactMap { setting -> String? in
                guard let origin = origins[setting.key], let value = setting.show(settings) else { return nil }
                return "  \(setting.key) = \(setting.shape.secrecy == .everywhere ? "not shown" : value)   (\(origin))"
            }
            return [file.map { "The configuration is valid: \($0)" } ?? "The configuration is valid. There is no file."] + changes
        }

        /// Whether the value came from a flag or a variable.
        package func isGivenWithCommand(_ key: String) -> Bool {
            guard let origin = origins[key], let setting = Settings.all.first(where: { $0.key == key }) else { return false }
            return origin == "--\(setting.flag)" || origin == setting.variable
        }
    }

    /// Reads all settings. Throws every error at once: unknown variables, the file's errors, then errors of values in the order of the
    /// table.
    package func read() throws(DaemonError) -> Reading {
        var problems: [DaemonError.Cause] = []
        let file: SettingsFile? = problems.collect { () throws(DaemonError) in try openFile() } ?? nil
        let table = Settings.all + Settings.further(keys: file?.entries.map(\.key) ?? [], variables: Array(environment.keys))
        problems = unknownVariables(table) + problems
        if let file { problems += Self.unknownKeys(in: file, table) }

        var settings = Settings()
        var origins: [String: String] = [:]
        for setting in table {
            guard let (value, origin) = firstValue(of: setting, in: file) else { continue }
            origins[setting.key] = origin
            if value == "", origin == "--\(setting.flag)", !setting.shape.allowsEmpty {
                problems.append(.init(.configValue, at: origin, "the value is empty: \(setting.key) takes \(setting.shape.allowed)."))
                continue
            }
            guard let value, setting.parse(value, &settings) else {
                let written =
                    switch value {
                    case .some where setting.shape.secrecy != .none: "this value is not allowed"
                    case .some(let value) where Settings.looksSecret(value): "this looks like a key"
                    case .some(let value): "\"\(value)\" is not allowed"
                    case .none: "this kind of value is not allowed"
                    }
                problems.append(.init(.configValue, at: origin, "\(written): \(setting.key) takes \(setting.shape.allowed)."))
                continue
            }
        }
        problems += settings.contradictions
        guard problems.isEmpty else { throw DaemonError(problems) }
        return Reading(settings: settings, file: file?.path, origins: origins)
    }

    // MARK: Sources

    /// The text in the first source that has the setting. The text is nil if the file has another kind of value, such as a mapping.
    private func firstValue(of setting: ProgramSetting<Settings>, in file: SettingsFile?) -> (text: String?, origin: String)? {
        if let text = flags[setting.key] { return (text, "--\(setting.flag)") }
        if let text = environment[setting.variable] { return (text, setting.variable) }
        guard let file, let entry = file.entry(for: setting.key) else { return nil }
        let text: String? =
            switch entry.value {
            case .text(let text): text
            case .list(let items) where setting.shape.isList: items.joined(separator: ",")
            case .list, .other, .empty: nil
            }
        return (text, "\(file.path):\(entry.line)")
    }

    private func unknownVariables(_ table: [ProgramSetting<Settings>]) -> [DaemonError.Cause] {
        let known = Set(table.map(\.variable)).union([ProgramSetting<Settings>.fileVariable])
        return environment.keys.filter { $0.hasPrefix(Settings.variablePrefix) && !known.contains($0) }.sorted().map { name in
            DaemonError.Cause(.configUnknownKey, at: name, "there is no such variable\(Self.suggestion(for: name, among: known))")
        }
    }

    /// The configuration file; nil if none was named and the default file does not exist.
    private func openFile() throws(DaemonError) -> SettingsFile? {
        let paths = HomePaths(environment: environment, program: Settings.program)
        let named = file ?? environment[ProgramSetting<Settings>.fileVariable].flatMap { $0.isEmpty ? nil : $0 }
        guard let path = named.map(paths.expand) ?? paths.configurationFile else { return nil }
        if named == nil, !FileManager.default.fileExists(atPath: path) { return nil }
        return try SettingsFile(path: path)
    }

    private static func unknownKeys(in file: SettingsFile, _ table: [ProgramSetting<Settings>]) -> [DaemonError.Cause] {
        let known = Set(table.map(\.key))
        let named = known.union(Settings.samples.map(\.key))
        let groups = Set(named.flatMap { key in key.indices.filter { key[$0] == "." }.map { String(key[..<$0]) } })
        var seen: Set<String> = []
        return file.entries.compactMap { entry in
            let origin = "\(file.path):\(entry.line)"
            guard seen.insert(entry.key).inserted else { return .init(.configValue, at: origin, "the key \(entry.key) appears twice.") }
            if known.contains(entry.key) { return nil }
            if case .empty = entry.value, groups.contains(entry.key) { return nil }
            return .init(.configUnknownKey, at: origin, "there is no key \(entry.key)\(suggestion(for: entry.key, among: known))")
        }
    }

    /// ": did you mean …" if a known name is similar, else where to find all names.
    private static func suggestion(for name: String, among known: Set<String>) -> String {
        let near = known.map { (name: $0, steps: $0.difference(from: name).count) }.min { ($0.steps, $0.name) < ($1.steps, $1.name) }
        guard let near, near.steps <= 4 else { return ". `\(Settings.program) serve --help` lists them all." }
        return ": did you mean \(near.name)?"
    }
}
