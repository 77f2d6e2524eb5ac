/// A line of the operator's, with the telephone numbers in it.
package struct HelpLine: Sendable {
    let text: String
    package let phones: [Phone]

    package struct Phone: Sendable {
        /// As written: `555-0100`.
        package let number: String
        /// For a `tel:` link: `5550100`.
        package let dialed: String
    }

    package init(_ text: String) {
        self.text = text
        phones = Array(Self.phones(in: text).prefix(Self.phonesMax))
    }

    private static let phonesMax = 4
    /// The digits of a telephone number.
    private static let digitsCount = 7...15

    /// Runs of digits, with the marks that people write between them, that have as many digits as a telephone number.
    private static func phones(in text: String) -> [Phone] {
        var phones: [Phone] = []
        for run in text.split(whereSeparator: { !isPart($0) }) {
            let trimmed = String(run.trimmed { $0 == "+" || $0 == "(" || isDigit($0) })
            let dialed = trimmed.filter { isDigit($0) || $0 == "+" }
            guard digitsCount.contains(dialed.count(where: isDigit)), dialed.dropFirst().allSatisfy(isDigit) else { continue }
            phones.append(Phone(number: trimmed, dialed: dialed))
        }
        return phones
    }

    private static func isDigit(_ character: Character) -> Bool { character.isASCII && character.isNumber }

    private static func isPart(_ character: Character) -> Bool {
        isDigit(character) || "+-.()/ \u{A0}\u{2011}".contains(character)
    }
}

extension Substring {
    /// Without the characters at the start and, unless they are digits, at the end, that cannot begin a number.
    fileprivate func trimmed(_ begins: (Character) -> Bool) -> Substring {
        var rest = drop { !begins($0) }
        while let last = rest.last, !last.isNumber { rest.removeLast() }
        return rest
    }
}
