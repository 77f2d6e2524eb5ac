import Mustache

/// A view's properties by name, each read once.
///
/// Mustache would read all properties again for each tag, which takes eight times as long as everything else of a page.
struct ViewFields: MustacheParent {
    private let fields: [String: Any]

    init(_ view: Any) { self.init(Mirror(reflecting: view)) }

    private init(_ view: Mirror) {
        var fields: [String: Any] = [:]
        for case (let name?, let value) in view.children { fields[name] = Self.field(value) }
        self.fields = fields
    }

    func child(named name: String) -> Any? { fields[name] }

    /// The value as Mustache takes it; nil for a missing one.
    private static func field(_ value: Any) -> Any? {
        if value is String || value is Int || value is Bool { return value }
        let mirror = Mirror(reflecting: value)
        return switch mirror.displayStyle {
        case .optional: mirror.children.first.flatMap { field($0.value) }
        case .collection: mirror.children.map { field($0.value) ?? "" }
        default: ViewFields(mirror)
        }
    }
}
