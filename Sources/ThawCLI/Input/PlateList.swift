package import Plates

/// The plates of a line, and the words next to them that are not plates.
package struct FoundPlates: Sendable {
    /// One array for each plate: its readings, the likeliest first.
    package var readings: [[Reading]] = []
    /// Words of a vehicle that were left out, as typed.
    package var leftOut: [String] = []

    /// Says which words were not looked up; `nil` if all were.
    var note: String? {
        guard let first = leftOut.first else { return nil }
        let words = leftOut.map { "“" + $0 + "”" }.joined(separator: ", ")
        return "Not looked up: \(words). If that is a plate, type it alone, as in: ZZ:\(first.filter { $0.isLetter || $0.isNumber })"
    }
}

/// Cuts the words of an argument list or of a typed line into plates, and reads each.
///
/// - A comma ends a plate, and so does an argument with blanks in it. An issuer alone between commas belongs to the plate next to it.
/// - On a typed line, words that make at most eight characters together are one plate: `mn abc 123`.
/// - Otherwise a word of four characters or more is a plate, and shorter words in a row are parts of one. An issuer belongs to the plate
///   after it; an issuer at the end belongs to the plate before it.
package struct PlateList: Sendable {
    package let context: ReadingContext

    /// Plates mostly have 4 to 8 characters; more are two plates.
    private static let lengthUsual = 8
    private static let partMax = 3

    package init(country: Country) {
        context = ReadingContext(country: country)
    }

    init(_ context: ReadingContext) { self.context = context }

    private var country: Country { context.country }

    /// The readings of each plate of a line that a person typed.
    package func line(_ text: String) throws(PlateListError) -> [[Reading]] {
        if let spoken = spoken(text) { return [spoken] }
        var plates: [[Reading]] = []
        for words in ListedWords(text, country: country).plates { plates += try typed(words) }
        return plates
    }

    /// The same, for a line that may have words about a vehicle next to a plate: `black suv ktv482`.
    package func plates(inLine text: String) throws(PlateListError) -> FoundPlates {
        if let spoken = spoken(text) { return FoundPlates(readings: [spoken]) }
        if PartialPlateWords.stand(in: text) { throw .plate(.part) }
        let listed = ListedWords(LineOrnaments.removed(from: text, country: country), country: country, leavesOutVehicles: true)
        var found = FoundPlates(leftOut: listed.leftOut)
        var rest = listed.plates[...]
        while let words = rest.popFirst() {
            if let next = rest.first, let joined = joined(words, next) {
                found.readings.append(joined)
                rest.removeFirst()
            } else {
                try add(VehicleSplit(words, country: country), to: &found)
            }
        }
        return found
    }

    /// `KXS, 401`: one plate of a known series, and its halves; `nil` for two plates.
    private func joined(_ first: [String], _ second: [String]) -> [Reading]? {
        let figures = second.filter { Issuer($0, country: country) == nil }
        let letters = first.filter { first.count == 1 || Issuer($0, country: country) == nil }.joined()
        guard (1...Self.halfMax).contains(letters.count), letters.allSatisfy(\.isLetter), figures.joined().count <= Self.halfMax,
            figures.joined().allSatisfy({ ("0"..."9").contains($0) }),
            let whole = try? one(first + second), whole[0].fitsKnownSeries, let left = try? one(first), let right = try? one(second)
        else { return nil }
        return (whole + left + right).prefix(PlateReader.readingsMax).map(\.asLikely)
    }

    private static let halfMax = 4

    /// The same, for a command's arguments.
    package func plates(inArguments typed: [String]) throws(PlateListError) -> FoundPlates {
        guard typed.allSatisfy({ !$0.allSatisfy(\.isWhitespace) }) else { throw .plate(PlateError(.empty)) }
        let isOneByOne = typed.allSatisfy { !$0.contains(where: \.isWhitespace) }
        let arguments =
            isOneByOne
            ? LineOrnaments.removed(from: typed.joined(separator: " "), country: country).split(separator: " ").map(String.init) : typed
        let whole = arguments.joined(separator: " ")
        if PartialPlateWords.stand(in: whole) { throw .plate(.part) }
        if PlateReader.looksSpoken(whole, country: country) { return try plates(inLine: whole) }
        // Commas and blanks in arguments divide as on a line.
        let isLine = arguments.contains { argument in argument.contains { $0.isWhitespace || $0 == "," || $0 == ";" || $0 == "/" } }
        // `vanity plate LUVDOGS MN`: a word about plates is not a plate itself.
        let namesLetters = !whole.contains(where: \.isNumber) && arguments.contains(where: VehicleSplit.isAboutPlates)
        if isLine || namesLetters {
            let pieces = arguments.map { $0.contains(where: \.isWhitespace) ? ", \($0), " : $0 }
            return try plates(inLine: pieces.joined(separator: " "))
        }
        let split = VehicleSplit(arguments, country: country)
        if split.leftOut.isEmpty, let issued = issued(arguments) { return FoundPlates(readings: [issued]) }
        let isInWords = !arguments.contains { $0.contains(where: \.isNumber) } && !isTalk(split)
        let isOnePlate = !split.plate.isEmpty && !split.hasOtherParts || isTalk(split) || isInWords && spelled(arguments) != nil
        if !isOnePlate {
            guard !split.leftOut.isEmpty, split.kept.contains(where: { $0.contains(where: \.isNumber) }) else {
                return FoundPlates(readings: try self.arguments(arguments))
            }
            let plates = try self.arguments(split.kept)
            guard plates.count == 1 else { return FoundPlates(readings: plates, leftOut: split.leftOut) }
        }
        var found = FoundPlates()
        try add(split, to: &found)
        return found
    }

    /// `US Gov G43 8812L`: one plate of a series of the issuer that the words name.
    private func issued(_ words: [String]) -> [Reading]? {
        guard words.count > 2, let readings = try? one(words), let reading = readings.first, reading.namesIssuer, reading.fitsKnownSeries
        else { return nil }
        let isWhole = (1...min(Issuer.wordsMax, words.count - 2)).contains { count in
            Issuer(words.prefix(count).joined(separator: " "), country: country) != nil
                && words.dropFirst(count).joined().uppercased() == reading.plate.characters
        }
        return isWhole ? readings : nil
    }

    /// Adds the readings of a piece of a line, with its words about a vehicle and without.
    private func add(_ split: VehicleSplit, to found: inout FoundPlates) throws(PlateListError) {
        guard !split.leftOut.isEmpty || split.kept.count < split.words.count || split.isIssuerUnsure else {
            found.readings += try typed(split.words)
            return
        }
        guard split.kept.contains(where: { $0.contains(where: \.isNumber) }) || isSpoken(split.kept) else {
            if let spelled = spelled(split.words) {
                found.readings.append(spelled)
                return
            }
            guard !isTalk(split), let whole = try? one(split.words) else { throw .plate(PlateError(.empty)) }
            found.readings.append(whole)
            return
        }
        var kept = try typed(split.kept)
        if kept.count == 1, split.isIssuerUnsure, !split.plate.isEmpty {
            kept[0] = PlateReader.withPlateAlone(kept[0], of: split.kept.joined(separator: " "), context, isIssuerUnsure: true)
        }
        let others = kept.count == 1 && split.mixed != split.kept ? try mixed(split.mixed, besides: kept[0]) : []
        guard !others.isEmpty else {
            found.readings += kept.map { $0.count > 1 ? $0.map(\.asLikely) : $0 }
            found.leftOut += split.leftOut
            return
        }
        // `ram 4567`: a word beside the plate may be its own.
        let fit = others.filter(\.fitsKnownSeries)
        let all = (split.plate.isEmpty ? fit + kept[0] : kept[0] + fit) + others.filter { !$0.fitsKnownSeries }
        found.readings.append(all.prefix(PlateReader.readingsMax).map(\.asLikely))
        found.leftOut += split.leftOut.filter { !split.mixed.contains($0) }
    }

    /// `KXS four oh one`: words without a digit that are a plate with digits.
    private func spelled(_ words: [String]) -> [Reading]? {
        guard words.count > 1, let readings = try? one(words) else { return nil }
        return readings.contains { $0.plate.characters.contains(where: \.isNumber) } ? readings : nil
    }

    /// “black suv”, “thanks”: words that are not a plate. One in capitals may be.
    private func isTalk(_ split: VehicleSplit) -> Bool {
        guard split.kept.isEmpty, let word = split.words.first else { return false }
        return split.words.count > 1 || word == word.lowercased() && TypedWord.isBesidePlates(word, country: country)
    }

    /// The readings of words, some of which may or may not belong to a plate.
    ///
    /// - Throws: `plate.character` if only an accent keeps them from being a plate: `CAFÉ 66`.
    private func mixed(_ words: [String], besides kept: [Reading]) throws(PlateListError) -> [Reading] {
        func others(_ words: [String]) -> [Reading] {
            ((try? one(words)) ?? []).filter { reading in
                reading.plate.characters.count <= Self.lengthUsual && !kept.contains { $0.plate.key == reading.plate.key }
            }
        }
        let plain = words.map { $0.lowercased().withoutAccents }
        if plain != words.map({ $0.lowercased() }), !others(plain).isEmpty { _ = try one(words) }
        return others(words)
    }

    /// A whole line in words, commas included: `alpha, bravo, charlie, one two three`.
    private func spoken(_ text: String) -> [Reading]? {
        guard PlateReader.looksSpoken(text, country: country) else { return nil }
        let pieces = text.split { $0 == "," || $0 == ";" }
        // Several plates with commas between them are read one by one.
        let isSeveral = pieces.allSatisfy { PlateReader.looksSpoken(String($0), country: country) || $0.contains(where: \.isNumber) }
        guard pieces.count < 2 || !isSeveral else { return nil }
        return try? PlateReader.read(pieces.joined(separator: " "), context)
    }

    private func isSpoken(_ words: [String]) -> Bool { PlateReader.looksSpoken(words.joined(separator: " "), country: country) }

    /// The readings of each plate of a command's arguments.
    ///
    /// - Throws: also for an empty argument, which is nearly always a script's variable that was never set.
    package func arguments(_ arguments: [String]) throws(PlateListError) -> [[Reading]] {
        guard arguments.allSatisfy({ !$0.allSatisfy(\.isWhitespace) }) else { throw .plate(PlateError(.empty)) }
        let spoken = arguments.joined(separator: " ")
        if PlateReader.looksSpoken(spoken, country: country) { return try line(spoken) }
        var plates: [[Reading]] = []
        var pending: [String] = []
        for argument in arguments {
            if argument.contains(where: \.isWhitespace) || argument.dropLast().contains(",") {
                plates += try groups(of: pending) + line(argument)
                pending = []
            } else if argument.hasSuffix(",") {
                plates += try groups(of: pending + [String(argument.dropLast())])
                pending = []
            } else {
                pending.append(argument)
            }
        }
        return try plates + groups(of: pending)
    }

    /// The plates of typed words without commas.
    private func typed(_ words: [String]) throws(PlateListError) -> [[Reading]] {
        do {
            let readings = try one(words)
            if words.count == 1 || readings.allSatisfy({ $0.plate.characters.count <= Self.lengthUsual }) { return [readings] }
        } catch {
            guard words.count > 1, case .plate(let cause) = error, cause.code == .tooLong else { throw error }
        }
        return try groups(of: words)
    }

    private func groups(of words: [String]) throws(PlateListError) -> [[Reading]] {
        var groups: [Group] = []
        // A list's bullet or dash is not a word.
        let wordy = words.filter { !$0.allSatisfy(\.isPunctuation) }
        var rest = (wordy.isEmpty ? words : wordy)[...]
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
        var plates: [[Reading]] = []
        for group in groups { plates.append(try one(group.words)) }
        return plates
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
            // `WI KTB 2370`
            let areLetters = parts.count == 1 && parts[0].count <= PlateList.partMax && parts[0].allSatisfy(\.isLetter)
            if areLetters, !issuer.isEmpty, word.count == PlateList.partMax + 1, word.allSatisfy(\.isNumber) { return true }
            return length <= PlateList.lengthUsual - wordLength && wordLength <= PlateList.partMax && allAreParts
        }

        private var allAreParts: Bool {
            parts.count * PlateList.partMax >= length && parts.allSatisfy { $0.count <= PlateList.partMax }
        }
    }

    /// How many of the first words name an issuer and leave something for a plate.
    private func issuerCount(at words: ArraySlice<String>) -> Int? {
        stride(from: min(Issuer.wordsMax, words.count - 1), to: 0, by: -1).first { count in
            Issuer(words.prefix(count).joined(separator: " "), country: country) != nil
        }
    }

    /// The readings of words that are one plate, with its issuer or without; typed, or as people say it.
    private func one(_ words: [String]) throws(PlateListError) -> [Reading] {
        let text = words.joined(separator: " ")
        do throws(PlateError) {
            let readings = try PlateReader.read(text, context)
            if context.kind != .freeText, PartialPlateWords.end(text, readings) { throw .part }
            return context.kind == .freeText ? readings : PlateReader.withPlateAlone(readings, of: text, context)
        } catch {
            throw .plate(error)
        }
    }

    private func length(_ word: String) -> Int {
        word.reduce(0) { $0 + ($1.isLetter || $1.isNumber ? 1 : 0) }
    }
}
