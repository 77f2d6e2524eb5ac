import Plates
import Testing
import Voice

@Suite("A call's sound, without a network")
struct AudioSessionTests {
    private static let plate = ["kilo lima november four five six"]

    @Test func `speech is recognized after 0.8 seconds of quiet, looked up and answered`() async {
        var line = FakeLine()
        line.texts = [Self.plate]
        await line.quiet(2)
        await line.speech(2)
        await line.quiet(0.7)
        #expect(line.recognized.isEmpty)
        let before = line.playedBlocks
        await line.quiet(0.3)
        #expect(line.recognized.count == 1 && line.asked.count == 1)
        await line.quiet(1)
        // Six characters, "not listed as of", the time, its pause, "This does not mean safe." and its pause, at 20 ms and 300 ms.
        #expect(line.playedBlocks - before >= 6 + 1 + 3 + 15 + 1 + 15)
    }

    @Test func `a few characters may be a pause: what follows is recognized with them`() async {
        var line = FakeLine()
        line.texts = [["kilo lima"], Self.plate]
        await line.quiet(2)
        await line.speech(1)
        await line.quiet(1)
        #expect(line.recognized.count == 1 && line.asked.isEmpty)
        await line.speech(1.5)
        await line.quiet(1)
        #expect(line.recognized.count == 2 && line.asked.count == 1)
        #expect(line.recognized[1] > line.recognized[0] + 8_000)
    }

    @Test func `a few characters and 1.5 seconds of quiet are all`() async {
        var line = FakeLine()
        line.texts = [["kilo lima"]]
        await line.quiet(2)
        await line.speech(1)
        await line.quiet(1.4)
        let before = line.playedBlocks
        await line.quiet(0.5)
        #expect(line.playedBlocks > before && line.asked.isEmpty)
    }

    @Test func `speech and keys interrupt`() async {
        for isKey in [false, true] {
            var line = FakeLine()
            await line.quiet(0.1)
            if isKey { await line.press("5") } else { await line.speech(0.5) }
            let played = line.playedBlocks
            await line.quiet(0.5)
            #expect(line.playedBlocks == played)
        }
    }

    @Test func `keys are searched for, and a command is obeyed`() async {
        var line = FakeLine()
        await line.press("556456#")
        #expect(line.asked == [.search(keys: "556456")])
        await line.press("*8")
        #expect(line.asked.count == 1)
        await line.press("5564")
        await line.quiet(7)
        #expect(line.asked.count == 1)
    }

    @Test func `a key makes the answer to earlier speech void`() {
        var session = AudioSession(Call(language: .english), sounds: .fake)
        var question: (number: Int, question: AudioSession.Question)?
        for loudness in [Int16](repeating: 20, count: 50) + [Int16](repeating: 4_000, count: 50) + [Int16](repeating: 20, count: 50) {
            let output = session.receive(.audio((0..<160).map { $0.isMultiple(of: 2) ? loudness : -loudness }))
            question = output.question ?? question
        }
        guard let number = question?.number else { return #expect(Bool(false), "the recognizer was not asked") }
        _ = session.receive(.key(UInt8(ascii: "*")))
        _ = session.receive(.key(UInt8(ascii: "1")))
        let output = session.receive(.recognized([HeardText(Self.plate[0])]), to: number)
        #expect(output.question == nil && output.sound.isEmpty)
    }

    @Test func `a recognizer that does not answer is said, and keys still work`() async {
        var line = FakeLine()
        line.texts = [nil]
        await line.quiet(2)
        await line.speech(1)
        let before = line.playedBlocks
        await line.quiet(1.5)
        #expect(line.playedBlocks > before)
        await line.press("556456#")
        #expect(line.asked.count == 1)
    }

    @Test func `silence ends a call, three times asked`() async {
        var line = FakeLine()
        await line.quiet(40)
        #expect(line.isOver)
    }

    @Test func `noise for an hour is bounded by the call's five minutes`() async {
        var line = FakeLine()
        var seconds = 0.0
        while !line.isOver, seconds < 3_600 {
            await line.speech(3)
            await line.quiet(1)
            seconds += 4
        }
        #expect(line.isOver && seconds <= 310)
        #expect(line.recognized.allSatisfy { $0 <= SpeechDetector.utteranceMax + 160 })
    }

    @Test func `a person is only connected when the call has said so`() async {
        var line = FakeLine(hasPerson: true)
        await line.press("*0")
        #expect(line.asked == [.transfer] && line.session.isTransferred && !line.isOver)
        await line.quiet(2)
        #expect(line.isOver)
        var other = FakeLine()
        await other.press("*0")
        #expect(!other.session.isTransferred)
    }

    @Test func `a caller who hangs up ends the call once`() {
        var session = AudioSession(Call(language: .english), sounds: .fake)
        #expect(session.receive(.end).isOver)
        #expect(!session.receive(.end).isOver)
        #expect(session.receive(.audio([Int16](repeating: 0, count: 1_600))).sound.isEmpty)
    }

    @Test func `a call too many only hears that all lines are busy`() async {
        var line = FakeLine(AudioSession(busy: Call(language: .english), sounds: .fake))
        await line.press("556456#")
        await line.speech(1)
        #expect(line.isOver && line.asked.isEmpty && line.recognized.isEmpty)
    }
}
