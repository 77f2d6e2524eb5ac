import Plates
import Vocabulary

/// The pieces of a typed line between commas and words such as "and", each with the words of one or more plates.
struct ListedWords {
    private(set) var plates: [[String]] = []
    /// Pieces that only describe a vehicle, if others hold a plate.
    private(set) var leftOut: [String] = []

    private let country: Country
    /// An issuer before the plate that it belongs to.
    private var pending: [String] = []

    /// - Parameter leavesOutVehicles: Whether `KTV482, white suv` is one plate. If not, every piece is read.
    init(_ text: String, country: Country, leavesOutVehicles: Bool = false) {
        self.country = country
        let pieces = text.split { $0 == "," || $0 == ";" }.map { $0.split(whereSeparator: \.isWhitespace).map(String.init) }
            .flatMap(Self.dividedAtJoints).filter { !$0.isEmpty }
        let hasPlate = pieces.contains { holdsPlate($0) }
        for piece in pieces {
            if pieces.count > 1, !Self.holdsFigure(piece), isPlace(piece) {
                addPlace(piece)
            } else if leavesOutVehicles, hasPlate, !holdsPlate(piece), isBesidePlates(piece) {
                leftOut += piece
            } else {
                plates.append(pending + piece)
                pending = []
            }
        }
        if !pending.isEmpty { plates.append(pending) }
    }

    /// "Ontario" and "Canada" belong to the plate before them, if that has no issuer yet; otherwise to the plate after them.
    private mutating func addPlace(_ piece: [String]) {
        let isCountry = CountryNames.contains(piece.joined(separator: " "))
        if pending.isEmpty, let last = plates.indices.last, Self.holdsFigure(plates[last]), isCountry || !namesIssuer(plates[last]) {
            plates[last] += piece
        } else {
            pending += piece
        }
    }

    /// Whether a piece only describes a vehicle, or is a sentence: `thanks everyone`.
    private func isBesidePlates(_ piece: [String]) -> Bool {
        let letters = piece.joined()
        return VehicleSplit(piece, country: country).kept.isEmpty
            || piece.count > 1 && letters.count > Self.plateMax && letters.allSatisfy(\.isLowercase)
    }

    private static let plateMax = 8

    private func isPlace(_ words: [String]) -> Bool {
        let text = words.joined(separator: " ")
        return CountryNames.contains(text) || Issuer(text, country: country) != nil
    }

    private func namesIssuer(_ words: [String]) -> Bool {
        ((try? PlateReader.read(words.joined(separator: " "), ReadingContext(country: country))) ?? []).contains(where: \.namesIssuer)
    }

    private func holdsPlate(_ words: [String]) -> Bool {
        Self.holdsFigure(words) || PlateReader.looksSpoken(words.joined(separator: " "), country: country)
    }

    private static func holdsFigure(_ words: [String]) -> Bool { words.contains { $0.contains(where: \.isNumber) } }

    private static let joints: Set<String> = ["and", "or", "&", "+", "y", "et", "ou", "also"]

    /// `KTV482 and XYZ123`, `KTV482/XYZ123`: two plates, if each has letters and digits.
    private static func dividedAtJoints(_ words: [String]) -> [[String]] {
        let words = words.flatMap { word -> [String] in
            let halves = word.split(separator: "/").map(String.init)
            guard halves.count == 2, halves.allSatisfy({ $0.count >= lengthMin && holdsFigure([$0]) && $0.contains(where: \.isLetter) })
            else { return [word] }
            return [halves[0], "&", halves[1]]
        }
        let pieces = words.split { joints.contains($0.lowercased()) }.map(Array.init)
        let areAllPlates = pieces.allSatisfy { piece in
            holdsFigure(piece) && piece.joined().count >= lengthMin && piece.contains { $0.contains(where: \.isLetter) }
        }
        return pieces.count > 1 && areAllPlates ? pieces : [words]
    }

    private static let lengthMin = 4
}
