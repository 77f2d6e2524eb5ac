import Plates
import Vocabulary

/// Which known word, issuer or area an unknown word may mean.
extension PlateFinder {
    /// Names the words that were left out, and asks of each whether a known one was meant.
    mutating func name(into draft: inout ReportDraft) {
        askForIssuer(into: &draft)
        askForArea(into: &draft)
        for place in marks.indices where marks[place] == .noise {
            let word = words[place].text
            if words.kind(place) == .left, !TypedWord.usual.contains(word.lowercased()),
                let (field, text) = KnownWord.nearest(to: word, areas: line.areas)
            {
                draft.ambiguities.append(Ambiguity(field, "“\(word)” is not known. Did you mean \(text)?", suggestion: text))
            } else {
                draft.ignored.append(word)
            }
        }
    }

    /// Asks for the issuer if none is named and words are nearly the name of one: `wisconson aab 1234`.
    private mutating func askForIssuer(into draft: inout ReportDraft) {
        let isNamed = draft.issuer != nil || line.context.namedIssuer != nil || draft.plates.contains(where: \.namesIssuer)
        guard draft.namesPlate, !isNamed else { return }
        for place in marks.indices where mayBeName(place) {
            for end in [place + 2, place + 1] where end <= marks.count && (place..<end).allSatisfy(mayBeName) {
                let typed = text(Array(place..<end))
                guard let name = KnownWord.nearestIssuer(to: typed, country: line.context.country) else { continue }
                for place in place..<end { marks[place] = .aboutPlate }
                draft.ambiguities.append(Ambiguity(.issuer, "“\(typed)” is not known. Did you mean \(name)?", suggestion: name))
                return
            }
        }
    }

    /// Asks for the area if none is named and words begin the name of one: `lake st`.
    private mutating func askForArea(into draft: inout ReportDraft) {
        guard draft.area == nil, !draft.ambiguities.contains(where: { $0.field == .area }) else { return }
        for place in marks.indices where isLeftWord(place) {
            // `1200 block of lake st` is an address.
            if (max(0, place - 3)..<place).contains(where: { marks[$0] == .noise && words[$0].isFigures }) { continue }
            for end in [place + 2, place + 1] where end <= marks.count && (place..<end).allSatisfy(isLeftWord) {
                guard end > place + 1 || !TypedWord.usual.contains(words[place].plain) else { continue }
                let typed = text(Array(place..<end))
                guard let area = line.areas.beginning(with: typed) else { continue }
                for place in place..<end { marks[place] = .aboutPlate }
                draft.ambiguities.append(
                    Ambiguity(.area, "“\(typed)” is not known. Did you mean \(area)?", suggestion: area.description))
                return
            }
        }
    }

    private func isLeftWord(_ place: Int) -> Bool { marks[place] == .noise && words.kind(place) == .left && words[place].isLetters }

    /// Whether a word that was left out may be an issuer's name. In a street's name, the kind of street follows.
    private func mayBeName(_ place: Int) -> Bool {
        guard isLeftWord(place) else { return false }
        return place + 1 == marks.count || !TypedWord.streets.contains(words[place + 1].plain)
    }
}
