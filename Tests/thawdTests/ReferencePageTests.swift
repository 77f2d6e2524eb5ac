import DaemonSupport
import Foundation
import TestSupport
import Testing
import thawd

@Suite("Pages generated from the table of settings")
struct ReferencePageTests {
    @Test func `the reference page is up to date`() throws {
        #expect(try RepositoryFiles.difference(of: "reference/configuration.md", from: SettingsReference.markdown) == nil)
    }

    @Test func `the example file is up to date`() throws {
        #expect(try RepositoryFiles.difference(of: "examples/thawd.yaml", from: SettingsReference.yaml) == nil)
    }

    @Test func `the example file is valid, and sets nothing`() throws {
        let reading = try SettingsReader(flags: [:], environment: [:], file: RepositoryFiles.example("thawd.yaml")).read()
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
