/// Writes the Prometheus text exposition format, version 0.0.4.
///
/// Source: https://prometheus.io/docs/instrumenting/exposition_formats/
struct PrometheusText {
    static let mediaType = "text/plain; version=0.0.4; charset=utf-8"
    /// Characters of one label's value; longer ones are cut.
    static let labelLength = 128

    private(set) var content = ""

    mutating func open(_ name: String, kind: String, help: String?) {
        if let help { content += "# HELP \(name) \(Self.escaped(help, quotes: false))\n" }
        content += "# TYPE \(name) \(kind)\n"
    }

    /// Pass `labels` as made by ``labels(_:)``.
    mutating func sample(_ name: String, labels: String, value: Double) {
        content += name
        if !labels.isEmpty { content += "{\(labels)}" }
        content += " \(Self.number(value))\n"
    }

    /// `route="/v1/lookups",status="200"`, ordered by name.
    static func labels(_ dimensions: [(String, String)]) -> String {
        dimensions.sorted { $0.0 < $1.0 }
            .map { name, value in "\(legal(name))=\"\(escaped(String(value.prefix(labelLength)), quotes: true))\"" }
            .joined(separator: ",")
    }

    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
        return value == value.rounded() && value.magnitude < 1e15 ? "\(Int64(value))" : "\(value)"
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        var escaped = ""
        for character in text.unicodeScalars {
            switch character {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quotes: escaped += "\\\""
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }

    private static func legal(_ name: String) -> String {
        String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") ? $0 : "_" })
    }
}
