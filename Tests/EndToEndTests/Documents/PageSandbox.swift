import Foundation
import Glibc
import Subprocess
import TestSupport

/// A place in which the commands of one page can do no harm: a home folder, free ports, the programs of this build, and the repository's
/// Makefile, scripts and documents, as in a fresh clone.
struct PageSandbox {
    private let folder = TemporaryFolder()
    private var home: String { folder.path + "/home" }
    private var clone: String { home + "/thaw" }
    private var tools: String { folder.path + "/tools" }

    private static let secondsMax = 120
    private static let outputBytesMax = 4 << 20

    /// The folder that this test's own program lies in: `thaw` and `thawd` lie beside it.
    private static let programs = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().path

    init() throws {
        for path in [home, clone, tools] {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        }
        for name in ["Makefile", "README.md", "docs", "scripts"] {
            let original = RepositoryFiles.root.appending(path: name).path
            try FileManager.default.createSymbolicLink(atPath: "\(clone)/\(name)", withDestinationPath: original)
        }
        // The programs under test are already built, so a page's `swift build` has nothing to do.
        try addTool("swift", "case \"$*\" in *--show-bin-path*) echo '\(tools)' ;; esac")
        try FileManager.default.createSymbolicLink(atPath: "\(tools)/thaw", withDestinationPath: "\(Self.programs)/thaw")
    }

    /// Runs the page, top to bottom, up to the first command that fails. It prints to a terminal; nobody types at it.
    ///
    /// - Returns: the differences from the page.
    func complaints(about page: DocumentPage) async throws -> [String] {
        let (port, operatorPort) = try RunningDaemon.freePorts()
        // Only the listening addresses differ from the page; `check-config` would show that.
        try addTool(
            "thawd",
            """
            [ "${1-}" = check-config ] || export THAW_SERVER_ADDRESS=127.0.0.1:\(port) THAW_OPERATOR_ADDRESS=127.0.0.1:\(operatorPort)
            exec '\(Self.programs)/thawd' "$@"
            """)
        let script = PageScript(page, port: port, operatorPort: operatorPort)
        let file = folder.path + "/page.sh"
        try script.text.write(toFile: file, atomically: true, encoding: .utf8)
        let run = try await run(
            .name("timeout"),
            arguments: [
                "--kill-after=10", "\(Self.secondsMax)", "script", "--quiet", "--return", "--flush", "--command",
                "cd '\(clone)' && bash '\(file)' < /dev/null", "/dev/null",
            ],
            environment: .custom(environment), output: .string(limit: Self.outputBytesMax), error: .string(limit: Self.outputBytesMax))
        return Self.compare(page, outputs: Self.outputs(in: run.standardOutput), succeeded: run.terminationStatus.isSuccess)
    }

    private func addTool(_ name: String, _ text: String) throws {
        try "#!/bin/sh\n\(text)\n".write(toFile: "\(tools)/\(name)", atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(tools)/\(name)")
    }

    private var environment: [Environment.Key: String] {
        var environment: [Environment.Key: String] = [
            "PATH": "\(tools):/usr/local/bin:/usr/bin:/bin", "HOME": home, "SHELL": "/bin/bash", "TERM": "dumb", "NO_COLOR": "1",
            "LANG": "C.UTF-8",
        ]
        for name in ["LD_LIBRARY_PATH", "TZ", "TMPDIR"] {
            if let value = ProcessInfo.processInfo.environment[name] { environment[.init(rawValue: name)!] = value }
        }
        return environment
    }

    /// The output of each step that the script reached.
    private static func outputs(in text: String) -> [Int: String] {
        var outputs: [Int: String] = [:]
        for part in text.replacing("\r\n", with: "\n").split(separator: PageScript.mark).map({ $0.split(separator: "\n", maxSplits: 1) }) {
            guard let number = part.first.flatMap({ Int($0) }) else { continue }
            outputs[number] = part.count > 1 ? String(part[1]) : ""
        }
        return outputs
    }

    private static func compare(_ page: DocumentPage, outputs: [Int: String], succeeded: Bool) -> [String] {
        var complaints: [String] = []
        for (number, step) in page.steps.enumerated() {
            guard let output = outputs[number] else { break }
            let place = "\(page.path):\(step.line)"
            if outputs[number + 1] == nil {
                complaints.append("\(place): this failed:\n\(step.text)\nIt printed:\n\(output)")
            } else if case .command(let shown) = step.kind, !ShownOutput(shown).matches(output) {
                complaints.append("\(place): \(step.text)\nprinted:\n\(output)\nand the page shows:\n\(shown)")
            }
        }
        if outputs[0] == nil { complaints.append("\(page.path): no daemon could be started for it.") }
        if !succeeded, complaints.isEmpty { complaints.append("\(page.path): the shell ended with an error.") }
        return complaints
    }
}
