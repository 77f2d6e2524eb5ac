import FoundationEssentials
import Wire

/// Answers of the last report that the next command suggests. None of them is needed.
package struct Preferences: Codable, Hashable, Sendable {
    /// The area of the last report.
    package var area: String?
    /// The code of the last report's issuer.
    package var issuer: String?
    /// The registry's country, to read a bare issuer without the cached vocabulary.
    package var country: String?

    package init(area: String? = nil, issuer: String? = nil, country: String? = nil) {
        self.area = area
        self.issuer = issuer
        self.country = country
    }

    /// The saved preferences; empty if the file is missing or cannot be read. No error: the next report saves them again.
    package static func load(from folders: Folders) -> Preferences {
        guard let folder = try? PrivateFolder.open(folders.state, making: false), let bytes = try? folder.read(fileName, bytesMax: 4_096),
            let preferences = try? WireJSON.decodeAnswer(Preferences.self, from: Data(bytes))
        else { return Preferences() }
        return preferences
    }

    package func save(in folders: Folders) throws(ClientError) {
        let folder = try PrivateFolder.make(folders.state)
        try folder.write(Array(WireJSON.encode(self)), as: Self.fileName, erasingOld: true)
    }

    private static let fileName = "preferences.json"
}
