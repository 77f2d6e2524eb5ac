import Plates

/// The kind of each word of a line.
extension PlateFinder {
    mutating func sort() {
        for index in marks.indices where marks[index] == .part {
            let word = words[index]
            // "w/in", "w/o", "w/"
            if word.text.lowercased().hasPrefix("w/") {
                marks[index] = .noise
            } else if word.plain == "i", index + 1 < marks.count, Self.saidOfOneself.contains(words[index + 1].plain) {
                marks[index] = .noise
            } else if word.plain == "as", words[max(0, index - 2)..<index].contains(where: { $0.plain == "same" }) {
                // "same guys as before"
                marks[index] = .noise
            } else if TypedWord.aboutPlates.contains(word.plain) {
                marks[index] = .aboutPlate
            } else if isIssuer(index) {
                marks[index] = .issuer
            } else if word.isPlace || isWord(word) || word.isLetters && word.text.hasPrefix("@") {
                marks[index] = .noise
            }
        }
        for index in marks.indices.dropLast() where TypedWord.roads.contains(words[index].plain) && words[index].plain.count > 1 {
            // "hwy 55", "lot b12"
            guard marks[index] != .known, marks[index + 1] == .part, words[index + 1].hasFigure, words[index + 1].plain.count <= 3 else {
                continue
            }
            (marks[index], marks[index + 1]) = (.noise, .noise)
        }
        leaveOutStreets()
        for index in marks.indices where marks[index] == .issuer {
            guard isCodeWord(index) else { continue }
            // In small letters it is a code only beside the plate or at the line's end; so in a line that is all capitals.
            if !isLastCode(index), !isBehindPlate(index), !precedesPlate(index) { marks[index] = .noise }
        }
        for index in marks.indices where marks[index] == .issuer && TypedWord.directionCodes.contains(words[index].plain) {
            let isBehind = index > 0 && marks[index - 1] == .part && words[index - 1].hasFigure && !words[index - 1].endsRun
            let isBefore = index + 1 < marks.count && marks[index + 1] == .part && !words[index].endsRun
            if !isBehind, !isBefore || TypedWord.small.contains(words[index + 1].plain) { marks[index] = .noise }
        }
    }

    /// After "I".
    private static let saidOfOneself: Set<String> = [
        "think", "guess", "believe", "know", "saw", "see", "swear", "heard", "got", "was", "am", "can", "could", "did", "didn't", "don't",
        "dont",
    ]

    /// Whether a plate begins after a word, perhaps with a known word that may belong to it: "oh bus 4321".
    func precedesPlate(_ index: Int) -> Bool {
        let next = index + 1
        guard next < marks.count, !words[index].endsRun else { return false }
        if marks[next] == .part || marks[next] == .aboutPlate {
            let isBehindFigures = index > 0 && marks[index - 1] == .part && words[index - 1].hasFigure && !words[index - 1].endsRun
            return beginsPlate(next) && (words[next].hasFigure || !isBehindFigures)
        }
        return marks[next] == .known && next + 1 < marks.count && marks[next + 1] == .part && words[next + 1].isFigures
    }

    /// Letters alone that are too many for a part of a plate; with an issuer that an option named, parts are longer: "MY TRUCK 1".
    func isWord(_ word: TypedWord) -> Bool {
        guard word.isLetters else { return false }
        return line.context.namedIssuer == nil ? word.plain.count > 3 : word.plain.count > 5 || TypedWord.usual.contains(word.plain)
    }

    func isIssuer(_ index: Int) -> Bool {
        let word = words[index]
        guard !word.hasFigure, line.context.namedIssuer == nil else { return false }
        return Issuer(word.plain, country: line.context.country) != nil
    }

    /// "federal plates": a question asks whether they are the government's own.
    mutating func takeFederal() -> Bool {
        let federal: Set<String> = ["federal", "fed", "government", "govt", "gov", "dhs", "cbp", "hsi", "fbi"]
        guard let index = marks.indices.first(where: { federal.contains(words[$0].plain) && marks[$0] != .known }), index + 1 < marks.count,
            marks[index + 1] == .aboutPlate
        else { return false }
        // "US government plate" names it.
        if index > 0, words.kind(index) == .issuer, words.kind(index - 1) == .issuer { return false }
        marks[index] = .aboutPlate
        return true
    }
}
