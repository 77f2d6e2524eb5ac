import Testing
import ThawCLI

@Suite("Lines from a stream of bytes")
struct LineBufferTests {
    private func lines(_ pieces: [String]) -> [String] {
        var buffer = LineBuffer()
        var rest = pieces.map { Array($0.utf8) }[...]
        var lines: [String] = []
        while true {
            do throws(InputError) {
                guard let line = try buffer.next({ rest.popFirst() ?? [] }) else { return lines }
                lines.append(line)
            } catch {
                lines.append("too long")
            }
        }
    }

    @Test(
        arguments: [
            (["a\nb\n"], ["a", "b"]), (["a\r\nb"], ["a", "b"]), (["a", "b\nc"], ["ab", "c"]), (["\n\n"], ["", ""]), ([], []),
            (["é"], ["é"]), (["mn abc", "123\n", "x"], ["mn abc123", "x"]),
        ] as [([String], [String])])
    func `are cut wherever the pieces end`(_ pieces: [String], _ expected: [String]) {
        #expect(lines(pieces) == expected)
    }

    @Test func `one that is too long is refused, and the next is read`() {
        let long = String(repeating: "x", count: LineBuffer.lineBytesMax + 1)
        #expect(lines([long + "\nabc\n"]) == ["too long", "abc"])
        #expect(lines([long]) == ["too long"])
        #expect(lines([String(long.dropLast()) + "\n"]) == [String(long.dropLast())])
    }
}
