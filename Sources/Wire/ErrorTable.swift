/// One line of the error table.
struct ErrorEntry {
    let status: Int?
    let title: String
    let advice: String

    init(_ status: Int?, _ title: String, _ advice: String) {
        self.status = status
        self.title = title
        self.advice = advice
    }

    static func of(_ code: ErrorCode) -> ErrorEntry {
        guard let entry = table[code] else { preconditionFailure("\(code.rawValue) has no line in the error table") }
        return entry
    }

    private static let table: [ErrorCode: ErrorEntry] = {
        let parts = [plates, reports, reading, access, moderation, requests, serving, starting, areas, operating, client]
        return Dictionary(uniqueKeysWithValues: parts.joined().map { ($0.key, $0.value) })
    }()
}
