import Plates

/// Marks beside a plate that say that a character is missing, or that one of two is meant.
extension PlateFinder {
    /// So many characters that fit a known series are a whole plate, whatever mark stands behind them.
    private static let lengthWhole = 6

    /// Asks about `kxv16_`, `KX_151`, `kxv16...` and `kxv163/8`.
    func gap(in segment: Segment, _ readings: [Reading]) -> Ambiguity? {
        let parts = segment.places.filter { marks[$0] == .part }
        guard let first = parts.first, let last = parts.last, let reading = readings.first else { return nil }
        if let place = parts.first(where: { holdsAlternatives(words[$0].text, behind: $0, parts) }) {
            let text = words[place].text
            let choices = alternatives(text, place, segment.places) + readings
            return Ambiguity("“\(text)” may be one plate, or one of two: which is it?", among: choices.withoutDoubles)
        }
        let isWhole = reading.fitsKnownSeries && reading.plate.characters.count >= Self.lengthWhole
        let isBroken = parts.contains { isBrokenInside(words[$0].text) }
        let isOpen = !isWhole && (opens(words[first]) || ends(words[last]))
        guard isBroken || isOpen || (!isWhole && words[last].isBeforeDash) else { return nil }
        return Ambiguity(.plate, Self.partialSentence(reading.plate.characters))
    }

    /// An underline is a character that nobody could read, unless an issuer stands in front of it.
    private func isBrokenInside(_ text: String) -> Bool {
        guard text.contains("_") else { return false }
        let pieces = text.split(separator: "_", omittingEmptySubsequences: false)
        return !pieces.indices.allSatisfy { index in
            !pieces[index].isEmpty
                && (pieces.count == 1 || pieces.contains { Issuer(String($0), country: line.context.country) != nil })
        }
    }

    private func opens(_ word: TypedWord) -> Bool { word.text.hasPrefix("..") || word.text.hasPrefix("…") || word.text.hasPrefix("--") }

    private func ends(_ word: TypedWord) -> Bool {
        ["-", "–", "—", "..", "…", "/"].contains { word.text.hasSuffix($0) }
    }

    /// `kxv163/8`, `kxz144-5`, and the `7/8` of `kxz 14 7/8`.
    private func holdsAlternatives(_ text: String, behind place: Int, _ parts: [Int]) -> Bool {
        let slash = text.split(separator: "/", omittingEmptySubsequences: false)
        if slash.count == 2, let before = slash[0].last, let behind = slash[1].first, before.isNumber, behind.isNumber { return true }
        let dash = text.split(separator: "-", omittingEmptySubsequences: false)
        guard dash.count == 2, dash[1].count == 1, dash[1].allSatisfy(\.isNumber) else { return false }
        return dash[0].count >= Self.lengthSure && dash[0].contains(where: \.isNumber) && dash[0].contains(where: \.isLetter)
    }

    /// The plate with what stands in front of the mark, and with its last characters replaced by those behind it.
    private func alternatives(_ text: String, _ place: Int, _ places: [Int]) -> [Reading] {
        guard let mark = text.lastIndex(where: { $0 == "/" || $0 == "-" }) else { return [] }
        let before = text[..<mark]
        let behind = text[text.index(after: mark)...].filter { $0.isLetter || $0.isNumber }
        let texts = [String(before), before.dropLast(behind.count) + behind]
        return texts.flatMap { text -> [Reading] in
            readings(places.map { $0 == place ? text : words[$0].text }.joined(separator: " "))
        }
    }

    /// The readings of a text as a field has it.
    func readings(_ text: String) -> [Reading] {
        var context = line.context
        context.kind = .field
        return (try? PlateReader.read(text, context)) ?? []
    }
}

extension [Reading] {
    /// Each plate once.
    var withoutDoubles: [Reading] {
        reduce(into: []) { all, reading in
            if !all.contains(where: { $0.plate.key == reading.plate.key && $0.namesIssuer == reading.namesIssuer }) { all.append(reading) }
        }
    }
}
