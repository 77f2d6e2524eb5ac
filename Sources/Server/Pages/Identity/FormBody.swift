import Foundation
import Wire

/// The fields of a posted form: `application/x-www-form-urlencoded` in UTF-8.
///
/// Hummingbird's decoder refuses a name that comes twice, as chosen signs do, and reads brackets in names as structure.
package struct FormBody: Sendable {
    package static let mediaType = "application/x-www-form-urlencoded"
    /// A report has the most: a dozen fields and ``WireLimits/signsPerReport``.
    package static let fieldsMax = 64

    private var values: [String: [String]] = [:]

    /// - Parameter contentTypes: the values of all `Content-Type` headers; an empty body needs none.
    /// - Throws: `form.media_type`, `request.content_encoding`, `form.too_many_fields` or `form.encoding`.
    package init(_ bytes: some Collection<UInt8>, contentTypes: [String], contentEncoding: String?) throws(Refusal) {
        guard contentEncoding.map({ $0.lowercased() == "identity" }) ?? true else { throw Refusal(.requestContentEncoding) }
        guard !bytes.isEmpty else { return }
        guard contentTypes.count == 1, Self.isForm(contentTypes[0]) else { throw Refusal(.formMediaType) }
        let fields = bytes.split(separator: UInt8(ascii: "&"), maxSplits: Self.fieldsMax)
        guard fields.count <= Self.fieldsMax else { throw Refusal(.formTooManyFields) }
        for field in fields {
            let parts = field.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            let name = try Self.text(parts[0])
            values[name, default: []].append(parts.count == 2 ? try Self.text(parts[1], of: name) : "")
        }
    }

    /// The one value of a field, which may be empty; nil if there is no such field.
    ///
    /// - Throws: `form.repeated`
    package func value(_ name: String) throws(Refusal) -> String? {
        guard let values = values[name] else { return nil }
        guard values.count == 1 else { throw Refusal(.formRepeated, field: name) }
        return values[0]
    }

    /// - Throws: `form.repeated`, or `request.field_missing` if there is no such field.
    package func required(_ name: String) throws(Refusal) -> String {
        guard let value = try value(name) else { throw Refusal(.requestFieldMissing, field: name) }
        return value
    }

    /// All values of a field, in order: ticked boxes.
    package func all(_ name: String) -> [String] { values[name] ?? [] }

    /// The lines of a field that are not blank.
    package func lines(_ name: String) -> [String] {
        all(name).flatMap { $0.split(whereSeparator: \.isNewline) }.map(String.init).filter { !$0.allSatisfy(\.isWhitespace) }
    }

    /// Whether a box is ticked, or a hidden mark is there.
    package func isTicked(_ name: String) -> Bool { values[name] != nil }

    private static func isForm(_ contentType: String) -> Bool {
        contentType.prefix { $0 != ";" && $0 != " " }.lowercased() == mediaType
    }

    private static func text(_ bytes: some Collection<UInt8>, of name: String? = nil) throws(Refusal) -> String {
        let spaced = bytes.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: " ") : $0 }
        guard let text = String(validating: spaced, as: UTF8.self)?.removingPercentEncoding, !text.utf8.contains(0) else {
            throw Refusal(.formEncoding, field: name)
        }
        return text
    }
}
