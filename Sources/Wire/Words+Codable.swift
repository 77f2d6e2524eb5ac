import Vocabulary

extension Role: Codable {}
extension Status: Codable {}
