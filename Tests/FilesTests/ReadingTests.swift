import Files
import Glibc
import TestSupport
import Testing

@Suite("Opening and reading")
struct ReadingTests {
    private let folder = TemporaryFolder()
    private let disk = TestDisk()

    @Test(arguments: [0, 1, 4095, 4096, 4097, 1 << 20, (1 << 20) + 1])
    func `a file is read up to its limit and refused past it`(_ count: Int) throws {
        folder.write(String(repeating: "x", count: count), to: "file")
        let file = try folder.open().file("file")
        #expect(try file.read(bytesMax: count).count == count)
        #expect(reason { try file.read(bytesMax: count - 1) } == .tooLarge(bytesMax: count - 1))
    }

    @Test func `a file that grows while it is read is refused at the limit`() throws {
        folder.write("1234", to: "file")
        var calls = FileCalls.system
        calls.read = { [folder] in
            let file = Glibc.open(folder.path(of: "file"), O_WRONLY | O_APPEND)
            write(file, "more", 4)
            close(file)
            return FileCalls.system.read($0, $1, $2)
        }
        let file = try folder.open(calls).file("file")
        #expect(reason { try file.read(bytesMax: 7) } == .tooLarge(bytesMax: 7))
    }

    @Test func `an error of the disk is thrown and not retried`() throws {
        folder.write("1234", to: "file")
        disk.fail(.read, EIO)
        disk.fail(.readAt, EIO)
        let file = try folder.open(disk.calls).file("file")
        let error = #expect(throws: FileError.self) { try file.read(bytesMax: 10) }
        #expect(error?.operation == .read && error?.reason == .system && error?.number == EIO)
        #expect(throws: FileError.self) { try file.open(.read).read(4, at: 0) }
        #expect(disk.made == [.read, .readAt])
    }

    @Test(arguments: [0, 1, 4_096, 100_000])
    func `a mapped file has the file's bytes, and one past the limit is refused`(_ count: Int) throws {
        folder.write(String(repeating: "x", count: count), to: "file")
        let file = try folder.open().file("file").open(.read)
        let mapped = try file.mapped(bytesMax: count)
        #expect(mapped.bytes.count == count && mapped.bytes.allSatisfy { $0 == UInt8(ascii: "x") })
        #expect(reason { try file.mapped(bytesMax: count - 1) } == .tooLarge(bytesMax: count - 1))
    }

    @Test func `a piece of a file ends with the file`() throws {
        folder.write("0123456789", to: "file")
        let file = try folder.open().file("file").open(.read)
        #expect(try file.read(4, at: 2) == Array("2345".utf8))
        #expect(try file.read(4, at: 8) == Array("89".utf8))
        #expect(try file.read(4, at: 20) == [])
    }

    @Test func `a missing file is missing, or nil for those who expect that`() throws {
        let file = try folder.open().file("file")
        #expect(reason { try file.read(bytesMax: 10) } == .missing)
        #expect(try file.readIfThere(bytesMax: 10) == nil)
        #expect(try file.status() == nil)
    }

    @Test(arguments: [FileLocation.Access.read, .write, .readAndWrite])
    func `a link is followed only for those who allow it`(_ access: FileLocation.Access) throws {
        folder.write("there", to: "other")
        symlink(folder.path(of: "other"), folder.path(of: "file"))
        let file = try folder.open().file("file")
        #expect(reason { try file.open(access) } == .symbolicLink)
        #expect(reason { try file.open(access, FileTrust(followsLinks: true)) } == nil)
        #expect(try file.status()?.kind == .symbolicLink)
        #expect(try file.status(followingLinks: true)?.kind == .regular)
    }

    enum Irregular: CaseIterable, Sendable { case fifo, folder, socket, device }

    @Test(arguments: Irregular.allCases, [FileLocation.Access.read, .write])
    func `what is no regular file is refused without a wait`(_ kind: Irregular, _ access: FileLocation.Access) throws {
        let path = folder.path(of: "file")
        switch kind {
        case .fifo: try #require(mkfifo(path, 0o600) == 0)
        case .folder: try #require(mkdir(path, 0o700) == 0)
        case .socket: try #require(mknod(path, S_IFSOCK | 0o600, 0) == 0)
        case .device: break
        }
        let file = kind == .device ? FileLocation(path: "/dev/null") : try folder.open().file("file")
        #expect(reason { try file.open(access) } == .notRegular)
    }

    @Test func `a pipe that a person named is read to its end, and no further than the limit`() throws {
        for (bytesMax, expected) in [(8, nil), (7, FileError.Reason.tooLarge(bytesMax: 7))] {
            var ends: [Int32] = [0, 0]
            try #require(pipe(&ends) == 0)
            write(ends[1], "in pipes", 8)
            close(ends[1])
            defer { close(ends[0]) }
            let file = FileLocation(path: "/dev/fd/\(ends[0])")
            #expect(reason { try file.read(bytesMax: bytesMax, .named) } == expected)
        }
    }

    @Test(arguments: [0o640, 0o604, 0o660, 0o606, 0o610, 0o601] as [mode_t])
    func `a secret that others can read or write is refused`(_ mode: mode_t) throws {
        folder.write("secret", to: "file", mode: mode)
        let file = try folder.open().file("file")
        #expect(reason { try file.read(bytesMax: 10, .secret) } == .notPrivate(mode: mode))
        #expect(try file.read(bytesMax: 10, .own) == Array("secret".utf8))
    }

    @Test func `a file with a second name is refused by those who say so`() throws {
        folder.write("there", to: "file")
        link(folder.path(of: "file"), folder.path(of: "second"))
        let file = try folder.open().file("file")
        #expect(reason { try file.open(.read, FileTrust(mustHaveOneName: true)) } == .otherNames)
        #expect(reason { try file.open(.read) } == nil)
    }

    /// Only root can give a file away.
    @Test(.enabled(if: geteuid() == 0))
    func `another user's file is refused by those who say so`() throws {
        folder.write("there", to: "file")
        try #require(chown(folder.path(of: "file"), 12_345, 12_345) == 0)
        let file = try folder.open().file("file")
        #expect(reason { try file.open(.read, .own) } == .notOwned(by: 12_345))
        #expect(reason { try file.open(.read, FileTrust(owner: .ownOrRoot)) } == .notOwned(by: 12_345))
        #expect(reason { try file.open(.read, FileTrust(owner: .user(12_345))) } == nil)
        #expect(reason { try file.open(.read) } == nil)
    }

    @Test(arguments: [
        (FileError.Reason.notPrivate(mode: 0o640), "cannot open file: others can read or write it (mode 0640) (EACCES)"),
        (.notRegular, "cannot open file: it is not a regular file (EINVAL)"),
        (.tooLarge(bytesMax: 10), "cannot open file: it is larger than 10 bytes (EFBIG)"),
        (.missing, "cannot open file: No such file or directory (ENOENT)"),
    ])
    func `an error names the operation, the last name and the reason`(_ reason: FileError.Reason, _ text: String) {
        #expect(FileError(.open, "file", reason: reason).description == text)
    }

    @Test func `no error holds a path`() throws {
        let file = FileLocation(path: folder.path(of: "nowhere/file"))
        let error = #expect(throws: FileError.self) { try file.read(bytesMax: 10) }
        #expect(error?.name == "file" && error?.description.contains("/") == false)
    }
}
