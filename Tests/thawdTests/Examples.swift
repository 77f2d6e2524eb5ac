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

func chmodPrivate(_ path: String) -> Bool {
    chmod(path, 0o700) == 0
}
