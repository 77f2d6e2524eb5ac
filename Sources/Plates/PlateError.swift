/// Why a text is not a plate or not a pattern.
///
/// Holds at most the one offending character, so it can be shown, but never the plate.
package struct PlateError: Error, Hashable, Sendable {
    /// The stable codes that cross the wire.
    package enum Code: String, CaseIterable, Sendable {
        case empty = "plate.empty"
        case tooLong = "plate.too_long"
        case character = "plate.character"
        case placeholder = "plate.placeholder"
        case changedBySpreadsheet = "plate.spreadsheet"
        case ambiguous = "plate.ambiguous"
        case unknownIssuer = "issuer.unknown"
        case patternTooOpen = "pattern.too_open"
        case patternCharacter = "pattern.character"
        case patternTooLong = "pattern.too_long"
    }

    package let code: Code

    /// The unsupported character, for `.character` and `.patternCharacter`.
    package let character: Character?

    package init(_ code: Code, character: Character? = nil) {
        self.code = code
        self.character = character
    }

    /// Whether the text has a mark for a character that nobody could read, so that it is a part of a plate.
    package var isOfPart: Bool {
        guard code == .character, let character else { return false }
        return character == "?" || character == "*" || UnsureCharacters.marks.contains(character)
    }

    /// One sentence with advice for a person.
    package var sentence: String {
        switch code {
        case .empty:
            "There is no plate here. Give the characters on it: 1 to \(PlateKey.lengthMax) letters and digits."
        case .tooLong:
            "This is too long for a plate. Give one plate alone: it has at most \(PlateKey.lengthMax) letters and digits."
        case .character:
            "\(adviceOnCharacter): a plate has only the letters A–Z and the digits 0–9."
        case .placeholder:
            "This looks like a placeholder such as NOPLATE or TEMP, not a plate. Give the letters and digits of the vehicle's own plate."
        case .changedBySpreadsheet:
            "A spreadsheet changed this value, so it is no longer the plate. Format the column as text, and type the plate again."
        case .ambiguous:
            "This can be read in more than one way. Put a colon after the issuer, as in MN:ABC123, or ZZ: before the whole plate."
        case .unknownIssuer:
            "The issuer is unknown. Write one such as MN, US-MN, Minnesota, ON or MX-CHH, or leave it out."
        case .patternTooOpen:
            "Give at least \(PlatePattern.literalsMin) letters or digits besides ? and *."
        case .patternCharacter:
            "Leave out \(namedCharacter): a pattern has only the letters A–Z, the digits 0–9, ? for one character and * for any run."
        case .patternTooLong:
            "Shorten the pattern: a plate has at most \(PlateKey.lengthMax) characters."
        }
    }

    /// The advice about a character that no plate has. Leaving out a letter would make another plate.
    private var adviceOnCharacter: String {
        guard let character, let first = character.unicodeScalars.first else { return "Leave out \(namedCharacter)" }
        if let letter = character.baseLetter { return "Write \(letter) instead of \(namedCharacter)" }
        if self == .part { return "Search for a plate that you know in part" }
        if isOfPart { return "Search for a plate that you know in part, or leave out \(namedCharacter)" }
        return first.properties.isAlphabetic || first.properties.numericType != nil
            ? "Replace \(namedCharacter)" : "Leave out \(namedCharacter)"
    }

    /// `“é” (U+00E9)`, or the number alone if the character is invisible.
    private var namedCharacter: String {
        guard let character, let last = character.unicodeScalars.last else { return "that character" }
        let hex = String(last.value, radix: 16, uppercase: true)
        let number = "U+" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex
        return character.unicodeScalars.first?.isVisible == true ? "“\(character)” (\(number))" : number
    }
}

extension Character {
    /// The letter from A to Z that an accented one is made of.
    fileprivate var baseLetter: Character? {
        let marks: [Unicode.Scalar] = [
            "\u{300}", "\u{301}", "\u{302}", "\u{303}", "\u{304}", "\u{306}", "\u{307}", "\u{308}", "\u{30A}", "\u{30B}", "\u{30C}",
            "\u{323}",
            "\u{327}", "\u{328}",
        ]
        for upper in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" {
            for letter in [upper.unicodeScalars.first!, Unicode.Scalar(UInt8(upper.unicodeScalars.first!.value) + 0x20)] {
                for mark in marks {
                    var accented = String.UnicodeScalarView()
                    accented.append(letter)
                    accented.append(mark)
                    if String(accented) == String(self) { return upper }
                }
            }
        }
        return ["Ø": "O", "ø": "O", "Ł": "L", "ł": "L", "Đ": "D", "đ": "D", "ı": "I"][self]
    }
}

extension Unicode.Scalar {
    /// Whether the scalar shows by itself; a mark, a control or a space does not.
    fileprivate var isVisible: Bool {
        switch properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator, .spaceSeparator: false
        default: !isMark
        }
    }

    /// Whether the scalar combines with the one before it.
    var isMark: Bool {
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .spacingMark: true
        default: false
        }
    }
}
