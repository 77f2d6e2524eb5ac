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
        text.lowercased().split { $0 == " " || $0 == "-" || $0 == "_" || $0 == "\t" }.joined(separator: " ")
    }
}

/// A word of a report that the vocabulary knows.
enum KnownWord: Hashable {
    case area(AreaID)
    case color(Color)
    case body(Body)
    case make(Make)
    case sign(Sign)

    /// "pickup truck", "door to door".
    static let vocabularyWordsMax = 3

    /// What a phrase means; `nil` where nothing.
    init?(_ phrase: String, areas: AreaNames) {
        if let area = areas[phrase] {
            self = .area(area)
        } else if let sign = Sign(word: phrase) {
            self = .sign(sign)
        } else if let color = Color(word: phrase) {
            self = .color(color)
        } else if let body = Body(word: phrase) {
            self = .body(body)
        } else if let make = Make(word: phrase) {
            self = .make(make)
        } else {
            return nil
        }
    }

    /// The word that a mistyped one was meant to be.
    static func nearest(to word: String, areas: AreaNames) -> KnownWord? {
        if let area = areas.nearest(to: word) { return .area(area) }
        let names =
            Sign.allCases.map(\.rawValue) + Color.allCases.map(\.rawValue) + Body.allCases.map(\.rawValue) + Make.allCases.map(\.rawValue)
        return Spelling.nearest(to: word.lowercased(), among: names).flatMap { KnownWord($0, areas: areas) }
    }

    var text: String {
        switch self {
        case .area(let area): area.description
        case .color(let color): color.rawValue
        case .body(let body): body.rawValue
        case .make(let make): make.rawValue
        case .sign(let sign): sign.rawValue
        }
    }
}
