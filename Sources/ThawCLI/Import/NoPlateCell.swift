import Plates
import Vocabulary
import Wire

/// Cells of the plate column that do not hold one whole plate, although they contain letters and digits.
enum NoPlateCell {
    /// The error for such a cell; `nil` if the cell may be a plate. A colon after the issuer makes it certain: `MN:SAME`.
    static func failure(of cell: String) -> Failure? {
        guard !cell.contains(":") else { return nil }
        let words = cell.lowercased().withoutAccents.split { !$0.isLetter && !$0.isNumber }.map(String.init)
        if hasGap(cell) || isPartial(words) { return part }
        if isChoice(cell, words) { return choice }
        return saysNothing(words, cell) ? nothing : nil
    }

    private static let part = Failure(
        .plateCharacter,
        "The cell has only part of a plate. Type the whole plate, or leave the row out.")
    private static let choice = Failure(
        .plateAmbiguous, "The cell has more than one plate. Give each a row of its own, or leave the row out.")
    private static let nothing = Failure(
        .platePlaceholder,
        "The cell has words instead of a plate. Type the plate, or leave the row out. If the words are the plate, put its issuer and a "
            + "colon before them: MN:SAME.")

    /// `KYA60_`, `__A151` and `KYA...` lack characters. `_KYA608_` does not.
    private static func hasGap(_ cell: String) -> Bool {
        if cell.contains("__") || cell.hasPrefix("_") != cell.hasSuffix("_") { return true }
        return cell.contains("..") || cell.contains("…")
    }

    private static let ambiguities: Set<String> = [
        "partial", "partially", "maybe", "probably", "possibly", "perhaps", "incomplete", "parcial", "quizas", "incompleta",
        "partielle", "partiel",
    ]
    private static let ends: [[String]] = [
        ["ends", "in"], ["ends", "with"], ["ending", "in"], ["ending", "with"], ["starts", "with"], ["starting", "with"],
        ["begins", "with"], ["last", "three"], ["last", "3"], ["first", "three"], ["first", "3"], ["termina", "en"], ["empieza", "con"],
        ["finit", "par"], ["commence", "par"],
    ]

    private static func isPartial(_ words: [String]) -> Bool {
        guard words.count > 1 else { return false }
        return words.contains(where: ambiguities.contains) || ends.contains { words.starts(with: $0) }
    }

    /// `KYA608/9`, `KYA608 or 9`.
    private static func isChoice(_ cell: String, _ words: [String]) -> Bool {
        let sides = cell.split(separator: "/", omittingEmptySubsequences: false).map { String($0).trimmed }
        if sides.count == 2, sides[0].count > shortMax, sides[0].contains(where: \.isLetter), sides[0].contains(where: \.isNumber),
            (1...shortMax).contains(sides[1].count), sides[1].allSatisfy(\.isNumber)
        {
            return true
        }
        let halves = cell.split(separator: " or ", omittingEmptySubsequences: false)
        return halves.count == 2 && halves.allSatisfy { $0.contains(where: \.isNumber) }
    }

    private static let shortMax = 3

    /// Few issuers allow more characters on a vanity plate.
    private static let lengthChosen = 7

    private static let fillers: Set<String> = [
        "ditto", "same", "same as above", "see above", "as above", "see below", "see note", "see notes", "see photo", "see pic", "not sure",
        "unsure", "not seen", "not visible", "did not see", "didn t see", "dont know", "don t know", "do not know", "could not see", "xxx",
        "xxxx", "xxxxxx", "idem", "igual", "ver arriba", "no se", "no se ve", "voir ci dessus", "pas vu",
    ]

    /// `see above`, `black suv`. One word about a vehicle may be the plate, and so may two that fit on one: `RED VAN`.
    private static func saysNothing(_ words: [String], _ cell: String) -> Bool {
        if fillers.contains(words.joined(separator: " ")) { return true }
        guard words.count > 1, !cell.contains(where: \.isNumber) else { return false }
        return words.joined().count > lengthChosen && words.allSatisfy { VehicleWords($0) != nil || VehicleWords.saysNothing($0) }
    }
}
