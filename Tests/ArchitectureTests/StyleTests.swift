import Testing

@Suite("Source style")
struct StyleTests {
    /// Reads of a wall clock. Monotonic clocks are allowed, because they do not give the time of day.
    private static var clock: some RegexComponent {
        #/
        \bDate\(\) | \bDate\.now\b | \bDate\(timeIntervalSinceNow | \btime\(nil\) | \bgettimeofday\( | CLOCK_REALTIME
        /#
    }
    private static var testable: some RegexComponent { /^\s*@testable\b/ }
    private static var publicAccess: some RegexComponent {
        #/
        ^\s* (?:@\w+(?:\([^)]*\))?\s+)*                # attributes
        (?:public|open)(?:\(set\))?\s+
        (?:import|struct|class|enum|actor|protocol|extension|typealias|func|var|let|init|subscript|static|final|indirect|macro|operator
        |nonisolated|override|convenience|mutating)\b
        /#
    }

    @Test(arguments: SourceTree.modules)
    func `no module shares its name with a type in it`(_ module: String) {
        for file in SourceTree.files(of: module) {
            #expect(!file.types.contains(module[...]), "\(file.path)")
        }
    }

    @Test(arguments: ModuleRule.belowTheDaemon)
    func `no module below the daemon reads the machine's clock`(_ module: String) {
        for file in SourceTree.files(of: module) {
            #expect(file.lineNumbers(of: Self.clock).isEmpty, "\(file.path)")
        }
    }

    @Test(arguments: ["Sources", "Tests", "Migrations"])
    func `nothing is public, and no test uses @testable`(_ folder: String) {
        let files = SourceTree.files(under: folder)
        #expect(!files.isEmpty)
        for file in files {
            #expect(file.lineNumbers(of: Self.publicAccess).isEmpty, "\(file.path)")
            #expect(file.lineNumbers(of: Self.testable).isEmpty, "\(file.path)")
        }
    }

    @Test func `only WireJSON reads JSON, because it rejects input on which the library would trap`() {
        let readers = SourceTree.files(under: "Sources").filter { !$0.lineNumbers(of: /\bJSONDecoder\(/).isEmpty }
        #expect(readers.map(\.path) == ["Sources/Wire/WireJSON.swift"])
    }

    @Test(arguments: [
        "    public init() {}", "public struct Plate {", "@MainActor public func f() {}", "public import Plates", "open class Plate {",
    ])
    func `every form of public access is found`(_ line: String) {
        #expect(SourceFile(path: "a.swift", text: line).lineNumbers(of: Self.publicAccess) == [1])
    }

    @Test(arguments: ["let now = Date()", "    return Date.now", "time(nil)"])
    func `every read of a wall clock is found`(_ line: String) {
        #expect(SourceFile(path: "a.swift", text: line).lineNumbers(of: Self.clock) == [1])
    }

    @Test(arguments: ["// public is never written", "case public", "let date = Date(timeIntervalSince1970: 0)", "opening = true"])
    func `similar code is not found`(_ line: String) {
        let file = SourceFile(path: "a.swift", text: line)
        #expect(file.lineNumbers(of: Self.publicAccess).isEmpty)
        #expect(file.lineNumbers(of: Self.clock).isEmpty)
    }

    @Test func `every form of type declaration is found`() {
        let text = "package final class Ledger {\n    private enum State {\n@frozen package struct Plate: Hashable {\nlet structure = 1"
        #expect(SourceFile(path: "a.swift", text: text).types == ["Ledger", "State", "Plate"])
    }
}
