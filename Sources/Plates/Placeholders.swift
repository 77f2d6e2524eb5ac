/// Words that people write instead of a plate: on a dealer's card, in a spreadsheet's empty cell, in a volunteer's note.
///
/// If the registry took them for plates, it would join all such vehicles into one. They are compared folded, so `N0NE` is refused with
/// `NONE`: both have one key.
package enum Placeholders {
    /// The words, in capitals and without separators.
    package static let words = [
        "NOPLATE", "NOPLATES", "NOTAG", "NOTAGS", "NOLICENSE", "NOREG", "NONE", "NOTHING", "NULL", "NIL", "NA", "TBD", "TEST",
        "UNKNOWN", "UNKN", "UNK", "UNREADABLE", "ILLEGIBLE", "OBSCURED", "COVERED", "HIDDEN", "MISSING", "REMOVED", "BLANK",
        "BLANKPLATE", "BLANKTAG", "PLATE", "TAG", "LICENSE", "TEMP", "TEMPS", "TEMPTAG", "TEMPTAGS", "TEMPPLATE", "TEMPORARY",
        "TEMPPERMIT", "PERMIT", "PAPER", "PAPERTAG", "PAPERTAGS", "PAPERPLATE", "DEALER", "DEALERTAG", "DEALERSHIP", "INTRANSIT",
        "EXEMPT", "SINPLACA", "SINPLACAS", "NINGUNA", "TEMPORAL", "PERMISO", "SANSPLAQUE", "AUCUNE", "INCONNU", "INCONNUE",
    ]

    static func contains(_ characters: Int64) -> Bool { packed.contains(characters) }

    private static let packed: Set<Int64> = Set(
        words.map { word in
            var characters: Int64 = 0
            for (place, byte) in word.utf8.enumerated() {
                guard let digit = PackedCharacters.digit(ofCanonical: byte) else { preconditionFailure("\(word) is no plate") }
                characters += Int64(digit) * PackedCharacters.weight(ofPlace: place)
            }
            return characters
        })
}
