import Vocabulary
import Wire

/// An entry of a select, a box to tick, or a button among others.
struct Choice: Sendable {
    let value: String
    let name: String
    var isChosen: Bool = false
}

/// A field of a form that the page fills in.
package struct HiddenField: Hashable, Sendable {
    let name: String
    let value: String

    package init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}

/// A form of one button: the page fills in everything.
struct HiddenForm: Sendable {
    let fields: [HiddenField]

    init(_ fields: [(name: String, value: String)]) {
        self.fields = fields.map { HiddenField(name: $0, value: $1) }
    }
}

extension Site {
    /// - Parameter chosen: an area's ID.
    func areaChoices(_ chosen: String? = nil) -> [Choice] {
        settings.areas.areas.map { Choice(value: $0.id.description, name: $0.name, isChosen: $0.id.description == chosen) }
    }
}

extension Words {
    /// - Parameter list: the start of the keys of the names: `color`.
    func choices<Word: RawRepresentable<String>>(_ list: String, _ words: some Sequence<Word>, chosen: String? = nil) -> [Choice] {
        words.map { Choice(value: $0.rawValue, name: name(list, $0.rawValue), isChosen: $0.rawValue == chosen) }
    }

    var reasons: [Choice] {
        QueueReason.allCases.map { Choice(value: $0.rawValue, name: self["reason.\($0.rawValue).short"]) }
    }
}
