import FoundationEssentials
import Wire

/// What is remembered between commands, all of it a convenience.
package struct Preferences: Codable, Hashable, Sendable {
    /// The area of the last report.
    package var area: String?
    /// The code of the last report's issuer.
    package var issuer: String?
    /// The registry's own country, which tells how a bare issuer is read without opening the cached vocabulary.
    package var country: String?

    package init(area: String? = nil, issuer: String? = nil, country: String? = nil) {
        self.area = area
        self.issuer = issuer
        self.country = country
    }

    /// What is remembered; nothing where the file is missing or damaged.
    package static func load(from folders: Folders) -> Preferences {
        guard let folder = try? PrivateFolder.open(folders.state, making: false), let bytes = try? folder.read(fileName, bytesMax: 4_096),
            let preferences = try? WireJSON.decodeAnswer(Preferences.self, from: Data(bytes))
        else { return Preferences() }
        return preferences
    }

    package func save(in folders: Folders) throws(ClientError) {
        guard let folder = try PrivateFolder.open(folders.state, making: true) else {
            throw ClientError(.filesFailed, subject: folders.state)
        }
        try folder.write(Array(WireJSON.encode(self)), as: Self.fileName, erasingOld: true)
    }

    private static let fileName = "preferences.json"
}
