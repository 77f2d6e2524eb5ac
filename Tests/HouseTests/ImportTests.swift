import Testing

@Suite("Imports go one way")
struct ImportTests {
    @Test func `every module has its place in the house`() {
        #expect(SourceTree.modules == Room.all.map(\.name).sorted())
    }

    @Test(arguments: Room.all.map(\.name))
    func `a module imports only what stands below it`(_ name: String) throws {
        let room = try #require(Room.all.first { $0.name == name })
        for file in SourceTree.files(of: name) {
            #expect(room.forbidden(among: file.imports).isEmpty, "\(file.path) imports these")
        }
    }

    @Test func `no arrow leads back to where it came from`() {
        for room in Room.all {
            #expect(!Room.reachable(from: room.name).contains(room.name))
        }
    }

    @Test func `the command line never sees the sightings, and only the daemon names the store`() {
        #expect(!Room.reachable(from: "thaw").contains("Sightings"))
        #expect(Room.all.filter { Room.reachable(from: $0.name).contains("SQLiteStore") }.map(\.name) == ["thawd"])
    }

    @Test(arguments: [
        ("import Plates", ["Plates"]),
        ("package import Plates", ["Plates"]),
        ("    @preconcurrency private import Plates", ["Plates"]),
        ("@_spi(Inside) import struct Plates.Plate", ["Plates"]),
        ("import Plates\nimport Crypto", ["Plates", "Crypto"]),
        ("// import Plates", []),
        ("let important = 1", []),
    ])
    func `an import is found however it is written`(_ text: String, _ modules: [String]) {
        #expect(SourceFile(path: "a.swift", text: text).imports.map(String.init) == modules)
    }

    @Test(arguments: [
        ("Plates", "import Foundation", ["Foundation"]),
        ("Wire", "import Sightings", ["Sightings"]),
        ("Server", "import SQLiteStore", ["SQLiteStore"]),
        ("Server", "package import Plates", []),
        ("Sightings", "import Hummingbird", ["Hummingbird"]),
        ("ThawCLI", "import Seal", ["Seal"]),
    ])
    func `an arrow that the house does not have is refused`(_ name: String, _ text: String, _ refused: [String]) throws {
        let room = try #require(Room.all.first { $0.name == name })
        #expect(room.forbidden(among: SourceFile(path: "a.swift", text: text).imports) == refused)
    }
}
