import Foundation
import TestSupport
import Testing
import Vocabulary

/// docs/reference/vocabulary.md matches the code.
@Suite struct PageTests {
    @Test func `the page lists every word with its number, name and synonyms`() throws {
        #expect(try rows(under: "Colors") == expected(Color.self))
        #expect(try rows(under: "Bodies") == expected(Body.self))
        #expect(try rows(under: "Makes") == expected(Make.self))
    }

    @Test func `the page lists every sign with its explanation`() throws {
        #expect(
            try rows(under: "Signs")
                == Sign.allCases.map { sign in
                    ["\(sign.number)", "`\(sign.rawValue)`", sign.explanation, sign.alsoTyped.joined(separator: ", ")]
                })
    }

    @Test func `the page lists statuses and roles in their order`() throws {
        #expect(try rows(under: "Statuses").map { $0.prefix(2) } == Status.allCases.map { ["\($0.number)", "`\($0.rawValue)`"] })
        #expect(try rows(under: "Roles").map { $0.prefix(2) } == Role.allCases.map { ["\($0.number)", "`\($0.rawValue)`"] })
    }

    @Test func `the page lists every model with its make, body and required second word`() throws {
        let listed = try rows(under: "Models").flatMap { row in
            row[2].split(separator: ", ").map { [row[0], row[1], String($0), row[3]] }
        }
        #expect(
            listed
                == VehicleModel.all.map { model in
                    let beside =
                        switch model.beside {
                        case .nothing: ""
                        case .vehicle: "a color, a body or a make"
                        case .make: "the make"
                        }
                    return [model.make.name, model.body.name, model.name, beside]
                })
    }

    private func expected<Word: VocabularyWord>(_ type: Word.Type) -> [[String]] {
        Word.allCases.map {
            ["\($0.number)", "`\($0.rawValue)`", $0.name, $0.alsoTyped.joined(separator: ", "), $0.codes.joined(separator: ", ")]
        }
    }

    private func rows(under heading: String) throws -> [[String]] {
        try RepositoryFiles.table(under: heading, in: "reference/vocabulary.md")
    }
}
