import Foundation
import Glibc
import Plates
import Seal
import TestSupport
import Testing

struct WeekKeyFolderTests {
    private let temporary = TemporaryFolder()
    private let sealKeys = try! SealKeys(secret: [UInt8](0..<32))
    private let key = try! Plate("MN ABC123").key

    private var path: String { temporary.path }
    private var folder: WeekKeyFolder { WeekKeyFolder(path: path) }

    /// Loads the keys from week 100 on, and makes the current one if it is missing.
    @discardableResult
    private func keys(in other: WeekKeyFolder? = nil, current: Int32 = 104, joining otherKeys: SealKeys? = nil) throws -> WeekKeys {
        let (folder, sealKeys) = (other ?? folder, otherKeys ?? sealKeys)
        var keys = try folder.load(from: 100, joining: sealKeys)
        if !keys.contains(current) { try folder.make(current, in: &keys, joining: sealKeys) }
        return keys
    }

    @Test("the keys of later weeks are read, and those of older weeks are not")
    func laterWeeks() throws {
        for week: Int32 in [99, 103, 108] { try keys(current: week) }
        #expect(try folder.load(from: 100, joining: sealKeys).weeks == [103, 108])
    }

    @Test("a key is recognized by its witness, and another key has another one")
    func witness() throws {
        let first = try keys()
        #expect(try keys().witness(week: 104) == first.witness(week: 104))
        #expect(first.witness(week: 104) != nil && first.witness(week: 103) == nil)
        try folder.erase(104)
        #expect(try keys().witness(week: 104) != first.witness(week: 104))
    }

    @Test("a week's key is made once and read back")
    func keeps() throws {
        let first = try keys()
        let second = try keys()
        #expect(first.weeks == [104])
        #expect(first.tag(token: [1], key: key, week: 104) != nil)
        #expect(first.tag(token: [1], key: key, week: 104) == second.tag(token: [1], key: key, week: 104))
        #expect(try folder.weeks() == [104])
    }

    @Test("a folder that is a symbolic link is not followed")
    func link() throws {
        try keys()
        let link = path + "-link"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
        defer { try? FileManager.default.removeItem(atPath: link) }
        #expect(throws: SealError.weekKeyFile(errno: ELOOP)) { try WeekKeyFolder(path: link).load(from: 100, joining: sealKeys) }
    }

    @Test("another week has another key, and another token another tag")
    func differ() throws {
        try keys(current: 103)
        let keys = try keys()
        #expect(keys.tag(token: [1], key: key, week: 103) != keys.tag(token: [1], key: key, week: 104))
        #expect(keys.tag(token: [1], key: key, week: 104) != keys.tag(token: [2], key: key, week: 104))
        #expect(keys.tag(token: [1], key: key, week: 102) == nil)
    }

    @Test("with another secret, the same week key makes other tags")
    func secret() throws {
        let mine = try keys()
        let other = try keys(joining: SealKeys(secret: [UInt8](1..<33)))
        #expect(mine.tag(token: [1], key: key, week: 104) != other.tag(token: [1], key: key, week: 104))
    }

    @Test("an erased key's file is gone, and so are its bytes")
    func erases() throws {
        let secret = [UInt8](repeating: 0xA7, count: 32)
        let folder = WeekKeyFolder(path: path, random: RandomSource { _ in secret })
        try keys(in: folder)
        let file = path + "/week-104.key"
        #expect(temporary.bytes(of: "week-104.key") == secret)
        // A second name for the same blocks shows that they were overwritten, not only unlinked.
        try FileManager.default.linkItem(atPath: file, toPath: path + "/witness")
        try folder.erase(104)
        #expect(!FileManager.default.fileExists(atPath: file))
        #expect(temporary.bytes(of: "witness") == [UInt8](repeating: 0, count: 32))
        try folder.erase(104)
    }

    @Test("the file is for its owner alone")
    func mode() throws {
        try keys()
        #expect(temporary.mode(of: "week-104.key") == 0o600)
    }

    @Test("a file of another length is no key", arguments: [0, 2, 31, 33])
    func damaged(bytes: Int) throws {
        try keys()
        try Data(count: bytes).write(to: URL(fileURLWithPath: path + "/week-104.key"))
        #expect(try folder.load(from: 100, joining: sealKeys).weeks.isEmpty)
    }

    @Test("a link, FIFO or folder is no key, and reading it does not block", arguments: ["link", "FIFO", "folder"])
    func irregular(_ kind: String) throws {
        try keys()
        let file = path + "/week-104.key"
        try FileManager.default.moveItem(atPath: file, toPath: path + "/elsewhere")
        switch kind {
        case "link": try FileManager.default.createSymbolicLink(atPath: file, withDestinationPath: path + "/elsewhere")
        case "FIFO": try #require(mkfifo(file, 0o600) == 0)
        default: try FileManager.default.createDirectory(atPath: file, withIntermediateDirectories: false)
        }
        #expect(try folder.load(from: 100, joining: sealKeys).weeks.isEmpty)
    }

    @Test("a draft of a killed writer is replaced")
    func draft() throws {
        try Data(count: 7).write(to: URL(fileURLWithPath: path + "/week.new"))
        #expect(try keys().contains(104))
        #expect(try folder.load(from: 100, joining: sealKeys).weeks == [104])
        #expect(!FileManager.default.fileExists(atPath: path + "/week.new"))
    }

    @Test("a missing folder has no keys, and only making one makes it")
    func missing() throws {
        let folder = WeekKeyFolder(path: path + "/nowhere")
        #expect(try folder.load(from: 1, joining: sealKeys).weeks.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: path + "/nowhere"))
        #expect(try keys(in: folder).contains(104))
        #expect(try folder.weeks() == [104])
    }
}
