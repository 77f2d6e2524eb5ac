import Vocabulary

extension Role: Codable {}
extension Status: Codable {}
extension Verdict: Codable {}
extension QueueReason: Codable {}
