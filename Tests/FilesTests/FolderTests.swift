import Files
import Glibc
import TestSupport
import Testing

@Suite("Folders and locks")
struct FolderTests {
    private let folder = TemporaryFolder()

    @Test func `a folder is made with those above it, for its owner alone`() throws {
        let path = folder.path(of: "a/b/c")
        try Folder.make(path)
        try Folder.make(path)
        for path in ["a", "a/b", "a/b/c"].map(folder.path(of:)) {
            #expect(try Folder.open(path).status().mode == 0o700)
        }
    }

    @Test func `a file in the way of a folder is an error`() throws {
        folder.write("", to: "file")
        #expect(reason { try Folder.open(folder.path(of: "file")) } == .notFolder)
        #expect(reason { try Folder.make(folder.path(of: "file/below")) } == .notFolder)
        #expect(reason { try Folder.open(folder.path(of: "nowhere")) } == .missing)
    }

    @Test func `a link to a folder is followed only where that is allowed`() throws {
        try Folder.make(folder.path(of: "real"))
        symlink(folder.path(of: "real"), folder.path(of: "link"))
        #expect(reason { try Folder.open(folder.path(of: "link")) } == .symbolicLink)
        #expect(reason { try folder.open().subfolder("link") } == .symbolicLink)
        #expect(reason { try Folder.open(folder.path(of: "link"), followingLinks: true) } == nil)
    }

    @Test func `an open folder stays the same one when another takes its name`() throws {
        try Folder.make(folder.path(of: "folder"))
        let opened = try Folder.open(folder.path(of: "folder"))
        try folder.open().file("folder").rename(to: folder.open().file("moved"))
        try folder.open().makeSubfolder("folder")
        try opened.file("file").create([1])
        #expect(try opened.names() == ["file"])
        #expect(folder.bytes(of: "moved/file") == [1])
        #expect(folder.bytes(of: "folder/file") == nil)
    }

    @Test func `names come sorted, and without the folder itself`() throws {
        for name in ["b", "a", ".c"] { folder.write("", to: name) }
        #expect(try folder.open().names() == [".c", "a", "b"])
    }

    @Test func `a folder is closed to others`() throws {
        chmod(folder.path, 0o755)
        let opened = try folder.open()
        #expect(try !opened.status().isPrivate)
        try opened.closeToOthers()
        #expect(try opened.status().isPrivate)
    }

    @Test func `one of two has a lock until it lets go`() throws {
        let file = try folder.open().file("lock")
        do {
            let first = try #require(try file.lock())
            #expect(try file.lock() == nil)
            #expect(first.file.name == "lock")
        }
        #expect(try file.lock() != nil)
    }

    @Test func `any number of readers share a lock, and keep out a holder alone`() throws {
        let file = try folder.open().file("lock")
        do {
            let readers = [try #require(try file.lock(isShared: true)), try #require(try file.lock(isShared: true))]
            #expect(try file.lock() == nil)
            withExtendedLifetime(readers) {}
        }
        let alone = try #require(try file.lock())
        #expect(try file.lock(isShared: true) == nil)
        withExtendedLifetime(alone) {}
    }

    @Test func `a lock can be looked for without a file being made`() throws {
        let file = try folder.open().file("lock")
        #expect(reason { try file.lock(making: false) } == .missing)
        #expect(try folder.open().names() == [])
        let first = try #require(try file.lock())
        #expect(try file.lock(making: false) == nil)
        withExtendedLifetime(first) {}
    }

    @Test func `a lock on a file that was removed keeps nobody out`() throws {
        let file = try folder.open().file("lock")
        let first = try #require(try file.lock())
        try file.erase()
        let second = try #require(try file.lock())
        #expect(try file.lock() == nil)
        withExtendedLifetime((first, second)) {}
    }

    @Test func `a lock is not taken through a link`() throws {
        folder.write("kept", to: "other")
        symlink(folder.path(of: "other"), folder.path(of: "lock"))
        #expect(reason { try folder.open().file("lock").lock() } == .symbolicLink)
    }

    @Test func `a folder that cannot be synced is an error`() throws {
        let disk = TestDisk()
        disk.fail(.sync, EIO)
        #expect(throws: FileError.self) { try folder.open(disk.calls).sync() }
        #expect(reason { try Folder.make(folder.path(of: "a"), calls: disk.calls) } == .system)
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
