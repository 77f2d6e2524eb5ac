import Plates

/// The plates that a caller may have said.
struct Hearing: Sendable {
    /// The likeliest first; never empty.
    let plates: [Plate]
    /// Whether the first one needs a question if another is listed: another text or reading was nearly as likely, or letters were bare.
    let isUnsure: Bool

    /// Texts that differ by less are both likely (measured; `voice.md`).
    private static let marginMin = 0.05
    /// Plates in one look-up: a few readings, and the sound-alikes of the first.
    private static let platesMax = 64

    /// nil if none of the texts holds a plate.
    init?(_ texts: [HeardText], language: SpokenLanguage) {
        let read = texts.map { (score: $0.score, readings: SpokenPlate.read($0.text, language: language)) }.filter { !$0.readings.isEmpty }
        guard let best = read.first, let first = best.readings.first else { return nil }
        var plates: [Plate] = []
        func add(_ plate: Plate) {
            if plates.count < Self.platesMax, !plates.contains(where: { $0.key == plate.key }) { plates.append(plate) }
        }
        for reading in read.flatMap(\.readings) { add(reading.plate) }
        for alike in first.soundAlikes(language: language) { add(alike.plate) }
        let rival = read.dropFirst().first { $0.readings[0].plate.key != first.plate.key }
        isUnsure =
            !first.bareIndices.isEmpty || !first.unsureIndices.isEmpty || rival.map { best.score - $0.score < Self.marginMin } ?? false
        self.plates = plates
    }
}
