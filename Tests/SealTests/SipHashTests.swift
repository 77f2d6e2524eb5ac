import Seal
import Testing

struct SipHashTests {
    /// The reference vectors for whole words: the key is 00…0f, the message 00 01 02 …
    @Test(
        "the codes are the reference vectors",
        arguments: [
            (0, "a3817f04ba25a8e66df67214c7550293"), (8, "3b62a9ba6258f5610f83e264f31497b4"), (16, "6ee2a4ca67b054bbfd3315bf85230577"),
            (24, "2db479ae78bd50d8882a8a178a6132ad"),
        ])
    func vectors(_ length: Int, _ expected: String) {
        var hash = SipHash(key: (low: 0x0706_0504_0302_0100, high: 0x0f0e_0d0c_0b0a_0908))
        for start in stride(from: 0, to: length, by: 8) {
            hash.append((0..<8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64(start + $1) })
        }
        let code = hash.code()
        let bytes = [code.high, code.low].flatMap { word in withUnsafeBytes(of: word.littleEndian, Array.init) }
        #expect(bytes.map { byte in String(byte >> 4, radix: 16) + String(byte & 15, radix: 16) }.joined() == expected)
    }

    @Test("two texts that differ only in trailing zeros have different codes")
    func countedTexts() {
        func code(_ text: [UInt8]) -> (UInt64, UInt64) {
            var hash = SipHash(key: (low: 1, high: 2))
            text.withUnsafeBytes { hash.append(counted: $0) }
            let code = hash.code()
            return (code.high, code.low)
        }
        #expect(code([1]) != code([1, 0]))
        #expect(code([]) != code([0]))
        #expect(code([1, 2, 3, 4, 5, 6, 7, 8]) != code([1, 2, 3, 4, 5, 6, 7, 8, 0]))
    }
}
