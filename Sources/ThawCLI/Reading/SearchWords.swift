import Plates
import Vocabulary
import Wire

/// Reads a search from words in any order: `7?K* black suv`.
struct SearchWords {
    let setting: ReportSetting

    /// What the vocabulary knows is that; what is left is half a plate.
    func read(_ words: [String]) throws(Failure) -> SearchRequest {
        var search = SearchRequest()
        var pattern: [String] = []
        let words = words.flatMap { $0.split(whereSeparator: \.isWhitespace).map(String.init) }
        var rest = words[...]
        while let first = rest.first {
            if let status = Status(rawValue: first.lowercased()) {
                search.status = status.rawValue
                rest.removeFirst()
                continue
            }
            let longest = min(rest.count, max(setting.areas.wordsMax, KnownWord.vocabularyWordsMax))
            let count = stride(from: longest, to: 0, by: -1).first { known(rest.prefix($0)) != nil }
            if let count {
                try add(rest.prefix(count), to: &search)
                rest = rest.dropFirst(count)
            } else {
                pattern.append(rest.removeFirst())
            }
        }
        if !pattern.isEmpty { search.pattern = try self.pattern(pattern) }
        return search
    }

    /// Sets what options say.
    func set(
        _ search: inout SearchRequest, color: String?, body: String?, make: String?, sign: String?, area: String?, status: String?
    ) throws(Failure) {
        if let color { search.color = try Answer.word(Color.self, color, "colour").get()?.rawValue }
        if let body { search.body = try Answer.word(Body.self, body, "body").get()?.rawValue }
        if let make { search.make = try Answer.word(Make.self, make, "make").get()?.rawValue }
        if let sign { search.sign = try Answer.word(Sign.self, sign, "sign").get()?.rawValue }
        if let area {
            guard let known = setting.area(named: area) else { throw Answer.unknownArea(area, setting) }
            search.area = known.description
        }
        if let status {
            guard let known = Status(rawValue: status.lowercased()) else {
                throw .usage("“\(status)” is no status.", advice: "Say confirmed or suspected.")
            }
            search.status = known.rawValue
        }
    }

    private func known(_ words: ArraySlice<String>) -> KnownWord? {
        KnownWord(words.joined(separator: " ").lowercased(), areas: setting.areas)
    }

    private func add(_ words: ArraySlice<String>, to search: inout SearchRequest) throws(Failure) {
        guard let word = known(words) else { return }
        let path: WritableKeyPath<SearchRequest, String?> =
            switch word {
            case .area: \.area
            case .color: \.color
            case .body: \.body
            case .make: \.make
            case .sign: \.sign
            }
        if let other = search[keyPath: path], other != word.text {
            throw .usage("A search has one \(word.field.rawValue): \(other) or \(word.text).", advice: "Search for one after the other.")
        }
        search[keyPath: path] = word.text
    }

    /// Half a plate: where it says nothing of what is around it, it may stand anywhere.
    private func pattern(_ words: [String]) throws(Failure) -> String {
        let hasWildcards = words.contains { $0.contains("?") || $0.contains("*") }
        var text = words.joined(separator: " ")
        if !hasWildcards {
            let issuer = words.count > 1 ? Issuer(words[0], country: setting.country) : nil
            let literal = (issuer == nil ? words[...] : words[1...]).joined()
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
