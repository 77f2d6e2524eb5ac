package import Plates

/// One call over AudioSocket, without its socket: frames and answers go in, sound and questions come out.
///
/// The caller's own frames are its clock, and gaps if none come: 20 ms in, 20 ms of sound out. So a call that sends too fast only hastens
/// its own end.
package struct AudioSession: Sendable {
    /// Something to be asked meanwhile.
    package enum Question: Sendable {
        case recognize([Int16], SpokenLanguage)
        case ask(CallStep.Next)
    }

    package enum Answer: Sendable {
        /// The texts that the recognizer heard; nil if it did not answer.
        case recognized([HeardText]?)
        /// nil if the step may be carried out as it is.
        case answered(CallEvent?)
    }

    /// The result of a frame or an answer.
    package struct Output: Sendable {
        /// Sound to send, in blocks of 20 ms.
        package var sound: [[Int16]] = []
        /// A question, and the number that its answer must name.
        package var question: (number: Int, question: Question)?
        /// Whether the call is over; true once only.
        package var isOver = false
    }

    /// Quiet that ends speech, and the same under ``charactersMin``: people pause between letters and digits.
    private static let quietMilliseconds = 800
    private static let quietMillisecondsIfShort = 1_500
    private static let charactersMin = 4
    /// How long a caller may say nothing.
    private static let silenceMilliseconds = 8_000

    private enum Phase: Hashable {
        /// Talking or listening, as ``step`` says.
        case open
        /// Waiting for the recognizer.
        case recognizing
        /// Waiting for the registry, or for the leave to connect the person.
        case asking
        /// Only the current sentence is left.
        case ending
        case over
    }

    private var call: Call
    private let sounds: SoundLibrary
    private var phase = Phase.open
    private var step: CallStep
    private var detector = SpeechDetector()
    private var keys = KeyCollector()
    /// Sound still to be played, and how much of it was.
    private var playing: [Int16] = []
    private var played = 0
    /// The recognizer's answer while the caller may only have paused.
    private var held: [HeardText]?
    private var partial: [Int16] = []
    private var quiet = 0
    private var milliseconds = 0
    private var questions = 0
    /// Whether the caller is to be connected to the person when the call is over.
    package private(set) var isTransferred = false

    package init(_ call: Call, sounds: SoundLibrary) {
        self.call = call
        self.sounds = sounds
        step = self.call.handle(.began)
        play()
    }

    /// A call that only says that all lines are busy.
    package init(busy call: Call, sounds: SoundLibrary) {
        self.call = call
        self.sounds = sounds
        step = CallStep([.word("busy"), .pause], .hangUp)
        phase = .ending
        play()
    }

    // MARK: Input

    package mutating func receive(_ frame: AudioSocketFrame) -> Output {
        var output = Output()
        switch frame {
        case .end: over(&output)
        case .id: break
        case .key(let key): press(key, &output)
        case .audio(let samples):
            partial += samples
            while partial.count >= Sound.blockSamples, phase != .over {
                let block = Array(partial.prefix(Sound.blockSamples))
                partial.removeFirst(Sound.blockSamples)
                pass(block, &output)
            }
        case .gap: if phase != .over { pass(nil, &output) }
        }
        return output
    }

    package mutating func receive(_ answer: Answer, to number: Int) -> Output {
        var output = Output()
        // A key that came first has made the answer void.
        guard number == questions else { return output }
        switch answer {
        case .recognized(let texts) where phase == .recognizing:
            phase = .open
            guard let texts else {
                take(.unheard, &output)
                break
            }
            // The caller only paused: the rest is awaited, and all of it recognized together.
            if detector.quiet < Self.quietMilliseconds, !detector.isFull { break }
            held = texts
            decide(&output)
        case .answered(let event) where phase == .asking:
            if let event {
                phase = .open
                take(event, &output)
            } else {
                isTransferred = true
                phase = .ending
            }
        default: break
        }
        return output
    }

    // MARK: Time

    /// 20 ms pass, without sound from the caller if there is no block.
    private mutating func pass(_ block: [Int16]?, _ output: inout Output) {
        milliseconds += Sound.blockMilliseconds
        if milliseconds >= Int(Call.durationMax.components.seconds) * 1_000, phase != .ending { take(.overtime, &output) }
        let isTalking = played < playing.count
        if isTalking {
            let next = playing[played..<min(played + Sound.blockSamples, playing.count)]
            output.sound.append(Array(next))
            played += next.count
        }
        switch phase {
        case .ending: if !isTalking { over(&output) }
        case .over: break
        case .asking, .recognizing: listen(block, isTalking)
        case .open:
            listen(block, isTalking)
            if detector.hasSpeech, isTalking { stop() }
            if let keyed = keys.wait(milliseconds: Sound.blockMilliseconds) { return take(.keyed(keyed), &output) }
            decide(&output)
            waitInSilence(isTalking, &output)
        }
    }

    private mutating func listen(_ block: [Int16]?, _ isTalking: Bool) {
        if let block { detector.add(block, isTalking: isTalking) } else { detector.addGap() }
        // The caller went on after a pause.
        if detector.quiet == 0, held != nil { held = nil }
    }

    /// Asks the recognizer once the caller was quiet for long enough, and takes its answer once that cannot change.
    private mutating func decide(_ output: inout Output) {
        guard phase == .open, detector.hasSpeech, keys.isEmpty else { return }
        if let texts = held {
            guard detector.quiet >= Self.quietMillisecondsIfShort || detector.isFull || isLong(texts) else { return }
            take(.heard(texts), &output)
        } else if detector.quiet >= Self.quietMilliseconds || detector.isFull {
            phase = .recognizing
            ask(.recognize(detector.utterance, call.language), &output)
        }
    }

    private func isLong(_ texts: [HeardText]) -> Bool {
        guard let first = texts.first, let reading = SpokenPlate.read(first.text, language: call.language).first else { return false }
        return reading.plate.characters.utf8.count >= Self.charactersMin
    }

    private mutating func waitInSilence(_ isTalking: Bool, _ output: inout Output) {
        quiet = isTalking || detector.hasSpeech || !keys.isEmpty || phase != .open ? 0 : quiet + Sound.blockMilliseconds
        if quiet >= Self.silenceMilliseconds { take(.silence, &output) }
    }

    private mutating func press(_ key: UInt8, _ output: inout Output) {
        guard phase == .open || phase == .recognizing else { return }
        stop()
        let keyed = keys.add(key, isChoice: step.next == .listen(.choice))
        if let keyed {
            // Speech before the key is dropped, with the answer that has not come yet.
            (phase, questions) = (.open, questions + 1)
            take(.keyed(keyed), &output)
        }
    }

    private mutating func ask(_ question: Question, _ output: inout Output) {
        questions += 1
        output.question = (questions, question)
    }

    // MARK: Steps

    private mutating func take(_ event: CallEvent, _ output: inout Output) {
        detector.reset()
        held = nil
        quiet = 0
        step = call.handle(event)
        play()
        switch step.next {
        case .listen: phase = .open
        case .lookUp, .search, .transfer:
            phase = .asking
            ask(.ask(step.next), &output)
        case .hangUp: phase = .ending
        }
    }

    private mutating func play() {
        (playing, played) = (sounds.samples(of: step.say, call.words), 0)
    }

    private mutating func stop() {
        guard case .listen = step.next else { return }
        (playing, played) = ([], 0)
    }

    private mutating func over(_ output: inout Output) {
        guard phase != .over else { return }
        phase = .over
        output.isOver = true
    }
}
