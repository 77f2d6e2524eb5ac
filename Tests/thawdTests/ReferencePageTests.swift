import DaemonSupport
import Foundation
import TestSupport
import Testing
import thawd

@Suite("Pages generated from the table of settings")
struct ReferencePageTests {
    /// Compares a file with the generated text. THAW_REGENERATE=1 writes the file first.
    private func compare(_ name: String, _ made: String) throws {
        let file = Examples.documents.appending(path: name)
        if ProcessInfo.processInfo.environment["THAW_REGENERATE"] == "1" {
            try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(made.utf8).write(to: file)
        }
        let kept = try String(contentsOf: file, encoding: .utf8)
        #expect(kept == made, "docs/\(name) is out of date. Run THAW_REGENERATE=1 make test ARGS='--filter ReferencePageTests'")
    }

    @Test func `the reference page is up to date`() throws {
        try compare("reference/configuration.md", SettingsReference.markdown)
    }

    @Test func `the example file is up to date`() throws {
        try compare("examples/thawd.yaml", SettingsReference.yaml)
    }

    @Test func `the example file is valid, and sets nothing`() throws {
        let reading = try SettingsReader(flags: [:], environment: [:], file: Examples.path("thawd.yaml")).read()
        #expect(reading.origins.isEmpty)
    }

    @Test func `the example file is valid with every comment sign removed`() throws {
        let place = TemporaryFolder()
        let text = SettingsReference.yaml.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.hasPrefix("#") && ($0.hasPrefix("#  ") || !$0.hasPrefix("# ")) ? String($0.dropFirst()) : String($0) }
            .joined(separator: "\n")
        let file = place.write(text, to: "thawd.yaml")
        let reading = try SettingsReader(flags: [:], environment: ["HOME": place.path], file: file).read()
        #expect(Set(reading.origins.keys) == Set((Setting.all + Settings.samples).map(\.key)))
    }
}
