import Vocabulary

extension Role: Codable {}
extension Status: Codable {}
extension Verdict: Codable {}
extension QueueReason: Codable {}
extension SkipReason: Codable {}
extension AlertEvent: Codable {}

extension UTCOffset: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let offset = UTCOffset(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an offset such as -06:00")
        }
        self = offset
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
