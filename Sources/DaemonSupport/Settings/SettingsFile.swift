import Files
import Wire
import Yams

/// The keys of a YAML file with their values and lines.
struct SettingsFile: Sendable {
    /// The largest file that is read.
    static let bytesMax = 1_048_576
    /// The deepest level of mappings that is read. No setting is this deep; a deeper mapping counts as one value.
    private static let depthMax = 8

    /// A value as text. YAML's own types are not used: they read `-10:00` as a number.
    enum Value: Sendable {
        case empty
        case text(String)
        case list([String])
        /// A shape that no setting has, such as a mapping.
        case other
    }

    struct Entry: Sendable {
        let key: String
        let line: Int
        let value: Value
    }

    let path: String
    let entries: [Entry]

    init(path: String) throws(DaemonError) {
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try FileLocation(path: path).read(bytesMax: Self.bytesMax, .named)
        } catch {
            throw DaemonError(.configUnreadable, "\(path): \(error.reason == .missing ? "the file does not exist" : error.cause).")
        }
        try self.init(path: path, bytes: bytes)
    }

    /// Throws `config.unreadable`, with the line if the file is not YAML.
    init(path: String, bytes: [UInt8]) throws(DaemonError) {
        self.path = path
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw DaemonError(.configUnreadable, "\(path): it is not UTF-8 text.")
        }
        let root: Node?
        do {
            root = try compose(yaml: text)
        } catch {
            throw DaemonError(file: path, yaml: error)
        }
        // A file with only comments has no root, or an empty one.
        guard let root, root.scalar?.string.isEmpty != true else {
            entries = []
            return
        }
        guard case .mapping(let mapping) = root else {
            throw DaemonError(.configUnreadable, "\(path): it has no keys and values. See docs/examples/thawd.yaml.")
        }
        var entries: [Entry] = []
        for (key, value) in mapping { Self.collect(key, value, prefix: "", into: &entries, depth: 0) }
        self.entries = entries
    }

    /// The value of `key` and its line; nil if the file does not set it.
    func entry(for key: String) -> Entry? {
        entries.first { entry in
            if case .empty = entry.value { return false }
            return entry.key == key
        }
    }

    /// Adds a key, or the keys of the mapping below it as `group.name`.
    private static func collect(_ key: Node, _ value: Node, prefix: String, into entries: inout [Entry], depth: Int) {
        let name = prefix + (key.scalar?.string ?? "?")
        if case .mapping(let mapping) = value, !mapping.isEmpty, depth < depthMax {
            for (inner, innerValue) in mapping { collect(inner, innerValue, prefix: name + ".", into: &entries, depth: depth + 1) }
            return
        }
        entries.append(Entry(key: name, line: key.mark?.line ?? 0, value: Value(value)))
    }
}

extension SettingsFile.Value {
    fileprivate init(_ node: Node) {
        switch node {
        case .scalar where node.null != nil: self = .empty
        case .scalar(let scalar): self = .text(scalar.string)
        case .mapping(let mapping) where mapping.isEmpty: self = .empty
        case .sequence(let items):
            let texts = items.compactMap { $0.scalar?.string }
            self = texts.count == items.count ? .list(texts) : .other
        default: self = .other
        }
    }
}

extension DaemonError {
    /// Why a file is not YAML, with the line. The error's full text could repeat a value, so only the parser's words are taken.
    fileprivate init(file: String, yaml error: any Error) {
        let (line, what): (Int?, String) =
            switch error {
            case YamlError.scanner(_, let problem, let mark, _), YamlError.parser(_, let problem, let mark, _),
                YamlError.composer(_, let problem, let mark, _):
                (mark.line, "not YAML: \(problem).")
            case YamlError.duplicatedKeysInMapping(let keys, let context):
                (context.mark.line, "the key \(keys.joined(separator: ", ")) appears twice.")
            default: (nil, "not YAML.")
            }
        self.init([Cause(.configUnreadable, at: line.map { "\(file):\($0)" } ?? file, what)])
    }
}
