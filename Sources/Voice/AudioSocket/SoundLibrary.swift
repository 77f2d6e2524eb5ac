package import Plates

/// The clips that calls are put together from, in memory.
package struct SoundLibrary: Sendable {
    /// Quiet at the end of a sentence.
    private static let pause = [Int16](repeating: 0, count: 3 * Sound.samplesPerSecond / 10)

    private let clips: [SpokenLanguage: [String: [Int16]]]

    package init(clips: [SpokenLanguage: [String: [Int16]]]) {
        self.clips = clips
    }

    /// The sound of phrases, one after another. A clip that is missing is left out; ``missing(in:)`` is checked at the start.
    package func samples(of phrases: [Phrase], _ words: CallWords) -> [Int16] {
        phrases.flatMap { phrase -> [Int16] in
            guard let name = phrase.clip else { return Self.pause }
            if case .foreign(_, let language) = phrase { return clips[language]?[name] ?? [] }
            return phrase.text(words).isEmpty ? [] : clips[words.language]?[name] ?? []
        }
    }

    /// The names of the clips that a language lacks.
    package func missing(in language: SpokenLanguage) -> [String] {
        CallWords.of(language).phrases.compactMap(\.clip).filter { clips[language]?[$0] == nil }
    }
}
