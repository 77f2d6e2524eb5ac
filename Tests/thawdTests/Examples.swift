import Foundation
import Glibc

/// The files of `docs`, found from where this file was compiled.
enum Examples {
    static let documents = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "docs")

    static func path(_ name: String) -> String {
        documents.appending(path: "examples/\(name)").path
    }
}

/// Makes a folder and those above it; false where that fails.
func mkdirs(_ path: String) -> Bool {
    (try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)) != nil
}

func chmodPrivate(_ path: String) -> Bool {
    chmod(path, 0o700) == 0
}
