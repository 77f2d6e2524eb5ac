import Foundation
import TestSupport
import Testing

/// The data of a newer version, under the programs as they were built.
struct DowngradeTests {
    @Test("data of a newer version: the daemon names its schema and ends, nothing changes, and the newer version goes on")
    func refused() async throws {
        let daemon = try await RunningDaemon()
        let admin = try daemon.firstAdminToken()
        try daemon.report(["QDG123"], token: admin)
        #expect(daemon.stop() == 0)
        let database = URL(filePath: daemon.dataFolder + "/thaw.sqlite")
        let known = try Data(contentsOf: database)
        let newer = Self.renamed(known)
        try #require(newer != known)
        try newer.write(to: database)

        let error = await #expect(throws: RunningDaemon.NotReady.self) { try await RunningDaemon(folder: daemon.folder) }
        let checked = try daemon.operate("check-config")
        #expect(checked.status == 1)
        for text in [error?.log, checked.error] {
            #expect(text?.contains("store.newer") == true && text?.contains("v9001-create-tables") == true, "\(text ?? "")")
        }
        #expect(try Data(contentsOf: database) == newer)

        try known.write(to: database)
        let again = try await RunningDaemon(folder: daemon.folder)
        let previewed = try again.operate("purge", "--plate", "-", "--preview", input: "MN:QDG123")
        #expect(previewed.status == 0 && previewed.output.contains("1 plate"), "\(previewed.output)\(previewed.error)")
        #expect(again.stop() == 0)
    }

    /// The database with another name for its first migration. The name keeps its length, so every page stays whole.
    private static func renamed(_ database: Data) -> Data {
        var bytes = database
        let (known, future) = (Data("v0001-create-tables".utf8), Data("v9001-create-tables".utf8))
        while let range = bytes.range(of: known) { bytes.replaceSubrange(range, with: future) }
        return bytes
    }
}
