package import Foundation

/// A folder of a test's own, removed with its last reference.
package final class TemporaryFolder: Sendable {
    package let path: String

    package init() {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("thaw-\(UUID().uuidString)").path
        try! FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
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

    /// Bytes of one file; 0 where there is none.
    package func length(of name: String) -> Int {
        (try? FileManager.default.attributesOfItem(atPath: path + "/" + name)[.size] as? Int) ?? 0
    }

    /// The names of the files in which any of the needles stands.
    package func filesContaining(anyOf needles: [[UInt8]]) -> [String] {
        files().filter { file in needles.contains { file.bytes.range(of: Data($0)) != nil } }.map(\.name)
    }
}
