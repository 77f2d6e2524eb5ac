package import Foundation

/// A folder of mode 0700 for one test, removed with its last reference.
package final class TemporaryFolder: Sendable {
    package let path: String

    /// Its name is short: the path of a Unix socket below it has room for 107 bytes in all.
    package init() {
        var template = Array("\(FileManager.default.temporaryDirectory.path)/thaw-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { preconditionFailure("there is room for a temporary folder") }
        path = String(cString: made)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Every regular file below, and its bytes.
    package func files() -> [(name: String, bytes: Data)] {
        guard let names = FileManager.default.enumerator(atPath: path) else { return [] }
        return names.compactMap { $0 as? String }.sorted().compactMap { name in
            let full = path + "/" + name
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: full, isDirectory: &isFolder), !isFolder.boolValue,
                let bytes = FileManager.default.contents(atPath: full)
            else { return nil }
            return (name, bytes)
        }
    }

    /// Bytes of one file; 0 if there is none.
    package func length(of name: String) -> Int {
        (try? FileManager.default.attributesOfItem(atPath: path + "/" + name)[.size] as? Int) ?? 0
    }

    /// The names of the files in which any of the needles stands.
    package func filesContaining(anyOf needles: [[UInt8]]) -> [String] {
        files().filter { file in needles.contains { file.bytes.range(of: Data($0)) != nil } }.map(\.name)
    }

    /// Writes a text to a new file with a mode.
    ///
    /// - Returns: the file's path.
    package func write(_ text: String, to name: String, mode: mode_t = 0o600) -> String {
        let file = "\(path)/\(name)"
        _ = FileManager.default.createFile(atPath: file, contents: Data(text.utf8))
        chmod(file, mode)
        return file
    }

    /// The permissions of a file; 0 if there is none.
    package func mode(of name: String) -> mode_t {
        let attributes = try? FileManager.default.attributesOfItem(atPath: "\(path)/\(name)")
        return (attributes?[.posixPermissions] as? Int).map { mode_t($0) } ?? 0
    }
}
