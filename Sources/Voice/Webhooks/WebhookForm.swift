import Foundation

/// The parameters of a carrier's request: `application/x-www-form-urlencoded`, each name once.
package struct WebhookForm: Sendable {
    /// Carriers send about forty.
    private static let fieldsMax = 128

    /// Decoded, in the order of the body.
    package let fields: [(name: String, value: String)]

    /// nil for text that is not a form, has a name twice, or has too many.
    package init?(_ body: some Collection<UInt8>) {
        let parts = body.split(separator: UInt8(ascii: "&"), maxSplits: Self.fieldsMax)
        guard parts.count <= Self.fieldsMax else { return nil }
        var fields: [(name: String, value: String)] = []
        var names: Set<String> = []
        for part in parts {
            let pair = part.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.text(pair[0]), let value = pair.count == 2 ? Self.text(pair[1]) : "", names.insert(name).inserted else {
                return nil
            }
            fields.append((name, value))
        }
        self.fields = fields
    }

    package subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

    private static func text(_ bytes: some Collection<UInt8>) -> String? {
        let spaced = bytes.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: " ") : $0 }
        return String(validating: spaced, as: UTF8.self)?.removingPercentEncoding
    }
}
