import Mustache

/// A view's properties by name, each read once.
///
/// Mustache would read all properties again for each tag, which takes eight times as long as everything else of a page.
///
/// Unchecked, because Swift cannot see that no value ever changes. A value is a text, a number, a flag, or a list of these or of other
/// fields.
struct ViewFields: MustacheParent, @unchecked Sendable {
    private let fields: [String: Any]
    private let isPage: Bool

    /// - Parameter isPage: whether the view is a whole page: a tag that no view around it has is a mistake in its template.
    init(_ view: Any, isPage: Bool = false) { self.init(Mirror(reflecting: view), isPage: isPage) }

    private init(_ view: Mirror, isPage: Bool = false) {
        var fields: [String: Any] = [:]
        for case (let name?, let value) in view.children { fields[name] = Self.field(value) }
        self.fields = fields
        self.isPage = isPage
    }

    func child(named name: String) -> Any? {
        guard let field = fields[name] else {
            assert(!isPage, "a template has the tag \(name), and its view no such property")
            return nil
        }
        return field
    }

    /// The value as Mustache takes it.
    private static func field(_ value: Any) -> Any {
        if value is String || value is Int || value is Bool { return value }
        if let frame = value as? PageFrame { return frame.fields }
        let mirror = Mirror(reflecting: value)
        return switch mirror.displayStyle {
        case .optional: mirror.children.first.map { field($0.value) } ?? Nothing()
        case .collection: mirror.children.map { field($0.value) }
        default: ViewFields(mirror)
        }
    }

    /// A property that is nil. Without it, Mustache would look for the name in the views around.
    private struct Nothing: MustacheCustomRenderable {
        let renderText = ""
        let isNull = true
    }
}
