import Plates
import Voice

extension SoundLibrary {
    /// 20 ms of sound for each phrase.
    static let fake = lasting(blocks: 1)

    /// As many blocks of 20 ms for each phrase.
    static func lasting(blocks: Int) -> SoundLibrary {
        let clip = [Int16](repeating: 100, count: blocks * Sound.blockSamples)
        return SoundLibrary(
            clips: Dictionary(
                uniqueKeysWithValues: SpokenLanguage.allCases.map { language in
                    let names = CallWords.of(language).phrases.compactMap(\.clip)
                    return (language, Dictionary(uniqueKeysWithValues: names.map { ($0, clip) }))
                }))
    }
}

/// A caller on a line without a network: sends sound and keys, answers what the session asks, and counts what it plays.
struct FakeLine {
    var session: AudioSession
    /// What the recognizer hears, one list for each time that it is asked; nil if it does not answer.
    var texts: [[String]?] = []
    var registry = FakeRegistry()
    private(set) var recognized: [Int] = []
    private(set) var asked: [CallStep.Next] = []
    private(set) var playedBlocks = 0
    private(set) var isOver = false
    private var waiting: [(number: Int, question: AudioSession.Question)] = []

    init(_ session: AudioSession? = nil, hasPerson: Bool = false) {
        var settings = Call.Settings()
        settings.hasPerson = hasPerson
        self.session = session ?? AudioSession(Call(language: .english, settings: settings), sounds: .fake)
    }

    mutating func quiet(_ seconds: Double) async { await send(20, seconds) }
    mutating func speech(_ seconds: Double) async { await send(4_000, seconds) }

    mutating func press(_ keys: String) async {
        for key in keys.utf8 { await take(session.receive(.key(key))) }
    }

    mutating func receive(_ frame: AudioSocketFrame) async { await take(session.receive(frame)) }

    private mutating func send(_ loudness: Int16, _ seconds: Double) async {
        let block = (0..<160).map { $0.isMultiple(of: 2) ? loudness : -loudness }
        for _ in 0..<Int(seconds * 50) where !isOver { await take(session.receive(.audio(block))) }
    }

    mutating func take(_ output: AudioSession.Output) async {
        playedBlocks += output.sound.count
        isOver = isOver || output.isOver
        guard let (number, question) = output.question else { return }
        let answer: AudioSession.Answer
        switch question {
        case .recognize(let samples, _):
            recognized.append(samples.count)
            answer = .recognized(texts.isEmpty ? [] : texts.removeFirst()?.map { HeardText($0) })
        case .ask(let next):
            asked.append(next)
            answer = .answered(await CallQuestions.fake(registry).answer(to: next, from: nil))
        }
        await take(session.receive(answer, to: number))
    }
}
