import Files
import Glibc
import TestSupport
import Testing

@Suite("Making and replacing files")
struct ReplacingTests {
    private let folder = TemporaryFolder()
    private let disk = TestDisk()

    private func file(_ name: String = "file") throws -> FileLocation { try folder.open(disk.calls).file(name) }

    @Test(arguments: [true, false])
    func `a new file is for its owner alone, and nothing else stays in the folder`(_ byPath: Bool) throws {
        let file = byPath ? FileLocation(path: folder.path(of: "file")) : try file()
        try file.create(Array("new".utf8))
        #expect(folder.text(of: "file") == "new")
        #expect(try file.status()?.mode == 0o600)
        #expect(try folder.open().names() == ["file"])
    }

    enum Taken: CaseIterable, Sendable { case file, link, danglingLink, folder }

    @Test(arguments: Taken.allCases, [true, false])
    func `a name that is taken is never replaced`(_ taken: Taken, _ isTakenLate: Bool) throws {
        folder.write("old", to: "other")
        let take: @Sendable () -> Void = { [folder] in
            let path = folder.path(of: "file")
            switch taken {
            case .file: folder.write("old", to: "file")
            case .link: symlink(folder.path(of: "other"), path)
            case .danglingLink: symlink(folder.path(of: "nowhere"), path)
            case .folder: mkdir(path, 0o700)
            }
        }
        var calls = disk.calls
        if isTakenLate {
            let rename = calls.renameToFreeName
            calls.renameToFreeName = {
                take()
                return rename($0, $1, $2, $3)
            }
        } else {
            take()
        }
        let error = #expect(throws: FileError.self) { try folder.open(calls).file("file").create(Array("new".utf8)) }
        #expect(error?.reason == .exists && error?.name == "file")
        #expect(folder.text(of: "other") == "old" && folder.text(of: "nowhere") == nil)
        if taken == .file { #expect(folder.text(of: "file") == "old") }
        #expect(try folder.open().names() == ["file", "other"])
    }

    @Test(arguments: [EINVAL, ENOSYS])
    func `a file system without a rename that never replaces gets a link instead`(_ number: Int32) throws {
        disk.fail(.renameToFreeName, number)
        try file().create(Array("new".utf8))
        #expect(try folder.open().names() == ["file"])
        #expect(reason { try file().renameToFreeName(file()) } == .exists)
        #expect(folder.text(of: "file") == "new")
    }

    @Test func `bytes are on disk before the name, and the name before the end`() throws {
        folder.write("old", to: "file")
        try file().replace(with: Array("new".utf8))
        #expect(disk.made == [.write, .sync, .rename, .sync])
        try file("other").create(Array("new".utf8))
        #expect(disk.made.suffix(4) == [.write, .sync, .renameToFreeName, .sync])
    }

    @Test(arguments: [Call.write, .sync, .rename], [EIO, ENOSPC, EDQUOT])
    func `a replacement that fails before the rename leaves the old file and no draft`(_ call: Call, _ number: Int32) throws {
        folder.write("old", to: "file")
        disk.fail(call, number)
        let error = #expect(throws: FileError.self) { try file().replace(with: Array("new".utf8)) }
        #expect(error?.number == number)
        #expect((error?.reason == .full) == (number != EIO))
        #expect(folder.text(of: "file") == "old")
        #expect(try folder.open().names() == ["file"])
    }

    @Test func `a replacement whose folder cannot be synced is an error, and the new file is there whole`() throws {
        folder.write("old", to: "file")
        disk.fail(.sync, from: 2, EIO)
        let error = #expect(throws: FileError.self) { try file().replace(with: Array("new".utf8)) }
        #expect(error?.operation == .sync && error?.reason == .system)
        #expect(folder.text(of: "file") == "new")
        #expect(try folder.open().names() == ["file"])
    }

    @Test func `the draft of a writer that was killed is used again`() throws {
        folder.write("old", to: "file")
        folder.write("half of a new file that was longer", to: "file.new")
        try file().replace(with: Array("new".utf8), through: .reused("file.new"))
        #expect(folder.text(of: "file") == "new")
        #expect(try folder.open().names() == ["file"])
    }

    @Test(arguments: ["file.new", ".draft-0123456789abcdef-file"])
    func `a link with the name of a draft is not followed`(_ name: String) throws {
        folder.write("kept", to: "other")
        symlink(folder.path(of: "other"), folder.path(of: name))
        #expect(reason { try file().replace(with: Array("new".utf8), through: .reused(name)) } == .symbolicLink)
        #expect(folder.text(of: "other") == "kept")
    }

    @Test func `the replaced file's bytes are overwritten if asked for`() throws {
        for isErasing in [false, true] {
            folder.write("secret", to: "file")
            link(folder.path(of: "file"), folder.path(of: "second"))
            try file().replace(with: Array("new".utf8), erasingOld: isErasing)
            #expect(folder.text(of: "second") == (isErasing ? String(repeating: "\0", count: 6) : "secret"))
            unlink(folder.path(of: "second"))
        }
    }

    @Test func `a file shows the time that it is given`() throws {
        try file().replace(with: [1], modifiedSeconds: 1_800_000_000)
        #expect(try file().status()?.modifiedSeconds == 1_800_000_000)
    }

    @Test func `a copy replaces or refuses as it is told`() throws {
        let bytes = [UInt8]((0..<(5 << 19)).map { UInt8(truncatingIfNeeded: $0 &* 31) })
        try file("source").create(bytes)
        folder.write("old", to: "file")
        let source = try file("source").open(.read)
        #expect(reason { try file().create(copying: source, replaces: false) } == .exists)
        #expect(folder.text(of: "file") == "old")
        try file().create(copying: source, replaces: true)
        #expect(folder.bytes(of: "file") == bytes)
    }

    @Test(arguments: [(Call.readAt, FileError.Operation.read), (.write, .write), (.sync, .sync)])
    func `a copy that fails says on which side, and leaves nothing behind`(_ call: Call, _ operation: FileError.Operation) throws {
        try file("source").create([UInt8](repeating: 7, count: 3 << 20))
        disk.fail(call, from: disk.made.count { $0 == call } + 1, EIO)
        let source = try file("source").open(.read)
        let error = #expect(throws: FileError.self) { try file().create(copying: source, replaces: false) }
        #expect(error?.operation == operation && error?.number == EIO)
        #expect(folder.bytes(of: "file") == nil)
    }
}
