import Plates
import Vocabulary
import Wire

/// Reads a search from words in any order: `7?K* black suv`.
struct SearchWords {
    let setting: ReportSetting

    /// Words of the vocabulary have their meaning. Words that look like part of a plate become the pattern. All others are unknown.
    ///
    /// - Returns: also a hint, if part of a plate has neither `?` nor `*` and is therefore searched for anywhere.
    func read(_ words: [String]) throws(Failure) -> (search: SearchRequest, unknown: [String], hint: String?) {
        var search = SearchRequest()
        var pattern: [String] = []
        var unknown: [String] = []
        let words = words.flatMap { $0.split { $0.isWhitespace || $0 == "," || $0 == ";" }.map(String.init) }
        var rest = words[...]
        var hint: String?
        while let first = rest.first {
            // `ends in 814`
            if let phrase = PartialPlate.phrase(rest.map { $0.lowercased() }[...]) {
                rest = rest.dropFirst(phrase.count)
                if let part = rest.first, mayBePlate(part), let text = PartialPlate.pattern(part, phrase.side, country: setting.country) {
                    pattern.append(text)
                    rest.removeFirst()
                }
                continue
            }
            if let status = Status(rawValue: first.lowercased()) {
                search.status = status.rawValue
                rest.removeFirst()
                continue
            }
            if let name = issuerName(rest) {
                pattern.append(name.joined(separator: " "))
                rest = rest.dropFirst(name.count)
                continue
            }
            let longest = min(rest.count, max(setting.areas.wordsMax, KnownWord.vocabularyWordsMax))
            let count = stride(from: longest, to: 0, by: -1).first { known(rest.prefix($0)) != nil }
            if let count {
                try add(rest.prefix(count), to: &search)
                rest = rest.dropFirst(count)
            } else if try takeBeside(first, &search) {
                rest.removeFirst()
            } else if mayBePlate(first) {
                pattern.append(rest.removeFirst())
            } else {
                unknown.append(rest.removeFirst())
            }
        }
        if !pattern.isEmpty {
            let text = try self.pattern(pattern)
            search.pattern = text
            if !pattern.contains(where: { $0.contains("?") || $0.contains("*") }) {
                let part = text.split(separator: ":").last.map(String.init)?.filter { $0 != "*" } ?? text
                hint =
                    "Searching for “\(part)” anywhere in a plate. "
                    + "To say where it is in the plate, use ? for one character and * for any, as in: thaw search '\(part)*'"
            }
        }
        return (search, unknown, hint)
    }

    /// A model that needs its make, which was said before, or the beginning of a word.
    private func takeBeside(_ word: String, _ search: inout SearchRequest) throws(Failure) -> Bool {
        let make = search.make.flatMap(Make.init(rawValue:))
        guard let words = make.flatMap({ VehicleWords(word, besideMake: $0) }) ?? VehicleWords(beginning: word) else { return false }
        try add(words, to: &search)
        return true
    }

    /// Four letters or more are rather a word than a plate, unless a wildcard says so.
    private func mayBePlate(_ word: String) -> Bool {
        word.contains { !$0.isLetter } || word.count < 4 || Issuer(word, country: setting.country) != nil
    }

    /// "north dakota": an issuer's name of several words.
    private func issuerName(_ words: ArraySlice<String>) -> ArraySlice<String>? {
        stride(from: min(Issuer.wordsMax, words.count), to: 1, by: -1).map { words.prefix($0) }
            .first { Issuer($0.joined(separator: " "), country: setting.country) != nil }
    }

    /// Sets the fields that options name.
    func set(
        _ search: inout SearchRequest, color: String?, body: String?, make: String?, sign: String?, area: String?, status: String?
    ) throws(Failure) {
        if let color { search.color = try Answer.word(Color.self, color, "color").get()?.rawValue }
        if let body { search.body = try Answer.word(Body.self, body, "body").get()?.rawValue }
        if let make { search.make = try Answer.word(Make.self, make, "make").get()?.rawValue }
        if let sign { search.sign = try Answer.sign(sign).get()?.rawValue }
        if let area {
            guard let known = setting.area(named: area) else { throw Answer.unknownArea(area, setting) }
            search.area = known.description
        }
        if let status {
            guard let known = Status(rawValue: status.lowercased()) else {
                throw .usage("“\(status)” is not a status.", advice: "Use confirmed or suspected.")
            }
            search.status = known.rawValue
        }
    }

    private func known(_ words: ArraySlice<String>) -> KnownWord? {
        KnownWord(words.joined(separator: " ").lowercased(), areas: setting.areas)
    }

    private func add(_ words: ArraySlice<String>, to search: inout SearchRequest) throws(Failure) {
        switch known(words) {
        case .area(let area): try set(\.area, area.description, .area, &search)
        case .sign(let sign): try set(\.sign, sign.rawValue, .sign, &search)
        case .vehicle(let words): try add(words, to: &search)
        case .nothing, nil: break
        }
    }

    private func add(_ words: VehicleWords, to search: inout SearchRequest) throws(Failure) {
        if let color = words.named.color { try set(\.color, color.rawValue, .color, &search) }
        if let body = words.named.body { try set(\.body, body.rawValue, .body, &search) }
        if let make = words.named.make { try set(\.make, make.rawValue, .make, &search) }
        search.body = search.body ?? words.implied.body?.rawValue
        search.make = search.make ?? words.implied.make?.rawValue
    }

    private func set(
        _ path: WritableKeyPath<SearchRequest, String?>, _ text: String, _ field: Ambiguity.Field, _ search: inout SearchRequest
    ) throws(Failure) {
        if let other = search[keyPath: path], other != text {
            throw .usage("A search takes one \(field.rawValue): \(other) or \(text).", advice: "Search for each of them separately.")
        }
        search[keyPath: path] = text
    }

    /// The pattern of part of a plate. Without `?` and `*`, it may be anywhere in the plate.
    private func pattern(_ words: [String]) throws(Failure) -> String {
        let hasWildcards = words.contains { $0.contains("?") || $0.contains("*") }
        var text = words.joined(separator: " ")
        if !hasWildcards {
            // The issuer may be on either side: `mn KTV`, `KTV mn`. Alone it is too little to search for.
            let places = [words.startIndex, words.endIndex - 1]
            let place = places.first { Issuer(words[$0], country: setting.country) != nil }
            let issuer = place.flatMap { Issuer(words[$0], country: setting.country) }
            let literal = words.indices.filter { $0 != place }.map { words[$0] }.joined()
            text = (issuer.map { $0.code + ":" } ?? "") + "*" + literal + "*"
        }
        do throws(PlateError) {
            _ = try PlatePattern(text, country: setting.country)
        } catch {
            throw Failure(error)
        }
        return text
    }
}
