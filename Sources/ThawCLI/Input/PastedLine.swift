import Plates
import Vocabulary

/// A line that was copied out of a chat, a form or a program: `[12:31] Ana: KTV482 black suv`, `plate: KTV482, state: MN`,
/// `{"plate":"KTV482"}`.
struct PastedLine {
    /// The words without labels, without words for dashes and commas in issuers' names, and without who wrote them and when.
    private(set) var text: String
    /// The sender at the beginning of the line.
    private(set) var sender: String?
    /// The time before or after the sender.
    private(set) var stamp: String?

    /// Before the subject of a message.
    private static let mailPrefixes = ["re:", "fw:", "fwd:", "rv:", "tr:"]
    private static let stampMax = 30
    private static let senderWordsMax = 3

    /// - Parameter areas: The areas, whose names are not senders: `edina: mn KTV482`.
    init(_ line: String, country: Country, areas: AreaNames? = nil) {
        text = TypedText.withoutDashes(line) ?? line
        text = TypedText.withoutCommasInNames(text, country: country) ?? text
        // `11/29/26, 7:15 PM`: a date and its time of day.
        if text.contains(", ") { text = text.replacing(/(\d\/\d{2,4}),\s+(?=\d{1,2}:\d{2})/) { "\($0.1) " } }
        while let prefix = Self.mailPrefixes.first(where: { text.trimmed.lowercased().hasPrefix($0) }) {
            text = String(text.trimmed.dropFirst(prefix.count))
        }
        guard line.contains(where: { ":=#<".contains($0) }) else { return }
        takeSender(country, areas)
        dropLabels(isJSON: text.contains("{") && text.contains { "\"“”".contains($0) })
    }

    /// Takes a name with a colon after it, if a whole plate follows. `MN: KTV482` names an issuer.
    private mutating func takeSender(_ country: Country, _ areas: AreaNames?) {
        var rest = text.trimmed[...]
        var stamp: String?
        if rest.first == "[", let close = rest.prefix(Self.stampMax).firstIndex(of: "]") {
            (stamp, rest) = (String(rest[rest.startIndex..<close].dropFirst()), rest[close...].dropFirst())
        } else if let dash = rest.prefix(Self.stampMax).firstRange(of: " - "), rest.first?.isNumber == true {
            (stamp, rest) = (String(rest[..<dash.lowerBound]), rest[dash.upperBound...])
        }
        // `Ana (11/29/26, 3:47 PM): …`
        if let open = rest.firstIndex(of: "("), let close = rest.firstRange(of: "):"), open < close.lowerBound {
            let inside = rest[rest.index(after: open)..<close.lowerBound]
            if inside.contains(":"), inside.count <= Self.stampMax {
                take(String(rest[..<open]), String(inside), String(rest[close.upperBound...]), country, areas)
                return
            }
        }
        guard let end = rest.firstIndex(where: { $0 == ":" || $0 == ">" }), rest[end] == ":" || rest.first == "<" else { return }
        let behind = rest[end...].dropFirst()
        var name = rest[..<end]
        if rest[end] == ">" { name.removeFirst() }
        // `Ana [12:31]: …`
        if let open = name.firstIndex(of: "["), let close = behind.firstRange(of: "]:") {
            stamp = String(rest[name.index(after: open)..<close.lowerBound])
            take(String(name[..<open]), stamp, String(behind[close.upperBound...]), country, areas)
        } else if behind.first == " " {
            take(String(name), stamp, String(behind), country, areas)
        }
    }

    private mutating func take(_ name: String, _ stamp: String?, _ rest: String, _ country: Country, _ areas: AreaNames?) {
        let words = name.split(separator: " ").map { $0.filter { !"(),".contains($0) } }
        // "Rosa" is a name after a time, and else a color.
        let isStamped = stamp?.contains(":") == true
        guard (1...Self.senderWordsMax).contains(words.count), words[0].first?.isLetter == true,
            words.allSatisfy({ $0.allSatisfy(\.isLetter) || $0.count <= 2 && $0.allSatisfy(\.isNumber) }),
            ImportColumns.Name(header: name) == nil, areas?[name] == nil, Issuer(name.trimmed, country: country) == nil,
            isStamped || !words.contains(where: { VehicleWords($0.lowercased()) != nil }),
            !words.contains(where: { PlateFinder.numberCarriers.contains($0.lowercased()) }),
            !TypedWord.negations.contains(words[0].lowercased())
        else { return }
        let plain = rest.lowercased().split { !$0.isLetter && !$0.isNumber && $0 != ":" }.map(String.init)
        guard PlateAnchor.only(in: plain, isKnown: plain.map { _ in false }, country: country) != nil else { return }
        (text, sender, self.stamp) = (rest.trimmed, name.trimmed.filter { $0 != "," }, stamp)
    }

    /// Puts a comma in place of each label that is a title of a column, so that the label's value is separate.
    private mutating func dropLabels(isJSON: Bool) {
        var line = text.replacing(",", with: ", ").replacing(";", with: "; ")
        // `"vehicle":{"color":…`: the inner label counts.
        if isJSON { line = line.replacing(":{", with: " ").filter { !"{}[]\"“”".contains($0) } }
        var isAny = isJSON
        var words: [String] = []
        for word in line.split(separator: " ").map(String.init) {
            guard let mark = word.firstIndex(where: { ":=#".contains($0) }) else {
                words.append(word)
                continue
            }
            let label = word[..<mark]
            let isWord = label.count > 1 && label.allSatisfy { $0.isLetter || $0 == "_" || $0 == "-" }
            let name = isWord ? ImportColumns.Name(header: String(label)) : nil
            guard name != nil && (word[mark] != "#" || name == .plate) || isJSON && isWord else {
                words.append(word)
                continue
            }
            isAny = true
            // "License plate:"
            while name == .plate, let last = words.last, TypedWord.aboutPlates.contains(last.lowercased()) { words.removeLast() }
            words.append(", " + word[mark...].drop { ":=#".contains($0) })
        }
        guard isAny else { return }
        text = words.joined(separator: " ")
    }
}
