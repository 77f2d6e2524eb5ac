package import Plates
import Vocabulary

/// Reads a report from one line, its words in any order: `mn abc123 black suv powderhorn convoy 20m ago`.
///
/// What the vocabulary or the clock knows is that; what is left is the plate. Nothing is guessed in silence: what could mean two things
/// becomes a doubt of the draft.
package struct ReportLine: Sendable {
    package let areas: AreaNames
    package let plates: PlateReader
    package let times: TimeReader

    /// Fewer characters are rarely a whole plate.
    private static let plateLengthUsualMin = 4
    /// The same where it stands beside other words that are no known ones.
    private static let plateLengthUsualBeside = 6

    package init(areas: AreaNames, country: Country, times: TimeReader) {
        self.areas = areas
        plates = PlateReader(country: country)
        self.times = times
    }

    package func read(_ line: String) -> ReportDraft {
        var draft = ReportDraft()
        var runs = sort(Self.words(of: line), into: &draft)
        takeMisspelt(from: &runs, into: &draft)
        takePlates(from: runs, into: &draft)
        return draft
    }

    /// A word as typed, and whether a comma ends what it belongs to.
    private struct TypedWord {
        let text: String
        let endsRun: Bool
    }

    /// Words that stand together and mean nothing that is known, so that they are probably a plate.
    private struct Run {
        var words: [String]
        /// A known word beside it, which a short plate may have lost.
        var neighbour: (word: String, isBefore: Bool)?
    }

    private static func words(of line: String) -> [TypedWord] {
        line.split(whereSeparator: \.isWhitespace).flatMap { word in
            let pieces = word.split(separator: ",", omittingEmptySubsequences: true)
            return pieces.enumerated().map { index, piece in
                TypedWord(text: String(piece), endsRun: index < pieces.count - 1 || word.hasSuffix(","))
            }
        }
    }

    /// Puts what is known into the draft, and gives back what is not.
    private func sort(_ words: [TypedWord], into draft: inout ReportDraft) -> [Run] {
        var runs: [Run] = []
        var isOpen = false
        var index = 0
        while index < words.count {
            if let count = takeKnown(words[index...], into: &draft) {
                let phrase = words[index..<index + count].map(\.text).joined(separator: " ")
                if isOpen, runs[runs.count - 1].neighbour == nil { runs[runs.count - 1].neighbour = (phrase, false) }
                isOpen = false
                index += count
                if index < words.count, count == 1, !words[index - 1].endsRun, !beginsKnown(words[index...]) {
                    runs.append(Run(words: [], neighbour: (phrase, true)))
                    isOpen = true
                }
                continue
            }
            if !isOpen { runs.append(Run(words: [])) }
            runs[runs.count - 1].words.append(words[index].text)
            isOpen = !words[index].endsRun
            index += 1
        }
        return runs
    }

    private func beginsKnown(_ words: ArraySlice<TypedWord>) -> Bool {
        var scratch = ReportDraft()
        return takeKnown(words, into: &scratch) != nil
    }

    /// Takes the longest known phrase at the start; gives back how many words it had.
    private func takeKnown(_ words: ArraySlice<TypedWord>, into draft: inout ReportDraft) -> Int? {
        let end = words.firstIndex(where: \.endsRun).map { $0 + 1 } ?? words.endIndex
        let texts = words[..<end].map { $0.text.lowercased() }
        let time = times.prefix(of: texts[...])
        let longest = min(texts.count, max(areas.wordsMax, KnownWord.vocabularyWordsMax))
        for count in stride(from: longest, to: time?.count ?? 0, by: -1) {
            let phrase = texts.prefix(count).joined(separator: " ")
            guard let word = KnownWord(phrase, areas: areas) else { continue }
            draft.add(word)
            return count
        }
        guard let time else { return nil }
        draft.add(time.time)
        return time.count
    }

    /// Takes words that were meant to be known ones, where something is left to be the plate.
    private func takeMisspelt(from runs: inout [Run], into draft: inout ReportDraft) {
        for run in runs.indices {
            for (place, word) in runs[run].words.enumerated().reversed() {
                let others = runs.reduce(0) { $0 + $1.words.count }
                guard others > 1, Issuer(word, country: plates.country) == nil, let known = KnownWord.nearest(to: word, areas: areas)
                else { continue }
                runs[run].words.remove(at: place)
                draft.doubts.append(Doubt(known.field, "“\(word)” is not known. Did you mean \(known.text)?", suggestion: known.text))
            }
        }
        runs.removeAll(where: \.words.isEmpty)
    }

    private func takePlates(from runs: [Run], into draft: inout ReportDraft) {
        var groups = runs
        for (index, run) in groups.enumerated().reversed() {
            guard groups.count > 1 || run.words.count == 1, let issuer = Issuer(run.words.joined(separator: " "), country: plates.country),
                !run.words.contains(where: { $0.contains(where: \.isNumber) })
            else { continue }
            draft.issuer = issuer
            groups.remove(at: index)
            break
        }
        if groups.count > 1 {
            let pieces = groups.map { "“" + $0.words.joined(separator: " ") + "”" }.joined(separator: " and ")
            draft.doubts.append(Doubt(.plate, "\(pieces) stand apart, and only one of them can be the plate."))
            return
        }
        guard let run = groups.first else { return }
        if let word = doubtfulEnd(of: run) {
            draft.doubts.append(
                Doubt(
                    .plate, "Is “\(word)” a part of the plate? Then type the whole plate.",
                    suggestion: run.words.dropLast().joined(separator: " ")))
            return
        }
        do {
            let readings = try plates.typed(run.words)
            for reading in readings { take(reading, of: run, into: &draft) }
            // A short plate, or one of letters alone, is rare: beside another it is rather a word, a street or a highway.
            let words = readings.map(\.likelier)
                .filter {
                    !$0.namesIssuer
                        && (!$0.plate.shown.contains(where: \.isNumber) || $0.plate.characters.count < Self.plateLengthUsualBeside)
                }
                .map { "“" + $0.plate.shown.lowercased() + "”" }
            if readings.count > 1, !words.isEmpty {
                draft.plates = []
                let sentence = "Not known: \(words.joined(separator: ", ")). Type the plate alone, and any other on a line of its own."
                draft.doubts.append(Doubt(.plate, sentence))
            } else if readings.count > 1, areas.map == nil {
                draft.plates = []
                let sentence = "The server's areas are not known here yet, so an area could be taken for a plate: type the plate alone."
                draft.doubts.append(Doubt(.plate, sentence))
            } else if readings.count > 1, !draft.vehicle.isEmpty {
                draft.plates = []
                draft.doubts.append(Doubt(.plate, "Those are \(readings.count) plates and one vehicle: report them one by one."))
            }
        } catch {
            draft.doubts.append(Doubt(.plate, error.sentence))
        }
    }

    /// A last word of one or two letters behind what is a whole plate already, such as “at”, and no issuer.
    private func doubtfulEnd(of run: Run) -> String? {
        guard run.words.count > 1, let last = run.words.last, last.count <= 2, last.allSatisfy(\.isLetter) else { return nil }
        let plate = run.words[run.words.count - 2]
        guard plate.count >= Self.plateLengthUsualBeside, plate.contains(where: \.isLetter), plate.contains(where: \.isNumber) else {
            return nil
        }
        return run.words.count == 2 && Issuer(last, country: plates.country) != nil ? nil : last
    }

    private func take(_ reading: PlateReading, of run: Run, into draft: inout ReportDraft) {
        if case .either(let issued, let whole) = reading {
            let issuer = issued.plate.issuer
            draft.doubts.append(
                Doubt(
                    .plate,
                    "Did \(issuer.name) issue it (\(issuer.abbreviation):\(issued.plate.characters)), or is the plate \(whole.plate.characters)?",
                    suggestion: "\(issuer.abbreviation):\(issued.plate.characters)"))
            return
        }
        var plate = reading.likelier
        if !plate.namesIssuer, let issuer = draft.issuer {
            plate = ReadPlate(Plate(key: plate.plate.key.issued(by: issuer), typed: plate.plate.typed), namesIssuer: true)
        }
        if plate.plate.characters.count < Self.plateLengthUsualMin, let neighbour = run.neighbour {
            draft.doubts.append(
                Doubt(
                    .plate, "\(plate.plate.shown) is short. Is “\(neighbour.word)” a part of the plate? Then type the whole plate.",
                    suggestion: plate.plate.shown))
            return
        }
        draft.plates.append(plate)
    }
}

extension KnownWord {
    var field: Doubt.Field {
        switch self {
        case .area: .area
        case .color: .color
        case .body: .body
        case .make: .make
        case .sign: .sign
        }
    }
}

extension ReportDraft {
    /// Adds a word; a second one of a kind that a report has once becomes a doubt.
    mutating func add(_ word: KnownWord) {
        switch word {
        case .area(let new): set(\.area, new, word)
        case .color(let new): set(\.vehicle.color, new, word)
        case .body(let new): set(\.vehicle.body, new, word)
        case .make(let new): set(\.vehicle.make, new, word)
        case .sign(let sign): signs.insert(sign)
        }
    }

    mutating func add(_ time: Result<Int64, TimeError>) {
        switch time {
        case .success(let new):
            if let old = seenAt, old != new { doubts.append(Doubt(.time, "There are two times.")) }
            seenAt = new
        case .failure(let error):
            doubts.append(Doubt(.time, error.sentence))
        }
    }

    private mutating func set<Value: Equatable>(_ path: WritableKeyPath<ReportDraft, Value?>, _ new: Value, _ word: KnownWord) {
        if let old = self[keyPath: path], old != new {
            doubts.append(Doubt(word.field, "There is more than one \(word.field.rawValue): which is it?", suggestion: word.text))
        }
        self[keyPath: path] = new
    }
}
