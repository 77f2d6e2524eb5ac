import Plates
import Vocabulary
import Wire

/// Cells of a plate's column that hold no whole plate, although letters and digits could be made of them.
enum NoPlateCell {
    /// Why a cell is none; `nil` if it may be one. What has a colon behind its issuer was meant: `MN:SAME`.
    ///
    /// - Parameter isIssued: Whether the row says who issued the plate.
    static func failure(of cell: String, isIssued: Bool) -> Failure? {
        guard !cell.contains(":") else { return nil }
        let words = cell.lowercased().withoutAccents.split { !$0.isLetter && !$0.isNumber }.map(String.init)
        if isPartial(words) { return part }
        return saysNothing(words, cell) || isVehicle(words, cell, isIssued) ? nothing : nil
    }

    static let part = Failure(
        .plateCharacter,
        "The cell has a part of a plate, and only a whole plate can be recorded. Leave the row out, or type the plate whole.")
    private static let nothing = Failure(
        .platePlaceholder,
        "The cell has words and no plate. Type the plate, or leave the row out. If the plate does say so, write its issuer in front, "
            + "with a colon, as in: MN:FORD.")

    private static let ambiguities: Set<String> = [
        "partial", "partially", "maybe", "probably", "possibly", "perhaps", "incomplete", "parcial", "quizas", "incompleta",
        "partielle", "partiel",
    ]
    private static func isPartial(_ words: [String]) -> Bool {
        guard words.count > 1 else { return false }
        return words.contains(where: ambiguities.contains) || PartialPlate.phrase(words[...]) != nil
    }

    /// Hardly an issuer puts more on a plate that a person chose.
    private static let lengthChosen = 7

    private static let fillers: Set<String> = [
        "ditto", "same", "same as above", "see above", "as above", "see below", "see note", "see notes", "see photo", "see pic", "not sure",
        "unsure", "not seen", "not visible", "did not see", "didn t see", "dont know", "don t know", "do not know", "could not see", "xxx",
        "xxxx", "xxxxxx", "idem", "igual", "ver arriba", "no se", "no se ve", "voir ci dessus", "pas vu",
    ]

    /// `Ford`, which stands in the wrong column. In capitals and with its state it may be on a plate: `FORD`.
    private static func isVehicle(_ words: [String], _ cell: String, _ isIssued: Bool) -> Bool {
        words.count == 1 && !(isIssued && cell == cell.uppercased()) && VehicleWords(words[0]) != nil && words[0].count > 1
    }

    /// `see above`, `black suv`. A vehicle's word alone may be meant, and so may two that fit a plate: `RED VAN`.
    private static func saysNothing(_ words: [String], _ cell: String) -> Bool {
        if fillers.contains(words.joined(separator: " ")) { return true }
        guard words.count > 1, !cell.contains(where: \.isNumber) else { return false }
        return words.joined().count > lengthChosen && words.allSatisfy { VehicleWords($0) != nil || VehicleWords.saysNothing($0) }
    }
}
