import Configuration
import Foundation
import Wire
import Yams

/// The keys of a YAML file, their values, and the lines they stand on, so that a wrong one can be named.
struct SettingsFile: Sendable {
    /// Larger files are refused unread.
    static let bytesMax = 1_048_576
    /// Mappings within mappings; what lies deeper is named by where it begins, and no option lies so deep.
    private static let depthMax = 8

    struct Entry: Sendable {
        let key: String
        let line: Int
        /// Whether it is a group with something below it, or nothing at all.
        let isEmpty: Bool
    }

    let path: String
    let entries: [Entry]
    private let data: Data

    init(path: String) throws(DaemonError) {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw DaemonError(.configUnreadable, "\(path) does not exist or cannot be read.")
        }
        try self.init(path: path, data: data)
    }

    /// Throws one sentence with the line where the file is no YAML, or where its top is no mapping.
    init(path: String, data: Data) throws(DaemonError) {
        self.path = path
        self.data = data
        guard data.count <= Self.bytesMax, let text = String(data: data, encoding: .utf8) else {
            throw DaemonError(.configUnreadable, "\(path): it is no text in UTF-8 of at most 1 MiB.")
        }
        let root: Node?
        do {
            root = try compose(yaml: text)
        } catch {
            throw DaemonError(file: path, yaml: error)
        }
        // A file of comments alone has no root, or an empty one.
        guard let root, root.scalar?.string.isEmpty != true else {
            entries = []
            return
        }
        guard case .mapping(let mapping) = root else {
            throw DaemonError(.configUnreadable, "\(path): it does not hold keys and values as docs/examples/thawd.yaml does.")
        }
        var entries: [Entry] = []
        for (key, value) in mapping { Self.collect(key, value, prefix: "", into: &entries, depth: 0) }
        self.entries = entries
    }

    /// The file's values, or nil where it has none.
    func values() throws(DaemonError) -> (any ConfigSnapshot)? {
        guard !entries.isEmpty else { return nil }
        do {
            return try YAMLSnapshot(data: data.bytes, providerName: path, parsingOptions: .default)
        } catch {
            throw DaemonError(.configUnreadable, "\(path): a key in it has a value that is neither one value nor a list of values.")
        }
    }

    func line(of key: String) -> Int? {
        entries.first { $0.key == key }?.line
    }

    /// Adds a key, or those of the mapping below it: `group.name`.
    private static func collect(_ key: Node, _ value: Node, prefix: String, into entries: inout [Entry], depth: Int) {
        let name = prefix + (key.scalar?.string ?? "?")
        let line = key.mark?.line ?? 0
        if case .mapping(let mapping) = value, depth < depthMax {
            if mapping.isEmpty { entries.append(Entry(key: name, line: line, isEmpty: true)) }
            for (inner, innerValue) in mapping { collect(inner, innerValue, prefix: name + ".", into: &entries, depth: depth + 1) }
            return
        }
        let isEmpty = value.scalar.map { $0.string.isEmpty && $0.style == .plain } ?? false
        entries.append(Entry(key: name, line: line, isEmpty: isEmpty))
    }
}

extension DaemonError {
    /// Why a file is no YAML, with the line. An error's own text could repeat a value, so only its words are taken.
    fileprivate init(file: String, yaml error: any Error) {
        let (line, what): (Int?, String) =
            switch error {
            case YamlError.scanner(_, let problem, let mark, _), YamlError.parser(_, let problem, let mark, _),
                YamlError.composer(_, let problem, let mark, _):
                (mark.line, "this is no YAML: \(problem).")
            case YamlError.duplicatedKeysInMapping(let keys, let context):
                (context.mark.line, "the key \(keys.joined(separator: ", ")) stands twice.")
            default: (nil, "this is no YAML.")
            }
        self.init([Cause(.configUnreadable, at: line.map { "\(file):\($0)" } ?? file, what)])
    }
}
