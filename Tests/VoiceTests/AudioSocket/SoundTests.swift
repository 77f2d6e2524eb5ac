import Plates
import Testing
import Voice

@Suite("Speech and keys on a line")
struct SpeechAndKeyTests {
    /// Runs a detector over seconds of sound, each given by its loudness.
    private func detector(_ seconds: [(loudness: Int16, seconds: Double)], isTalking: Bool = false) -> SpeechDetector {
        var detector = SpeechDetector()
        for (loudness, seconds) in seconds {
            for _ in 0..<Int(seconds * 50) {
                detector.add((0..<160).map { $0.isMultiple(of: 2) ? loudness : -loudness }, isTalking: isTalking)
            }
        }
        return detector
    }

    @Test func `speech begins with loud sound and ends with quiet`() {
        let heard = detector([(30, 1), (4_000, 1), (30, 0.5)])
        #expect(heard.hasSpeech && heard.quiet == 500)
        // The speech, the quiet after it, and a little from before it.
        #expect(heard.utterance.count > 12_000 && heard.utterance.count < 8_000 * 2)
    }

    @Test(arguments: [0, 30, 200] as [Int16])
    func `a quiet line is no speech`(_ loudness: Int16) {
        #expect(!detector([(loudness, 10)]).hasSpeech)
    }

    @Test func `a click is no speech`() {
        #expect(!detector([(30, 1), (8_000, 0.04), (30, 1), (8_000, 0.04), (30, 1)]).hasSpeech)
    }

    @Test func `speech over the call's own voice must be longer`() {
        #expect(!detector([(30, 1), (4_000, 0.2)], isTalking: true).hasSpeech)
        #expect(detector([(30, 1), (4_000, 0.4)], isTalking: true).hasSpeech)
    }

    @Test func `noise for an hour fills no memory`() {
        let heard = detector([(6_000, 120)])
        #expect(heard.utterance.count <= SpeechDetector.utteranceMax + 160)
    }

    @Test func `the line's noise is learned, and speech above it is still heard`() {
        var noisy = detector([(1_500, 20)])
        noisy.reset()
        for _ in 0..<50 { noisy.add([Int16](repeating: 1_500, count: 160), isTalking: false) }
        #expect(!noisy.hasSpeech)
        for _ in 0..<20 { noisy.add([Int16](repeating: 12_000, count: 160), isTalking: false) }
        #expect(noisy.hasSpeech)
    }

    @Test func `a gap is quiet, but not the line's noise`() {
        var noisy = detector([(1_500, 20)])
        noisy.reset()
        for _ in 0..<100 { noisy.addGap() }
        for _ in 0..<50 { noisy.add([Int16](repeating: 1_500, count: 160), isTalking: false) }
        #expect(!noisy.hasSpeech)
        var heard = detector([(30, 1), (4_000, 1)])
        for _ in 0..<40 { heard.addGap() }
        #expect(heard.hasSpeech && heard.quiet == 800)
        // Loud for 200 ms while the call talks, which is too short.
        var echo = detector([(30, 1), (4_000, 0.2)], isTalking: true)
        echo.addGap()
        #expect(!echo.hasSpeech)
    }

    /// Keys, with `.` for two seconds and `-` for four.
    @Test(
        arguments: [
            ("556456#", ["556456"]), ("*1", ["*1"]), ("*.", ["*"]), ("*.1", ["*"]), ("55*", ["*"]), ("5564--", ["5564"]), ("#", [""]),
            ("12345678901234567890#", ["1234567890123456", "7890"]), ("*1*2", ["*1", "*2"]), ("55", []), ("x#", [""]),
        ] as [(String, [String])])
    func `keys become what a caller keyed`(_ pressed: String, _ expected: [String]) {
        var keys = KeyCollector()
        var keyed: [String] = []
        for key in pressed.utf8 {
            let whole: String? =
                switch key {
                case UInt8(ascii: "."): keys.wait(milliseconds: 2_000)
                case UInt8(ascii: "-"): keys.wait(milliseconds: 4_000)
                default: keys.add(key, isChoice: false)
                }
            if let whole { keyed.append(whole) }
        }
        #expect(keyed == expected)
    }

    @Test func `a choice takes one digit`() {
        var keys = KeyCollector()
        #expect(keys.add(UInt8(ascii: "2"), isChoice: true) == "2")
    }

    private static func wav(rate: UInt32 = 8_000, channels: UInt16 = 1, bits: UInt16 = 16, samples: [Int16] = [1, -2, 3]) -> [UInt8] {
        func bytes<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] { withUnsafeBytes(of: number.littleEndian) { Array($0) } }
        let format = bytes(UInt16(1)) + bytes(channels) + bytes(rate) + bytes(rate * 2) + bytes(UInt16(2)) + bytes(bits)
        let data = samples.flatMap { bytes($0) }
        let chunks = Array("WAVEfmt ".utf8) + bytes(UInt32(16)) + format + Array("LIST".utf8) + bytes(UInt32(3)) + [1, 2, 3, 0]
        return Array("RIFF".utf8) + bytes(UInt32(0)) + chunks + Array("data".utf8) + bytes(UInt32(data.count)) + data
    }

    @Test func `a WAV file of a telephone's sound is read, any other is not`() {
        #expect(Sound.samples(wav: Self.wav()) == [1, -2, 3])
        for wrong in [Self.wav(rate: 16_000), Self.wav(channels: 2), Self.wav(bits: 8), [], Array("RIFF".utf8)] {
            #expect(Sound.samples(wav: wrong) == nil)
        }
        let whole = Self.wav()
        for count in 0..<whole.count { #expect(Sound.samples(wav: Array(whole[..<count])) == nil) }
    }

    @Test func `missing sounds are named`() {
        let all = Set(CallWords.of(.spanish).phrases.compactMap(\.clip))
        #expect(Set(SoundLibrary(clips: [:]).missing(in: .spanish)) == all)
    }
}
