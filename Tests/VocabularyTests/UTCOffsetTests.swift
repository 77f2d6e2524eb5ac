import Testing
import Vocabulary

@Suite("The offset of a time zone")
struct UTCOffsetTests {
    @Test(arguments: [
        ("+00:00", 0), ("-06:00", -360), ("+05:45", 345), ("-03:30", -210), ("-10:00", -600), ("-12:00", -720), ("+14:00", 840),
    ])
    func `it is read with its usual sign, and written back the same`(_ text: String, _ minutes: Int) throws {
        let offset = try #require(UTCOffset(text))
        #expect(offset.minutes == minutes)
        #expect(offset.seconds == Int64(minutes) * 60)
        #expect(offset.description == text)
        #expect(UTCOffset(minutes: minutes) == offset)
    }

    @Test func `no offset is Greenwich's, however it is signed`() {
        #expect(UTCOffset("-00:00") == .zero)
        #expect(UTCOffset("+00:00") == .zero)
        #expect(UTCOffset.zero.description == "+00:00")
    }

    @Test(arguments: [-735, 855, 7, 1, Int.max, Int.min]) func `minutes that no text gives are none`(_ minutes: Int) {
        #expect(UTCOffset(minutes: minutes) == nil)
    }

    @Test(arguments: [
        "", "-6", "-600", "-0600", "06:00", "6:00", "-6:00", "-06:00:00", "-06:07", "-06:60", "-12:15", "+14:15", "+99:00", "Z", "UTC",
        "−06:00", " -06:00", "-06:00 ", "-0a:00", "+٠6:00",
    ])
    func `any other text is none`(_ text: String) {
        #expect(UTCOffset(text) == nil)
    }
}
