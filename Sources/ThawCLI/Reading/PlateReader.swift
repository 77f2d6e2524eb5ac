package import Plates

/// A plate that was read from a person's words.
package struct ReadPlate: Hashable, Sendable {
    package var plate: Plate
    /// Whether the words named its issuer, be it as unknown.
    package var namesIssuer: Bool

    package init(_ plate: Plate, namesIssuer: Bool) {
        self.plate = plate
        self.namesIssuer = namesIssuer
    }
}

/// What words may mean: one plate, or one of two.
package enum PlateReading: Hashable, Sendable {
    case plate(ReadPlate)
    /// `AL 12345`: Alabama's 12345, or AL12345 of whomever.
    case either(issued: ReadPlate, whole: ReadPlate)

    /// The likelier of the two.
    package var likelier: ReadPlate {
        switch self {
        case .plate(let plate): plate
        case .either(let issued, _): issued
        }
    }
}

/// Why words are no plates.
package enum PlateReadingError: Error, Hashable, Sendable {
    case plate(PlateError)
    /// Up to three characters that stand alone beside whole plates.
    case unclear

    package var sentence: String {
        switch self {
        case .plate(let error): error.sentence
        case .unclear: "Where one plate ends and the next begins is not clear: put commas between them."
        }
    }

    package var failure: Failure {
        switch self {
        case .plate(let error): Failure(error)
        case .unclear: .usage(sentence)
        }
    }
}

/// Finds plates in the words of an argument list or of a typed line.
///
/// - A comma ends a plate, and so does an argument with blanks in it.
/// - On a typed line, words that make at most eight characters together are one plate: `mn abc 123`.
/// - Else a word of four characters or more is a plate, shorter ones that stand together are parts of one, an issuer belongs to the plate
///   that follows it, and one at the end to the plate in front.
package struct PlateReader: Sendable {
    package let country: Country

    /// Plates mostly have 4 to 8 characters; more are two plates.
    private static let lengthUsual = 8
    private static let partMax = 3
    /// "District of Columbia" has three words.
    private static let issuerWordsMax = 3

    package init(country: Country) {
        self.country = country
    }

    /// The plates of a line that a person typed.
    package func line(_ text: String) throws(PlateReadingError) -> [PlateReading] {
        var readings: [PlateReading] = []
        for piece in text.split(whereSeparator: { $0 == "," || $0 == ";" }) {
            let words = piece.split(whereSeparator: \.isWhitespace).map(String.init)
            if !words.isEmpty { readings += try typed(words) }
        }
        return readings
    }

    /// The plates of a command's arguments.
    ///
    /// - Throws: also for an empty argument, which is nearly always a script's variable that was never set.
    package func arguments(_ arguments: [String]) throws(PlateReadingError) -> [PlateReading] {
        guard arguments.allSatisfy({ !$0.allSatisfy(\.isWhitespace) }) else { throw .plate(PlateError(.empty)) }
        var readings: [PlateReading] = []
        var pending: [String] = []
        for argument in arguments {
            if argument.contains(where: \.isWhitespace) || argument.dropLast().contains(",") {
                readings += try groups(of: pending) + line(argument)
                pending = []
            } else if argument.hasSuffix(",") {
                readings += try groups(of: pending + [String(argument.dropLast())])
                pending = []
            } else {
                pending.append(argument)
            }
        }
        return try readings + groups(of: pending)
    }

    /// The plates of typed words without commas.
    func typed(_ words: [String]) throws(PlateReadingError) -> [PlateReading] {
        do {
            let reading = try one(words)
            if words.count == 1 || reading.likelier.plate.characters.count <= Self.lengthUsual { return [reading] }
        } catch {
            guard words.count > 1, case .plate(let cause) = error, cause.code == .tooLong else { throw error }
        }
        return try groups(of: words)
    }

    private func groups(of words: [String]) throws(PlateReadingError) -> [PlateReading] {
        var groups: [Group] = []
        var rest = words.filter { !$0.isEmpty }[...]
        while let word = rest.first {
            if let count = issuerCount(at: rest) {
                groups.append(Group(issuer: Array(rest.prefix(count))))
                rest = rest.dropFirst(count)
                continue
            }
            rest = rest.dropFirst()
            let isIssuer = Issuer(word, country: country) != nil || word.hasPrefix("(")
            if rest.isEmpty || word.hasPrefix("("), isIssuer, let last = groups.indices.last, groups[last].takesIssuer {
                groups[last].suffix = word
            } else if let last = groups.indices.last, groups[last].takes(word, length: length(word)) {
                groups[last].parts.append(word)
                groups[last].length += length(word)
            } else {
                groups.append(Group(issuer: [], parts: [word], length: length(word)))
            }
        }
        let isUnclear = groups.contains { $0.parts.isEmpty || (groups.count > 1 && $0.issuer.isEmpty && $0.length <= Self.partMax) }
        if isUnclear { throw .unclear }
        var readings: [PlateReading] = []
        for group in groups { readings.append(try one(group.words)) }
        return readings
    }

    private struct Group {
        var issuer: [String]
        var parts: [String] = []
        var length = 0
        var suffix: String?

        var words: [String] { issuer + parts + (suffix.map { [$0] } ?? []) }
        var takesIssuer: Bool { issuer.isEmpty && suffix == nil && !parts.isEmpty && !parts.contains { $0.contains(":") } }

        func takes(_ word: String, length wordLength: Int) -> Bool {
            guard suffix == nil else { return false }
            if parts.isEmpty { return true }
            return length <= PlateReader.lengthUsual - wordLength && wordLength <= PlateReader.partMax && allAreParts
        }

        private var allAreParts: Bool {
            parts.count * PlateReader.partMax >= length && parts.allSatisfy { $0.count <= PlateReader.partMax }
        }
    }

    /// How many of the first words name an issuer and leave something for a plate.
    private func issuerCount(at words: ArraySlice<String>) -> Int? {
        stride(from: min(Self.issuerWordsMax, words.count - 1), to: 0, by: -1).first { count in
            Issuer(words.prefix(count).joined(separator: " "), country: country) != nil
        }
    }

    /// Words that are one plate, with its issuer or without.
    private func one(_ words: [String]) throws(PlateReadingError) -> PlateReading {
        let text = words.joined(separator: " ")
        do {
            let plate = try Plate(text, country: country)
            let namesUnknown = words.count > 1 && words[0].uppercased() == Issuer.unknown.code
            let isMarked = text.contains(":") || text.contains("(") || namesUnknown
            guard plate.issuer != .unknown, !isMarked else { return .plate(ReadPlate(plate, namesIssuer: isMarked)) }
            let issued = ReadPlate(plate, namesIssuer: true)
            // Without its blanks no word of it is taken for an issuer.
            guard !plate.characters.holdsLetterAndFigure, let whole = try? Plate(words.joined(), country: country),
                whole.characters.count <= Self.lengthUsual, whole.characters.count - plate.characters.count <= Self.partMax
            else { return .plate(issued) }
            return .either(issued: issued, whole: ReadPlate(whole, namesIssuer: false))
        } catch {
            throw .plate(error)
        }
    }

    private func length(_ word: String) -> Int {
        word.reduce(0) { $0 + ($1.isLetter || $1.isNumber ? 1 : 0) }
    }
}

extension [PlateReading] {
    /// The plates, where there is one at least and none could be another.
    func certain() -> Result<[ReadPlate], Failure> {
        guard !isEmpty else { return .failure(Failure(PlateError(.empty))) }
        for case .either(let issued, let whole) in self {
            let code = issued.plate.issuer.abbreviation
            return .failure(
                .usage(
                    "Type \(code):\(issued.plate.characters) where \(code) issued it, or \(whole.plate.characters) where that is the plate."
                ))
        }
        return .success(map(\.likelier))
    }
}

extension ReadPlate {
    /// What is sent where the issuer matters: without one only where nobody named any.
    var textAsNamed: String { namesIssuer ? plate.text : plate.characters }
}

extension String {
    fileprivate var holdsLetterAndFigure: Bool { contains(where: \.isLetter) && contains(where: \.isNumber) }
}
