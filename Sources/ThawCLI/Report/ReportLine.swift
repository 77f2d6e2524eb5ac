package import Plates
import Vocabulary

/// Reads a report from one line, its words in any order: `mn abc123 black suv powderhorn convoy 20m ago`.
///
/// Words of the vocabulary and times have their meaning. The rest has the plate, and words without a meaning here. It never guesses in
/// silence: words that could mean two things become an ambiguity of the draft, and words that were left out are named.
package struct ReportLine: Sendable {
    package let areas: AreaNames
    package private(set) var times: TimeReader
    let context: ReadingContext

    /// Far above any report.
    private static let bytesMax = 500

    /// - Parameters:
    ///   - home: Who issues plates here, if nobody says who did.
    ///   - named: Who issued the plate, as an option says it.
    package init(areas: AreaNames, country: Country, times: TimeReader, home: Issuer? = nil, named: Issuer? = nil) {
        self.areas = areas
        self.times = times
        context = ReadingContext(country: country, homeIssuer: home, namedIssuer: named, kind: .freeText)
    }

    package func read(_ line: String) -> ReportDraft {
        let pasted = PastedLine(line, country: context.country, areas: areas)
        var reader = self
        var error: TimeError?
        if let stamp = pasted.stamp {
            do throws(TimeError) {
                reader.times = try times.counting(from: stamp)
            } catch let unread {
                error = unread
            }
        }
        var draft = reader.readWords(pasted.text)
        if let sender = pasted.sender { draft.ignored.insert(sender, at: 0) }
        guard let stamp = pasted.stamp, !draft.ambiguities.contains(where: { $0.field == .time }) else { return draft }
        if let error {
            draft.seenAt = nil
            draft.ambiguities.append(Ambiguity(error, typed: stamp))
        } else {
            draft.seenAt = draft.seenAt ?? reader.times.now
        }
        return draft
    }

    private func readWords(_ line: String) -> ReportDraft {
        var draft = ReportDraft()
        guard line.utf8.count <= Self.bytesMax else {
            draft.ambiguities.append(Ambiguity(.plate, "That is too long for a report: it has at most \(Self.bytesMax) characters."))
            return draft
        }
        let text = LineOrnaments.withoutSpacesInBrackets(line)
        var words = ClassifiedLine(TypedWord.words(of: text), country: context.country)
        takeKnown(from: &words, into: &draft)
        takeBeside(from: &words, into: &draft)
        draft.leaveOutSecondVehicle()
        PlateFinder(words: words, line: self).find(into: &draft)
        return draft
    }

    /// Takes the longest known phrase at each word.
    private func takeKnown(from words: inout ClassifiedLine, into draft: inout ReportDraft) {
        var index = 0
        while index < words.count {
            let end = words.phraseEnd(from: index)
            if let count = words.takeIssuer(at: index, before: end, areas: areas) {
                index += count
            } else if let count = negated(words, at: index, before: end) {
                words.take(index..<index + count, as: .vehicle)
                index += count
            } else if let (count, kind) = known(words, at: index, before: end, into: &draft) {
                words.take(index..<index + count, as: kind)
                index += count
            } else {
                index += 1
            }
        }
    }

    /// The number of words in a negation of a vehicle or a sign: `not white`, `not a van`, `no markings`.
    private func negated(_ words: ClassifiedLine, at index: Int, before end: Int) -> Int? {
        let isNot = TypedWord.negations.contains(words[index].plain)
        guard isNot || ["no", "without", "sin", "sans"].contains(words[index].plain) else { return nil }
        let lead = 1 + words[index + 1..<end].prefix { ["a", "an", "the"].contains($0.plain) }.count
        let rest = words[index + lead..<max(end, index + lead)].map(\.plain)
        for count in stride(from: min(rest.count, KnownWord.vocabularyWordsMax), to: 0, by: -1) {
            guard let word = KnownWord(rest.prefix(count).joined(separator: " "), areas: areas) else { continue }
            if case .sign = word { return lead + count }
            guard isNot, case .vehicle(let said) = word else { return nil }
            // "not a white van"
            guard lead > 1, said.named.color != nil, said.named.body == nil, let next = rest.dropFirst(count).first,
                case .vehicle(let body)? = KnownWord(next, areas: areas), body.named.color == nil
            else { return lead + count }
            return lead + count + 1
        }
        return nil
    }

    private func known(
        _ words: ClassifiedLine, at index: Int, before end: Int, into draft: inout ReportDraft
    ) -> (count: Int, kind: ClassifiedLine.Kind)? {
        let texts = words[index..<end].map { $0.text.lowercased() }
        let plain = words[index..<end].map(\.plain)
        let time = FiguresOfPlate.stand(at: index, of: words, context.country) ? nil : times.prefix(of: texts[...])
        let longest = min(plain.count, max(areas.wordsMax, KnownWord.vocabularyWordsMax))
        for count in stride(from: longest, to: 0, by: -1) where count >= time?.count ?? 0 {
            guard let word = KnownWord(plain.prefix(count).joined(separator: " "), areas: areas) else { continue }
            if let others = surroundings(of: word, words[index + count..<end]) { return (count + others, .ignored) }
            draft.add(word)
            return (count, word.kind)
        }
        guard let time, !isHouse(words[index..<end], time.count) else { return nil }
        switch time.time {
        // Durations and frequencies say nothing about a report.
        case .failure(.duration), .failure(.habit): return (time.count, .ignored)
        default: break
        }
        let typed = texts.prefix(time.count).joined(separator: " ")
        draft.add(time.time, typed: typed, isExact: times.namesDay(typed))
        return (time.count, .time)
    }

    /// Whether "at" and four digits precede a word that is neither about a vehicle nor an area: `at 1523 e lake`.
    private func isHouse(_ words: ArraySlice<TypedWord>, _ count: Int) -> Bool {
        guard count == 2, words.first?.plain == "at", let figures = words.dropFirst().first, figures.isFigures, figures.plain.count == 4,
            figures.text.last != ".", let next = words.dropFirst(count).first
        else { return false }
        return next.isLetters && KnownWord(next.plain, areas: areas) == nil
    }

    /// Takes abbreviations, models and beginnings of words that have a meaning next to known words.
    private func takeBeside(from words: inout ClassifiedLine, into draft: inout ReportDraft) {
        var isChanged = true
        while isChanged {
            isChanged = false
            for index in 0..<words.count where words.kind(index) == .left || words.kind(index) == .issuer {
                let end = words.leftEnd(from: index)
                for count in stride(from: min(KnownWord.vocabularyWordsMax, end - index), to: 0, by: -1) {
                    guard let found = beside(words, index..<index + count, draft) else { continue }
                    draft.add(.vehicle(found))
                    words.take(index..<index + count, as: .vehicle)
                    isChanged = true
                    break
                }
                if isChanged { break }
            }
        }
        for index in 0..<words.count where words.kind(index) == .left {
            let word = words[index]
            guard word.isLetters, !TypedWord.usual.contains(word.plain), !TypedWord.aboutPlates.contains(word.plain),
                !NonSightingTimes.zones.contains(word.plain), let found = VehicleWords(beginning: word.plain)
            else { continue }
            words.take(index..<index + 1, as: .vehicle)
            // A model's name may begin as another word does: "mountain", "pacific".
            guard found.named.isEmpty, let make = found.implied.make, draft.vehicle.make != make else {
                draft.add(.vehicle(found))
                continue
            }
            guard draft.vehicle.make == nil else { continue }
            let sentence = "“\(word.text)” is not known. Did you mean a model of \(make.rawValue)?"
            draft.ambiguities.append(Ambiguity(.make, sentence, suggestion: make.rawValue))
        }
    }

    private func beside(_ words: ClassifiedLine, _ range: Range<Int>, _ draft: ReportDraft) -> VehicleWords? {
        guard words.isBeside(range, .vehicle) else { return nil }
        let phrase = words[range].map(\.plain).joined(separator: " ")
        if let make = draft.named.make, let found = VehicleWords(phrase, besideMake: make) { return found }
        // "MN MVT660 black durango": an issuer's full name next to a color or a body is a model if another issuer is named.
        if range.count == 1, phrase.count > 3, draft.named.color != nil || draft.named.body != nil, let model = VehicleWords(model: phrase),
            (0..<words.count).contains(where: { !range.contains($0) && words.hasIssuer($0..<$0 + 1) })
        {
            return model
        }
        // A code could be a state, and a word with digits a plate.
        guard range.count == 1, !words.hasIssuer(range), words[range].allSatisfy(\.isLetters) else { return nil }
        return VehicleWords(besideVehicle: phrase)
    }
}

extension KnownWord {
    var kind: ClassifiedLine.Kind {
        switch self {
        case .area: .area
        case .sign: .sign
        case .vehicle, .nothing: .vehicle
        }
    }
}

extension ReportDraft {
    /// Adds a word; a second one of a kind that a report has once becomes an ambiguity.
    mutating func add(_ word: KnownWord) {
        switch word {
        case .area(let new):
            if let old = area, old != new { ambiguities.append(.second(.area, new.description)) }
            area = new
        case .sign(let sign): signs.insert(sign)
        case .vehicle(let words):
            addContradictions(words.named)
            named = words.named.filled(from: named)
            if let old = implied.make, let new = words.implied.make, old != new { namesTwoModels = true }
            implied = implied.filled(from: words.implied)
        case .nothing: break
        }
    }

    fileprivate mutating func add(_ time: Result<Int64, TimeError>, typed: String, isExact: Bool) {
        switch time {
        case .success(let new):
            if let old = seenAt, old != new { ambiguities.append(Ambiguity(.time, "There are two times. When was it seen?")) }
            seenAt = new
            isSeenExactly = isExact
        case .failure(let error):
            ambiguities.append(Ambiguity(error, typed: typed))
        }
    }
}

extension Ambiguity {
    static func second(_ field: Field, _ text: String) -> Ambiguity {
        Ambiguity(field, "There is more than one \(field.rawValue): which is it?", suggestion: text)
    }
}
