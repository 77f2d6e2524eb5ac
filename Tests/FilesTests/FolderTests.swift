import Files
import Glibc
import Testing

@Suite("Folders and locks")
struct FolderTests {
    private let place = TestFolder()

    private func reason(_ body: () throws -> some Any) -> FileError.Reason? {
        do {
            _ = try body()
            return nil
        } catch {
            return (error as? FileError)?.reason
        }
    }

    @Test func `a folder is made with those above it, for its owner alone`() throws {
        let path = place.path(of: "a/b/c")
        try Folder.make(path)
        try Folder.make(path)
        for path in ["a", "a/b", "a/b/c"].map(place.path(of:)) {
            #expect(try Folder.open(path).status().mode == 0o700)
        }
    }

    @Test func `a file in the way of a folder is an error`() throws {
        place.put("", at: "file")
        #expect(reason { try Folder.open(place.path(of: "file")) } == .notFolder)
        #expect(reason { try Folder.make(place.path(of: "file/below")) } == .notFolder)
        #expect(reason { try Folder.open(place.path(of: "nowhere")) } == .missing)
    }

    @Test func `a link to a folder is followed only where that is allowed`() throws {
        try Folder.make(place.path(of: "real"))
        symlink(place.path(of: "real"), place.path(of: "link"))
        #expect(reason { try Folder.open(place.path(of: "link")) } == .symbolicLink)
        #expect(reason { try place.open().subfolder("link") } == .symbolicLink)
        #expect(reason { try Folder.open(place.path(of: "link"), followingLinks: true) } == nil)
    }

    @Test func `an open folder stays the same one when another takes its place`() throws {
        try Folder.make(place.path(of: "folder"))
        let folder = try Folder.open(place.path(of: "folder"))
        try place.open().file("folder").rename(to: place.open().file("moved"))
        try place.open().makeSubfolder("folder")
        try folder.file("file").create([1])
        #expect(try folder.names() == ["file"])
        #expect(place.bytes(of: "moved/file") == [1])
        #expect(place.bytes(of: "folder/file") == nil)
    }

    @Test func `names come sorted, and without the folder itself`() throws {
        for name in ["b", "a", ".c"] { place.put("", at: name) }
        #expect(try place.open().names() == [".c", "a", "b"])
    }

    @Test func `a folder is closed to others`() throws {
        chmod(place.path, 0o755)
        let folder = try place.open()
        #expect(try !folder.status().isPrivate)
        try folder.closeToOthers()
        #expect(try folder.status().isPrivate)
    }

    @Test func `one of two has a lock until it lets go`() throws {
        let file = try place.open().file("lock")
        do {
            let first = try #require(try file.lock())
            #expect(try file.lock() == nil)
            #expect(first.file.name == "lock")
        }
        #expect(try file.lock() != nil)
    }

    @Test func `a lock can be looked for without a file being made`() throws {
        let file = try place.open().file("lock")
        #expect(reason { try file.lock(making: false) } == .missing)
        #expect(try place.open().names() == [])
        let first = try #require(try file.lock())
        #expect(try file.lock(making: false) == nil)
        withExtendedLifetime(first) {}
    }

    @Test func `a lock on a file that was removed keeps nobody out`() throws {
        let file = try place.open().file("lock")
        let first = try #require(try file.lock())
        try file.erase()
        let second = try #require(try file.lock())
        #expect(try file.lock() == nil)
        withExtendedLifetime((first, second)) {}
    }

    @Test func `a lock is not taken through a link`() throws {
        place.put("kept", at: "other")
        symlink(place.path(of: "other"), place.path(of: "lock"))
        #expect(reason { try place.open().file("lock").lock() } == .symbolicLink)
    }

    @Test func `a folder that cannot be synced is an error`() throws {
        let disk = TestDisk()
        disk.fail(.sync, EIO)
        #expect(throws: FileError.self) { try place.open(disk.calls).sync() }
        #expect(reason { try Folder.make(place.path(of: "a"), calls: disk.calls) } == .system)
    }
}

@Suite("Names of drafts")
struct DraftNameTests {
    @Test func `a draft tells the name that it was meant for`() {
        for name in ["account.json", "a", ".hidden", "with-dashes-in-it"] {
            #expect(DraftName.finalName(of: DraftName.random(for: name)) == name)
        }
        #expect(DraftName.random(for: "a") != DraftName.random(for: "a"))
    }

    @Test(arguments: ["account.json", ".draft-", ".draft-0123456789abcdef-", ".draft-0123-a", ""])
    func `any other name is no draft's`(_ name: String) {
        #expect(DraftName.finalName(of: name) == nil)
    }
}
