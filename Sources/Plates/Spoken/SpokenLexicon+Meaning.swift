/// Properties of a meaning, for filters.
extension SpokenLexicon.Meaning {
    /// Whether a word with this meaning belongs to sentences, and names neither a character nor something that has a number.
    var isOrdinary: Bool {
        switch self {
        case .character, .number, .plural, .times, .passing(.label): false
        default: true
        }
    }
    /// Whether it names a character, or several.
    var namesCharacter: Bool {
        switch self {
        case .character, .number, .times: true
        default: false
        }
    }
    /// Whether it sounds like a character; not if it is one only where a recognizer slipped.
    var soundsLikeCharacter: Bool { if case .homophone(_, let kind) = self { kind != .slip } else { false } }
    /// Whether it speaks of a plate, or is said beside one.
    var isBesidePlate: Bool {
        switch self {
        case .passing(.filler), .passing(.soft), .passing(.cue), .passing(.request), .correction, .spelling, .numberJoiner: true
        default: false
        }
    }
    var isCue: Bool { if case .passing(.cue) = self { true } else { false } }
    var isMeasure: Bool { if case .passing(.measure) = self { true } else { false } }
    var isLabel: Bool { if case .passing(.label) = self { true } else { false } }
    var isStreet: Bool { if case .street = self { true } else { false } }
    var isPlace: Bool { if case .place = self { true } else { false } }
    var isCorrection: Bool { if case .correction = self { true } else { false } }
    var isMake: Bool { if case .make = self { true } else { false } }
    var isNumber: Bool { if case .number = self { true } else { false } }
    var isCharacter: Bool { if case .character = self { true } else { false } }
    var isArticle: Bool { if case .article = self { true } else { false } }
    var isJoiner: Bool { if case .numberJoiner = self { true } else { false } }
    var isSpelling: Bool { if case .spelling = self { true } else { false } }
    var isLenientSpelling: Bool { if case .spelling(isStrict: false) = self { true } else { false } }
}
