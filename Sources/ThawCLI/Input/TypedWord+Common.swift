import Plates
import Vocabulary

extension TypedWord {
    /// Whether a word is common in sentences about vehicles, so that next to a plate it is not part of the plate.
    static func isCommon(_ word: String) -> Bool {
        // "it's", "they’re"
        let stem = String(word.prefix { $0 != "'" && $0 != "’" })
        return isListed(word) || stem.count < word.count && (small.contains(stem) || isListed(stem))
    }

    private static func isListed(_ word: String) -> Bool {
        let plain = word.withoutAccents.filter(\.isLetter)
        return usual.contains(word) || ofQuestions.contains(word) || ofReports.contains(plain) || streetNouns.contains(word)
            || negations.contains(word) || NumberWords.value(word) != nil || ClockWords.contains(word, behind: "")
            || VehicleWords(model: plain) != nil || SpokenPlate.isOrdinary(plain)
    }

    /// Words that people write before a plate, besides the words of any sentence; without accents.
    private static let ofReports: Set<String> = [
        "spotted", "sighted", "noticed", "observed", "watched", "watching", "tracking", "tracked", "alert", "warning", "urgent",
        "attention", "heads", "beware", "careful", "update", "sighting", "confirming", "reporting", "repeat", "possible", "possibly",
        "probable", "definitely", "certainly", "currently", "already", "almost", "nearly", "less", "another", "several", "both", "again",
        "circling", "idling", "speeding", "chasing", "tailing", "passing", "passed", "leaving", "arriving", "arrived", "entering",
        "exiting", "blocking", "blocked", "facing", "waited", "stopped", "staged", "rolling", "moving", "running", "pulling",
        "backing", "hiding", "sitting", "standing", "stationed", "across", "beside", "inside", "against", "opposite", "along", "above",
        "below", "while", "during", "driveway", "alley", "intersection", "sidewalk", "curb", "mall", "market", "grocery", "restaurant",
        "hospital", "clinic", "library", "airport", "station", "garage", "office", "courthouse", "warehouse", "playground", "daycare",
        "undercover", "suspicious", "armed", "agency", "main", "downtown", "border", "patrol", "customs", "homeland",
        "immigration", "operation", "raid", "raids", "traffic", "passenger", "trunk", "roof", "bumper", "antenna", "rack",
        "wheels", "rims", "stickers", "sticker", "decal", "frame", "flag", "rental", "neighbor", "coworker", "everyone",
        "folks", "friends", "family", "delantera", "trasera", "delantero", "trasero", "vieron", "cuidado", "alerta", "migra", "patrulla",
        "camionetas", "estacionado", "estacionada", "parado", "parada", "manejando", "vecino", "vecina", "avant", "arriere", "alerte",
        "garee", "stationnee", "derriere", "avec", "sans",
    ]
}
