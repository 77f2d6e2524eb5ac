import Foundation
import Testing

/// A Swift file of this package, and what the tests look for in it.
struct SourceFile: Sendable, CustomTestStringConvertible {
    /// The path from the package's root, such as `Sources/Plates/Plate.swift`.
    let path: String
    let lines: [Substring]

    init(path: String, text: String) {
        self.path = path
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    }

    var testDescription: String { path }

    /// Every module that the file imports, with or without an access level, an attribute, or a kind (`import struct X.Y`).
    var imports: [Substring] {
        let statement =
            #/
            ^\s* (?:@\w+(?:\([^)]*\))?\s+)*                # attributes
            (?:(?:public|package|internal|private|fileprivate)\s+)?
            import\s+ (?:(?:struct|class|enum|protocol|func|typealias|actor|let|var)\s+)? (\w+)
            /#
        return lines.compactMap { line in line.firstMatch(of: statement)?.output.1 }
    }

    /// The names of the types that the file declares, nested ones too.
    var types: [Substring] {
        let declaration =
            #/
            ^\s* (?:@\w+(?:\([^)]*\))?\s+)*                # attributes
            (?:(?:public|package|internal|private|fileprivate|final|indirect)\s+)*
            (?:struct|class|enum|protocol|actor|typealias)\s+ (\w+)
            /#
        return lines.compactMap { line in line.firstMatch(of: declaration)?.output.1 }
    }

    /// The numbers of the lines, outside comments, that match `pattern`.
    func lineNumbers(of pattern: some RegexComponent) -> [Int] {
        lines.enumerated().compactMap { index, line in
            let code = line.trimmingPrefix(while: \.isWhitespace)
            return !code.hasPrefix("//") && line.firstMatch(of: pattern) != nil ? index + 1 : nil
        }
    }
}

/// This package's source files, found from the path where this file was compiled.
enum SourceTree {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The folders of `Sources` except the benchmarks, which may import anything, and `Migrations`, a module at the root.
    static let modules: [String] = {
        let folders = try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: "Sources").path)
        return ((folders ?? []).filter { !$0.hasPrefix(".") && $0 != "Benchmarks" } + ["Migrations"]).sorted()
    }()

    static func files(of module: String) -> [SourceFile] {
        files(under: module == "Migrations" ? "Migrations" : "Sources/\(module)")
    }

    /// Every Swift file in a folder and its subfolders, given from the root.
    static func files(under folder: String) -> [SourceFile] {
        let walk = FileManager.default.enumerator(atPath: root.appending(path: folder).path)
        var files: [SourceFile] = []
        while let name = walk?.nextObject() as? String {
            guard name.hasSuffix(".swift") else { continue }
            let path = "\(folder)/\(name)"
            guard let text = try? String(contentsOf: root.appending(path: path), encoding: .utf8) else {
                preconditionFailure("cannot read \(path)")
            }
            files.append(SourceFile(path: path, text: text))
        }
        return files.sorted { $0.path < $1.path }
    }
}
