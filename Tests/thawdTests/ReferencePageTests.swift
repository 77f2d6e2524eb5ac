import Foundation
import TestSupport
import Testing
import thawd

@Suite("Pages that are made from the table of options")
struct ReferencePageTests {
    /// Compares a file with what the table makes of it now; THAW_REGENERATE=1 writes the file first.
    private func compare(_ name: String, _ made: String) throws {
        let file = Examples.documents.appending(path: name)
        if ProcessInfo.processInfo.environment["THAW_REGENERATE"] == "1" {
            try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(made.utf8).write(to: file)
        }
        let kept = try String(contentsOf: file, encoding: .utf8)
        #expect(kept == made, "docs/\(name) is out of date: THAW_REGENERATE=1 make test ARGS='--filter ReferencePageTests' writes it anew")
    }

    @Test func `the reference is what the table says`() throws {
        try compare("reference/configuration.md", SettingsReference.markdown)
    }

    @Test func `the example file is what the table says`() throws {
        try compare("examples/thawd.yaml", SettingsReference.yaml)
    }

    @Test func `the example file holds, and sets nothing`() throws {
        let reading = try SettingsReader(flags: [:], environment: [:], file: Examples.path("thawd.yaml")).read()
        #expect(reading.origins.isEmpty)
    }

    @Test func `the example file holds with every option taken out of its comment`() throws {
        let place = TemporaryFolder()
        let text = SettingsReference.yaml.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.hasPrefix("#") && ($0.hasPrefix("#  ") || !$0.hasPrefix("# ")) ? String($0.dropFirst()) : String($0) }
            .joined(separator: "\n")
        let file = place.write(text, to: "thawd.yaml")
        let reading = try SettingsReader(flags: [:], environment: ["HOME": place.path], file: file).read()
        #expect(Set(reading.origins.keys) == Set(Setting.all.map(\.key)))
    }
}
