import Testing
import Vocabulary

struct HexadecimalTests {
    @Test(
        "Bytes are written as two lower-case digits each, and read back", arguments: [[], [0], [0x0F, 0xF0], Array(0...255)] as [[UInt8]])
    func roundTrip(bytes: [UInt8]) {
        let text = bytes.hexadecimal
        #expect(text.utf8.count == 2 * bytes.count)
        #expect(text == text.lowercased())
        #expect([UInt8](hexadecimal: text, count: bytes.count) == bytes)
        #expect([UInt8](hexadecimal: text.uppercased(), count: bytes.count) == bytes)
    }

    @Test("Leading zeros stay")
    func leadingZeros() {
        #expect(([0x00, 0x0A, 0xBC] as [UInt8]).hexadecimal == "000abc")
    }

    @Test(
        "Text of another length, or with anything but digits, is refused", arguments: ["", "0", "000", "0g", "0x", "-1", " 1", "０１", "é1"])
    func refused(text: String) {
        #expect([UInt8](hexadecimal: text, count: 1) == nil)
    }

    @Test("The most significant byte of an integer comes first")
    func bigEndian() {
        #expect((0x0102_0304 as Int32).bigEndianBytes == [1, 2, 3, 4])
        #expect((-2 as Int64).bigEndianBytes == [255, 255, 255, 255, 255, 255, 255, 254])
    }
}
