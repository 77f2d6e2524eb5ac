/// Finds speech in a telephone's sound by its loudness above the line's own noise.
///
/// It collects the speech with a little sound from before it, and measures how long the caller has been quiet since.
package struct SpeechDetector: Sendable {
    /// The longest speech; more is recognized as it is.
    package static let utteranceMax = 15 * Sound.samplesPerSecond
    /// Sound from before the speech was noticed, so that its first consonant is not lost.
    private static let leadMax = 3 * Sound.samplesPerSecond / 10
    /// Loudness that is not speech on any line.
    private static let loudnessMin = 250.0
    /// The factor by which speech is louder than the line's noise.
    private static let ratio = 3.0
    /// The noise floor follows quieter sound at once, and louder sound slowly: it doubles in seven seconds.
    private static let floorRise = 1.002
    private static let floorMin = 20.0
    /// Blocks of loud sound that make speech; clicks are shorter.
    private static let loudBlocks = 5
    /// The same while the call itself talks, whose echo must not count.
    private static let loudBlocksOverTalk = 12
    private static let gap = [Int16](repeating: 0, count: Sound.blockSamples)

    /// The speech so far, with the sound just before it; empty if nobody spoke.
    package private(set) var utterance: [Int16] = []
    /// Whether the caller has begun to speak since the last ``reset()``.
    package private(set) var hasSpeech = false
    /// Milliseconds of quiet since the speech.
    package private(set) var quiet = 0
    private var floor = 200.0
    private var loud = 0

    package init() {}

    /// Takes 20 ms of sound.
    ///
    /// - Parameter isTalking: whether the call plays something meanwhile.
    package mutating func add(_ block: some Collection<Int16>, isTalking: Bool) {
        let loudness = Self.loudness(block)
        let isLoud = loudness > max(Self.loudnessMin, floor * Self.ratio)
        floor = loudness < floor ? max(Self.floorMin, loudness) : floor * Self.floorRise
        add(block, isLoud: isLoud, loudBlocks: isTalking ? Self.loudBlocksOverTalk : Self.loudBlocks)
    }

    /// Takes 20 ms in which no sound came. They can end speech and not begin it, and say nothing about the line's noise.
    package mutating func addGap() {
        add(Self.gap, isLoud: false, loudBlocks: .max)
    }

    private mutating func add(_ block: some Collection<Int16>, isLoud: Bool, loudBlocks: Int) {
        loud = isLoud ? loud + 1 : max(0, loud - 1)
        if hasSpeech {
            if utterance.count < Self.utteranceMax { utterance += block }
            quiet = isLoud && loud > 1 ? 0 : quiet + Sound.blockMilliseconds
        } else {
            utterance += block
            if utterance.count > Self.leadMax { utterance.removeFirst(utterance.count - Self.leadMax) }
            if loud >= loudBlocks { (hasSpeech, quiet) = (true, 0) }
        }
    }

    package var isFull: Bool { utterance.count >= Self.utteranceMax }

    /// Forgets the speech; the line's noise is kept.
    package mutating func reset() {
        (utterance, hasSpeech, quiet, loud) = ([], false, 0, 0)
    }

    private static func loudness(_ block: some Collection<Int16>) -> Double {
        guard !block.isEmpty else { return 0 }
        return (block.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(block.count)).squareRoot()
    }
}
