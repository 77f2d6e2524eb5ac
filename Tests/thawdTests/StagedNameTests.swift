import Foundation
import TestSupport
import Testing
import thawd

@Suite("The name of a staged file")
struct StagedNameTests {
    private let place = TemporaryFolder()

    @Test(arguments: [
        "", "staged-", "staged-0123456789abcde", "staged-0123456789abcdef0", "staged-0123456789ABCDEF", "staged-0123456789abcdeg",
        "../staged-0123456789abcdef", "staged-0123456789abcdef/", "staged-0123456789abcdef\0", "staged-../../../../etc1",
        "Staged-0123456789abcdef", "staged-012345678９abcd",
    ])
    func `a text of another form is not a name, in a request or an answer`(_ text: String) throws {
        #expect(StagedName(rawValue: text) == nil)
        let quoted = String(decoding: try JSONEncoder().encode(text), as: UTF8.self)
        #expect(throws: (any Error).self) {
            try JSONDecoder().decode(OperationRequest.self, from: Data(#"{"verify":{"file":\#(quoted)}}"#.utf8))
        }
        #expect(throws: (any Error).self) {
            try JSONDecoder().decode(OperationAnswer.self, from: Data(#"{"staged":{"file":\#(quoted)}}"#.utf8))
        }
    }

    @Test func `a name that the daemon makes is accepted, and is a plain string in JSON`() throws {
        let fixture = try OperationsFixture(place)
        let name = try Staging(fixture.home.folder).make()
        #expect(StagedName(rawValue: name.rawValue) == name)
        let answer = OperationAnswer.staged(file: name)
        let line = try JSONEncoder().encode(answer)
        #expect(String(decoding: line, as: UTF8.self) == #"{"staged":{"file":"\#(name.rawValue)"}}"#)
        #expect(try JSONDecoder().decode(OperationAnswer.self, from: line) == answer)
    }
}
