import Testing

@Suite("Module imports")
struct ImportTests {
    @Test func `every module has a rule`() {
        #expect(SourceTree.modules == ModuleRule.all.map(\.name).sorted())
    }

    @Test(arguments: ModuleRule.all.map(\.name))
    func `a module imports only what its rule allows`(_ name: String) throws {
        let rule = try #require(ModuleRule.all.first { $0.name == name })
        for file in SourceTree.files(of: name) {
            #expect(rule.forbidden(among: file.imports).isEmpty, "\(file.path) imports these")
        }
    }

    @Test func `no module may import itself through others`() {
        for rule in ModuleRule.all {
            #expect(!ModuleRule.reachable(from: rule.name).contains(rule.name))
        }
    }

    @Test func `thaw never imports Sightings, and only thawd imports SQLiteStore`() {
        #expect(!ModuleRule.reachable(from: "thaw").contains("Sightings"))
        #expect(ModuleRule.all.filter { ModuleRule.reachable(from: $0.name).contains("SQLiteStore") }.map(\.name) == ["thawd"])
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
    func `every form of import is found`(_ text: String, _ modules: [String]) {
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
    func `a forbidden import is found`(_ name: String, _ text: String, _ refused: [String]) throws {
        let rule = try #require(ModuleRule.all.first { $0.name == name })
        #expect(rule.forbidden(among: SourceFile(path: "a.swift", text: text).imports) == refused)
    }
}
