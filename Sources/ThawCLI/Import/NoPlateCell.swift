import Plates
import Vocabulary
import Wire

/// Cells of the plate column that do not hold one whole plate, although they contain letters and digits.
enum NoPlateCell {
    /// The error for such a cell; `nil` if the cell may be a plate. A colon after the issuer makes it certain: `MN:SAME`.
    ///
    /// - Parameter isIssued: Whether the row says who issued the plate.
    static func failure(of cell: String, isIssued: Bool) -> Failure? {
        guard !cell.contains(":") else { return nil }
        let words = cell.lowercased().withoutAccents.split { !$0.isLetter && !$0.isNumber }.map(String.init)
        if isPartial(words) { return part }
        if isCounted(words) { return counted }
        return saysNothing(words, cell) || isVehicle(words, cell, isIssued) ? nothing : nil
    }

    static let part = Failure(
        .plateCharacter,
        "The cell has only part of a plate. Type the whole plate, or leave the row out.")
    private static let nothing = Failure(
        .platePlaceholder,
        "The cell has words instead of a plate. Type the plate, or leave the row out. If the words are the plate, put its issuer and a "
            + "colon before them: MN:FORD.")

    private static let counted = Failure(
        .plateAmbiguous, "The cell may have a count after the plate. Type the plate alone, or its issuer and a colon before it: MN:ABC123."
    )

    /// `QCR632x2`.
    private static func isCounted(_ words: [String]) -> Bool {
        guard words.count == 1, let match = words[0].wholeMatch(of: /([a-z0-9]*[0-9])x[0-9]/) else { return false }
        return (try? PlateReader.read(String(match.1)))?.first?.fitsKnownSeries == true
    }

    private static let ambiguities: Set<String> = [
        "partial", "partially", "maybe", "probably", "possibly", "perhaps", "incomplete", "parcial", "quizas", "incompleta",
        "partielle", "partiel",
    ]
    private static let unsure = ["no se ve", "no se ve bien", "not sure", "unsure", "not clear", "hard to read"]
    private static func isPartial(_ words: [String]) -> Bool {
        guard words.count > 1 else { return false }
        let text = words.joined(separator: " ")
        return words.contains(where: ambiguities.contains)
            || words.contains { $0.contains(where: \.isNumber) } && unsure.contains { text.hasPrefix($0) || text.hasSuffix($0) }
            || PartialPlate.phrase(words[...]) != nil
    }

    /// Few issuers allow more characters on a vanity plate.
    private static let lengthChosen = 7

    private static let fillers: Set<String> = [
        "ditto", "same", "same as above", "see above", "as above", "see below", "see note", "see notes", "see photo", "see pic", "not sure",
        "unsure", "not seen", "not visible", "did not see", "didn t see", "dont know", "don t know", "do not know", "could not see", "x",
        "xx", "xxx",
        "xxxx", "xxxxxx", "idem", "igual", "ver arriba", "no se", "no se ve", "voir ci dessus", "pas vu",
    ]

    /// `Ford`, in the wrong column. In capitals and beside an issuer it may be a plate: `FORD`.
    private static func isVehicle(_ words: [String], _ cell: String, _ isIssued: Bool) -> Bool {
        words.count == 1 && !(isIssued && cell == cell.uppercased()) && VehicleWords(words[0]) != nil && words[0].count > 1
    }

    /// `see above`, `black suv`. Two words about a vehicle that fit on one plate may be the plate: `RED VAN`.
    private static func saysNothing(_ words: [String], _ cell: String) -> Bool {
        if fillers.contains(words.joined(separator: " ")) { return true }
        if TelephoneNumber.isOne(cell, mayBeJoined: false) { return true }
        guard words.count > 1, !cell.contains(where: \.isNumber) else { return false }
        // `didn't get it`
        if words.count > 2, words.joined().count > lengthChosen, !PlateReader.looksSpoken(cell, country: .us) { return true }
        return words.joined().count > lengthChosen && words.allSatisfy { VehicleWords($0) != nil || VehicleWords.saysNothing($0) }
    }
}
