import FoundationEssentials
import Plates
import Testing
import Wire

struct ErrorTableTests {
    @Test("Every code has a line, a sentence of advice, and a place in the reference")
    func everyCodeHasALine() {
        for code in ErrorCode.allCases {
            #expect(!code.title.isEmpty && !code.title.hasSuffix("."), "\(code.rawValue)")
            #expect(code.advice.hasSuffix("."), "\(code.rawValue)")
            #expect(code.status.map { 400...599 ~= $0 } ?? true, "\(code.rawValue)")
            #expect(!code.title.contains("|") && !code.advice.contains("|"), "\(code.rawValue) would break the reference's table")
        }
        #expect(ErrorReference.missing == [])
    }

    @Test("A code is a group and a name in lower case")
    func codesAreWellFormed() {
        for code in ErrorCode.allCases where code != .internalError {
            let parts = code.rawValue.split(separator: ".", omittingEmptySubsequences: false)
            #expect(parts.count == 2, "\(code.rawValue)")
            #expect(parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { "a"..."z" ~= $0 || $0 == "_" } }, "\(code.rawValue)")
        }
    }

    @Test("Every error of a plate or pattern is in the table")
    func plateErrorsAreInTheTable() {
        let plates = ErrorCode.allCases.filter { ["plate", "issuer", "pattern"].contains($0.group) }
        for code in plates {
            #expect(PlateError.Code(rawValue: code.rawValue) != nil, "\(code.rawValue)")
        }
        let refused: [() throws -> Void] = [
            { _ = try Plate("") }, { _ = try Plate("ABCDEFGHJKLM") }, { _ = try Plate("AB%12") }, { _ = try Plate("NOPLATE") },
            { _ = try Plate("xx:ABC123") }, { _ = try Plate("2.19E+26") }, { _ = try Plate(certain: "MN-ABC123") },
            { _ = try PlatePattern("*") }, { _ = try PlatePattern("A%12?") },
            { _ = try PlatePattern("ABCDEFGHJKLMN?") },
        ]
        let met = Set(
            refused.compactMap { attempt -> ErrorCode? in
                do throws(any Error) {
                    try attempt()
                    return nil
                } catch {
                    return (error as? PlateError).flatMap { ErrorCode(rawValue: $0.code.rawValue) }
                }
            })
        #expect(met == Set(plates))
    }

    @Test("docs/reference/errors.md is what the table says")
    func referenceIsGenerated() throws {
        let root = #filePath.components(separatedBy: "/Tests/")[0]
        let path = root + "/docs/reference/errors.md"
        if ProcessInfo.processInfo.environment["THAW_REGENERATE"] == "1" {
            try Data(ErrorReference.page.utf8).write(to: URL(filePath: path))
        }
        let page = try String(decoding: Data(contentsOf: URL(filePath: path)), as: UTF8.self)
        #expect(page == ErrorReference.page, "run the tests once with THAW_REGENERATE=1")
    }

    @Test("Every code has one anchor in the page, to which its problem's type leads")
    func anchors() {
        for code in ErrorCode.allCases {
            let anchor = "<a id=\"\(code.rawValue)\"></a>"
            #expect(ErrorReference.page.components(separatedBy: anchor).count == 2, "\(code.rawValue)")
            #expect(Problem(code).type == ErrorReference.path + "#" + code.rawValue)
        }
    }

    @Test("A problem carries the table's words, and what the place of the error adds")
    func problem() {
        let plain = Problem(.plateTooLong, field: "plates[0]")
        #expect(plain.status == 422)
        #expect(plain.type == "/docs/reference/errors.md#plate.too_long")
        #expect(plain.detail == ErrorCode.plateTooLong.advice)
        #expect(plain.errorCode == .plateTooLong)
        #expect(Problem(.plateTooLong, detail: "Other words.").detail == "Other words.")
        #expect(
            String(decoding: WireJSON.encode(plain), as: UTF8.self)
                == #"{"code":"plate.too_long","detail":"\#(plain.detail)","field":"plates[0]","status":422,"#
                + #""title":"The plate is too long","type":"/docs/reference/errors.md#plate.too_long"}"#)
    }
}
