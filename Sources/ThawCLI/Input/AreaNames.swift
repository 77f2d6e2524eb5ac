package import Vocabulary
package import Wire

/// The areas that a server names, by every form that people type.
package struct AreaNames: Sendable {
    /// `nil` if the server's areas were never fetched.
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

    /// The only area, if there is just one.
    package var only: AreaID? { map?.areas.count == 1 ? map?.areas.first?.id : nil }

    /// The area of that id or name.
    package subscript(text: String) -> AreaID? { byForm[Self.plain(text)] }

    /// The area that a mistyped id or name was meant to be.
    package func nearest(to text: String) -> AreaID? {
        Spelling.nearest(to: Self.plain(text), among: byForm.keys).flatMap { byForm[$0] }
    }

    /// The only area whose name begins with these words and has more: "lake st" of "Lake Street"; `nil` for fewer than four letters.
    func beginning(with text: String) -> AreaID? {
        let typed = Self.plain(text)
        guard typed.count >= Self.beginningMin, byForm[typed] == nil else { return nil }
        let found = Set(byForm.filter { $0.key.hasPrefix(typed) }.map(\.value))
        return found.count == 1 ? found.first : nil
    }

    private static let beginningMin = 4

    private static func plain(_ text: String) -> String {
        text.lowercased().split { $0.isWhitespace || $0 == "-" || $0 == "_" }.joined(separator: " ")
    }
}
