import Files
import Glibc
import TestSupport
import Testing

@Suite("Erasing files")
struct ErasingTests {
    private let folder = TemporaryFolder()
    private let disk = TestDisk()

    private func file() throws -> FileLocation { try folder.open(disk.calls).file("file") }

    /// A second name that still shows the bytes when the first is gone.
    private func putWithSecondName() {
        folder.write("secret", to: "file")
        link(folder.path(of: "file"), folder.path(of: "second"))
    }

    @Test(arguments: [true, false])
    func `an erased file is overwritten on disk before its name goes`(_ byPath: Bool) throws {
        putWithSecondName()
        let file = byPath ? FileLocation(path: folder.path(of: "file"), calls: disk.calls) : try file()
        #expect(try file.erase())
        #expect(folder.text(of: "file") == nil)
        #expect(folder.bytes(of: "second") == [UInt8](repeating: 0, count: 6))
        #expect(disk.made == [.write, .sync, .remove, .sync])
    }

    @Test func `a file whose other name is spared keeps its bytes`() throws {
        putWithSecondName()
        #expect(try file().erase(sparingOtherNames: true))
        #expect(folder.text(of: "file") == nil && folder.text(of: "second") == "secret")
        #expect(disk.made == [.remove, .sync])
    }

    @Test func `a file that is gone already is fine`() throws {
        #expect(try !file().erase())
        #expect(try !file().removeIfThere())
        #expect(disk.made == [.remove])
    }

    @Test(arguments: [Call.write, .sync])
    func `a file that cannot be overwritten keeps its name`(_ call: Call) throws {
        folder.write("secret", to: "file")
        disk.fail(call, EIO)
        let error = #expect(throws: FileError.self) { try file().erase() }
        #expect(error?.number == EIO)
        #expect(try folder.open().names() == ["file"])
    }

    @Test func `a link is not erased, nor is the file that it leads to`() throws {
        folder.write("kept", to: "other")
        symlink(folder.path(of: "other"), folder.path(of: "file"))
        #expect(reason { try file().erase() } == .symbolicLink)
        #expect(folder.text(of: "other") == "kept")
        #expect(try file().removeIfThere())
        #expect(try folder.open().names() == ["other"])
    }

    @Test func `a FIFO is not waited for`() throws {
        try #require(mkfifo(folder.path(of: "file"), 0o600) == 0)
        #expect(reason { try file().erase() } == .notRegular)
    }
}
