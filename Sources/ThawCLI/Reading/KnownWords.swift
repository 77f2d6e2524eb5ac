package import Vocabulary
package import Wire

/// The areas that a server names, by every form that people type.
package struct AreaNames: Sendable {
    /// `nil` where the server's areas were never fetched.
    package let map: AreaMap?
    private let byForm: [String: AreaID]
    let wordsMax: Int

    package init(_ map: AreaMap?) {
        self.map = map
        let areas = map?.areas ?? []
        var byForm: [String: AreaID] = [:]
        for area in areas.reversed() {
            byForm[Self.plain(area.name)] = area.id
        }
        for area in areas {
            byForm[Self.plain(area.id.description)] = area.id
        }
        self.byForm = byForm
        wordsMax = byForm.keys.map { $0.split(separator: " ").count }.max() ?? 0
    }

    /// The one area, where there is no choice.
    package var only: AreaID? { map?.areas.count == 1 ? map?.areas.first?.id : nil }

    /// The area of that id or name.
    package subscript(text: String) -> AreaID? { byForm[Self.plain(text)] }

    /// The area that a mistyped id or name was meant to be.
    package func nearest(to text: String) -> AreaID? {
        Spelling.nearest(to: Self.plain(text), among: byForm.keys).flatMap { byForm[$0] }
    }

    private static func plain(_ text: String) -> String {
        text.lowercased().split { $0.isWhitespace || $0 == "-" || $0 == "_" }.joined(separator: " ")
    }
}

/// What a phrase of a report says, if it is not a plate.
enum KnownWord: Hashable {
    case area(AreaID)
    case sign(Sign)
    case vehicle(VehicleWords)
    /// That there is a vehicle, or how dark it is.
    case nothing

    /// "pickup truck", "door to door", "dodge ram 1500".
    static let vocabularyWordsMax = VehicleWords.wordsMax

    /// What a phrase means; `nil` if nothing.
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
    static func nearest(to word: String, areas: AreaNames) -> (field: Doubt.Field, text: String)? {
        if let area = areas.nearest(to: word) { return (.area, area.description) }
        let lists: [(Doubt.Field, [String])] = [
            (.sign, Sign.allCases.map(\.rawValue)), (.color, Color.allCases.map(\.rawValue)), (.body, Body.allCases.map(\.rawValue)),
            (.make, Make.allCases.map(\.rawValue)),
        ]
        guard let found = Spelling.nearest(to: word.lowercased(), among: lists.flatMap(\.1)) else { return nil }
        return lists.first { $0.1.contains(found) }.map { ($0.0, found) }
    }
}
