/// Words that take a whole line back, or ask something, so that nothing of it is a report.
enum TakenBack {
    /// `mn abc123 scratch that`.
    case back(phrase: String)
    /// `is abc123 ice?`
    case question

    private static let ends: [[String]] = [
        ["cancel"], ["nevermind"], ["never", "mind"], ["nvm"], ["scratch", "that"], ["scratch", "it"], ["forget", "it"],
        ["forget", "that"],
        ["forget", "this"], ["wrong", "plate"], ["disregard"], ["disregard", "that"], ["ignore"], ["ignore", "that"], ["ignore", "this"],
        ["not", "ice"], ["false", "alarm"], ["olvidalo"], ["olvídalo"], ["oublie"], ["oubliez"],
    ]
    private static let beginnings: [[String]] = [
        ["ignore"], ["disregard"], ["not", "ice"], ["forget"], ["false", "alarm"], ["scratch"], ["delete"], ["remove"], ["wrong", "plate"],
    ]
    private static let askers: Set<String> = [
        "is", "isn't", "isnt", "are", "was", "were", "does", "did", "do", "has", "have", "anyone", "anybody", "who", "whose", "what", "can",
        "es",
        "est",
    ]

    /// `nil` if the line says something of its own.
    init?(_ line: String) {
        let words = line.lowercased().split(whereSeparator: \.isWhitespace).map { word in
            String(word.drop { !$0.isLetter && !$0.isNumber }.reversed().drop { !$0.isLetter && !$0.isNumber }.reversed())
        }.filter { !$0.isEmpty }
        guard words.count > 1 else { return nil }
        if let end = Self.ends.filter({ words.count > $0.count && words.suffix($0.count).elementsEqual($0) }).max(by: {
            $0.count < $1.count
        }) {
            self = .back(phrase: end.joined(separator: " "))
        } else if let beginning = Self.beginnings.first(where: { words.count > $0.count && words.starts(with: $0) }),
            words.count <= beginning.count + Self.wordsOfPlateMax
        {
            self = .back(phrase: beginning.joined(separator: " "))
        } else if line.trimmed.hasSuffix("?"), let first = words.first, Self.askers.contains(first) {
            self = .question
        } else {
            return nil
        }
    }

    /// A longer line continues after the words that take something back: `scratch abc124, it was abc123 black suv`.
    private static let wordsOfPlateMax = 4

    var sentence: String {
        switch self {
        case .back(let phrase): "Nothing was reported, because the line says “\(phrase)”."
        case .question: "Nothing was reported, because that is a question. To look a plate up, type: thaw check ABC123"
        }
    }
}
