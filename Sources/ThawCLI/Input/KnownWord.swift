import Plates
import Vocabulary

/// The meaning of a phrase of a report that is not a plate.
enum KnownWord: Hashable {
    case area(AreaID)
    case sign(Sign)
    case vehicle(VehicleWords)
    /// A word for a vehicle, or for how dark it is.
    case nothing

    /// "pickup truck", "door to door", "dodge ram 1500".
    static let vocabularyWordsMax = VehicleWords.wordsMax

    /// The meaning of a phrase; `nil` if it has none.
    init?(_ phrase: String, areas: AreaNames) {
        if let area = areas[phrase] {
            self = .area(area)
        } else if let sign = Sign(word: phrase) {
            self = .sign(sign)
        } else if let words = VehicleWords(phrase) {
            self = .vehicle(words)
        } else if VehicleWords.saysNothing(phrase) {
            self = .nothing
        } else {
            return nil
        }
    }

    /// The word that a mistyped one was meant to be, with the kind of its list.
    static func nearest(to word: String, areas: AreaNames) -> (field: Ambiguity.Field, text: String)? {
        if let area = areas.nearest(to: word) { return (.area, area.description) }
        let lists: [(Ambiguity.Field, [String])] = [
            (.sign, Sign.allCases.map(\.rawValue)), (.color, Color.allCases.map(\.rawValue)), (.body, Body.allCases.map(\.rawValue)),
            (.make, Make.allCases.map(\.rawValue)),
        ]
        guard let found = Spelling.nearest(to: word.lowercased(), among: lists.flatMap(\.1)) else { return nil }
        return lists.first { $0.1.contains(found) }.map { ($0.0, found) }
    }

    /// The name of the issuer that mistyped words were meant to be: "wisconsn", "north dakoda".
    static func nearestIssuer(to words: String, country: Country) -> String? {
        guard !wordsLikeIssuers.contains(words.lowercased()) else { return nil }
        // The names of tribal nations and governments are everyday words, too.
        let names = Issuer.all.filter { $0.country == country && !$0.hasOwnCode }.map(\.name)
        let found = Spelling.nearest(to: words.lowercased(), among: names.map { $0.lowercased() })
        // A name that is spelled right and named no issuer is something else, such as a street.
        guard let found, found != words.lowercased() else { return nil }
        return names.first { $0.lowercased() == found }
    }

    /// Words of their own, one slip away from a name.
    private static let wordsLikeIssuers: Set<String> = ["main", "maize", "marine", "indian", "texts", "virgin", "utahn"]
}
