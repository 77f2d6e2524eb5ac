import Foundation
import Glibc
import Plates
import Seal
import Testing

final class WeekKeyFolderTests {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("week-keys-\(UUID().uuidString)").path
    let sealKeys = try! SealKeys(secret: [UInt8](0..<32))
    let key = try! Plate("MN ABC123").key

    init() throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Loads the keys from week 100 on, and makes the current one if it is missing.
    private func keys(in folder: WeekKeyFolder, current: Int32, joining sealKeys: SealKeys) throws -> WeekKeys {
        var keys = try folder.load(from: 100, joining: sealKeys)
        if !keys.contains(current) { try folder.make(current, in: &keys, joining: sealKeys) }
        return keys
    }

    @Test("the keys of later weeks are read, and those of older weeks are not")
    func laterWeeks() throws {
        let folder = WeekKeyFolder(path: path)
        for week: Int32 in [99, 103, 108] { _ = try keys(in: folder, current: week, joining: sealKeys) }
        #expect(try folder.load(from: 100, joining: sealKeys).weeks == [103, 108])
    }

    @Test("a key is recognized by its witness, and another key has another one")
    func witness() throws {
        let folder = WeekKeyFolder(path: path)
        let first = try keys(in: folder, current: 104, joining: sealKeys)
        #expect(try keys(in: folder, current: 104, joining: sealKeys).witness(week: 104) == first.witness(week: 104))
        #expect(first.witness(week: 104) != nil && first.witness(week: 103) == nil)
        try folder.erase(104)
        #expect(try keys(in: folder, current: 104, joining: sealKeys).witness(week: 104) != first.witness(week: 104))
    }

    @Test("a week's key is made once and read back")
    func keeps() throws {
        let folder = WeekKeyFolder(path: path)
        let first = try keys(in: folder, current: 104, joining: sealKeys)
        let second = try keys(in: folder, current: 104, joining: sealKeys)
        #expect(first.weeks == [104])
        #expect(first.tag(token: [1], key: key, week: 104) != nil)
        #expect(first.tag(token: [1], key: key, week: 104) == second.tag(token: [1], key: key, week: 104))
        #expect(try folder.weeks() == [104])
    }

    @Test("a folder that is a symbolic link is not followed")
    func link() throws {
        _ = try keys(in: WeekKeyFolder(path: path), current: 104, joining: sealKeys)
        let link = path + "-link"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
        defer { try? FileManager.default.removeItem(atPath: link) }
        #expect(throws: SealError.weekKeyFile(errno: ELOOP)) { try WeekKeyFolder(path: link).load(from: 100, joining: sealKeys) }
    }

    @Test("another week has another key, and another token another tag")
    func differ() throws {
        let folder = WeekKeyFolder(path: path)
        _ = try keys(in: folder, current: 103, joining: sealKeys)
        let keys = try keys(in: folder, current: 104, joining: sealKeys)
        #expect(keys.tag(token: [1], key: key, week: 103) != keys.tag(token: [1], key: key, week: 104))
        #expect(keys.tag(token: [1], key: key, week: 104) != keys.tag(token: [2], key: key, week: 104))
        #expect(keys.tag(token: [1], key: key, week: 102) == nil)
    }

    @Test("with another secret, the same week key makes other tags")
    func secret() throws {
        let folder = WeekKeyFolder(path: path)
        let mine = try keys(in: folder, current: 104, joining: sealKeys)
        let other = try keys(in: folder, current: 104, joining: SealKeys(secret: [UInt8](1..<33)))
        #expect(mine.tag(token: [1], key: key, week: 104) != other.tag(token: [1], key: key, week: 104))
    }

    @Test("an erased key's file is gone, and so are its bytes")
    func erases() throws {
        let secret = [UInt8](repeating: 0xA7, count: 32)
        let folder = WeekKeyFolder(path: path, random: RandomSource { _ in secret })
        _ = try keys(in: folder, current: 104, joining: sealKeys)
        let file = path + "/week-104.key"
        #expect(FileManager.default.contents(atPath: file) == Data(secret))
        // A second name for the same blocks shows that they were overwritten, not only unlinked.
        try FileManager.default.linkItem(atPath: file, toPath: path + "/witness")
        try folder.erase(104)
        #expect(!FileManager.default.fileExists(atPath: file))
        #expect(FileManager.default.contents(atPath: path + "/witness") == Data(count: 32))
        try folder.erase(104)
    }

    @Test("the file is for its owner alone")
    func mode() throws {
        _ = try keys(in: WeekKeyFolder(path: path), current: 104, joining: sealKeys)
        let attributes = try FileManager.default.attributesOfItem(atPath: path + "/week-104.key")
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    @Test("a file of another length is no key", arguments: [0, 2, 31, 33])
    func damaged(bytes: Int) throws {
        let folder = WeekKeyFolder(path: path)
        _ = try keys(in: folder, current: 104, joining: sealKeys)
        try Data(count: bytes).write(to: URL(fileURLWithPath: path + "/week-104.key"))
        #expect(try folder.load(from: 100, joining: sealKeys).weeks.isEmpty)
    }

    @Test("a link, FIFO or folder is no key, and reading it does not block", arguments: ["link", "FIFO", "folder"])
    func irregular(_ kind: String) throws {
        let folder = WeekKeyFolder(path: path)
        _ = try keys(in: folder, current: 104, joining: sealKeys)
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
        let folder = WeekKeyFolder(path: path)
        #expect(try keys(in: folder, current: 104, joining: sealKeys).contains(104))
        #expect(try folder.load(from: 100, joining: sealKeys).weeks == [104])
        #expect(!FileManager.default.fileExists(atPath: path + "/week.new"))
    }

    @Test("a missing folder has no keys, and only making one makes it")
    func missing() throws {
        let folder = WeekKeyFolder(path: path + "/nowhere")
        #expect(try folder.load(from: 1, joining: sealKeys).weeks.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: path + "/nowhere"))
        #expect(try keys(in: folder, current: 104, joining: sealKeys).contains(104))
        #expect(try folder.weeks() == [104])
    }
}
