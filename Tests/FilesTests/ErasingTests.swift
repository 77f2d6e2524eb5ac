import Files
import Glibc
import Testing

@Suite("Erasing files")
struct ErasingTests {
    private let place = TestFolder()
    private let disk = TestDisk()

    private func file() throws -> FileLocation { try place.open(disk.calls).file("file") }

    /// A second name that still shows the bytes when the first is gone.
    private func putWithSecondName() {
        place.put("secret", at: "file")
        link(place.path(of: "file"), place.path(of: "second"))
    }

    @Test(arguments: [true, false])
    func `an erased file is overwritten on disk before its name goes`(_ byPath: Bool) throws {
        putWithSecondName()
        let file = byPath ? FileLocation(path: place.path(of: "file"), calls: disk.calls) : try file()
        #expect(try file.erase())
        #expect(place.text(of: "file") == nil)
        #expect(place.bytes(of: "second") == [UInt8](repeating: 0, count: 6))
        #expect(disk.made == [.write, .sync, .remove, .sync])
    }

    @Test func `a file whose other name is spared keeps its bytes`() throws {
        putWithSecondName()
        #expect(try file().erase(sparingOtherNames: true))
        #expect(place.text(of: "file") == nil && place.text(of: "second") == "secret")
        #expect(disk.made == [.remove, .sync])
    }

    @Test func `a file that is gone already is fine`() throws {
        #expect(try !file().erase())
        #expect(try !file().removeIfThere())
        #expect(disk.made == [.remove])
    }

    @Test(arguments: [Call.write, .sync])
    func `a file that cannot be overwritten keeps its name`(_ call: Call) throws {
        place.put("secret", at: "file")
        disk.fail(call, EIO)
        let error = #expect(throws: FileError.self) { try file().erase() }
        #expect(error?.number == EIO)
        #expect(try place.open().names() == ["file"])
    }

    @Test func `a link is not erased, nor is the file that it leads to`() throws {
        place.put("kept", at: "other")
        symlink(place.path(of: "other"), place.path(of: "file"))
        let error = #expect(throws: FileError.self) { try file().erase() }
        #expect(error?.reason == .symbolicLink)
        #expect(place.text(of: "other") == "kept")
        #expect(try file().removeIfThere())
        #expect(try place.open().names() == ["other"])
    }

    @Test func `a FIFO is not waited for`() throws {
        try #require(mkfifo(place.path(of: "file"), 0o600) == 0)
        let error = #expect(throws: FileError.self) { try file().erase() }
        #expect(error?.reason == .notRegular)
    }
}
