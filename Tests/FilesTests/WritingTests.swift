import Files
import Glibc
import TestSupport
import Testing

@Suite("Writing, appending and overwriting")
struct WritingTests {
    private let folder = TemporaryFolder()
    private let disk = TestDisk()

    private func open(_ name: String = "file") throws -> OpenFile { try folder.open(disk.calls).file(name).openOrMake() }

    @Test(arguments: [1, 3, 4096])
    func `short and interrupted writes and reads go on to the end`(_ bytesMax: Int) throws {
        disk.stutter(bytesMax: bytesMax)
        let bytes = (0..<10_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let location = try folder.open(disk.calls).file("file")
        try location.replace(with: bytes)
        #expect(folder.bytes(of: "file") == bytes)
        #expect(try location.read(bytesMax: bytes.count) == bytes)
        let file = try location.open(.readAndWrite)
        #expect(try file.read(10_000, at: 5_000) == Array(bytes[5_000...]))
        try file.append([1, 2, 3], at: 2)
        #expect(folder.bytes(of: "file") == bytes.prefix(2) + [1, 2, 3])
        try location.erase()
        #expect(folder.bytes(of: "file") == nil)
    }

    @Test func `a device that is always full is a full disk`() throws {
        let file = try FileLocation(path: "/dev/full").open(.write, .named)
        let error = #expect(throws: FileError.self) { try file.write([1, 2, 3], at: 0) }
        #expect(error == FileError(.write, "full", reason: .full))
        #expect(error?.description == "cannot write full: No space left on device (ENOSPC)")
    }

    @Test func `a disk that takes no byte and names no reason is full`() throws {
        var calls = FileCalls.system
        calls.writeAt = { _, _, _, _ in 0 }
        let file = try folder.open(calls).file("file").openOrMake()
        #expect(throws: FileError(.write, "file", reason: .full)) { try file.write([1], at: 0) }
    }

    @Test(arguments: [EIO, ENOSPC])
    func `an append that fails leaves what was there`(_ number: Int32) throws {
        folder.write("record one", to: "file")
        let file = try open()
        disk.stutter(bytesMax: 2)
        disk.fail(.write, from: 3, number)
        let error = #expect(throws: FileError.self) { try file.append(Array("record two".utf8), at: 10) }
        #expect(error?.number == number)
        #expect(folder.text(of: "file") == "record one")
        #expect(disk.made.count { $0 == .write } == 3, "an error is never retried")
    }

    @Test func `an append that cannot be synced is taken back`() throws {
        folder.write("record one", to: "file")
        disk.fail(.sync, EIO)
        let file = try open()
        #expect(throws: FileError.self) { try file.append(Array("record two".utf8), at: 10) }
        #expect(folder.text(of: "file") == "record one")
        #expect(disk.made.count { $0 == .sync } == 1, "an error is never retried")
    }

    @Test func `the torn end of an append makes room for the next`() throws {
        folder.write("record one", to: "file")
        let file = try open()
        disk.stutter(bytesMax: 4)
        disk.fail(.write, from: 3, EIO)
        disk.fail(.cut, from: 2, EIO)
        #expect(throws: FileError.self) { try file.append(Array("record two".utf8), at: 10) }
        #expect(folder.text(of: "file") == "record onerecord t")
        disk.heal()
        try file.append(Array("third".utf8), at: 10)
        #expect(folder.text(of: "file") == "record onethird")
    }

    @Test func `a file that was cut short is not filled up with zeros`() throws {
        folder.write("record", to: "file")
        let file = try open()
        #expect(throws: FileError.self) { try file.append([1], at: 10) }
        #expect(folder.text(of: "file") == "record")
    }

    @Test func `a file is closed to others`() throws {
        folder.write("", to: "file", mode: 0o644)
        let file = try folder.open().file("file")
        try file.open(.read).closeToOthers()
        #expect(try file.status()?.mode == 0o600)
    }

    @Test func `bytes are written in place`() throws {
        folder.write("0123456789", to: "file")
        let file = try open()
        try file.write(Array("ab".utf8), at: 4)
        try file.syncData()
        #expect(folder.text(of: "file") == "0123ab6789")
        #expect(disk.made == [.write, .syncData])
    }

    @Test(arguments: [0, 1, OpenFile.pieceBytes, OpenFile.pieceBytes * 2 + 1])
    func `overwriting leaves as many zeros as there were bytes, on disk`(_ count: Int) throws {
        folder.write(String(repeating: "x", count: count), to: "file")
        try open().overwrite()
        #expect(folder.bytes(of: "file") == [UInt8](repeating: 0, count: count))
        #expect(disk.made.last == .sync)
    }
}
