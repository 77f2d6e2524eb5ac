import FoundationEssentials
package import Wire

/// The server's vocabulary when the client last fetched it, so that people can write reports offline.
package struct CachedVocabulary: Sendable {
    package let body: VocabularyBody
    /// When the client fetched it, in Unix seconds.
    package let fetchedSeconds: Int64

    /// The cached copy; `nil` if there is none of this server or it cannot be read. No error: the caller fetches it again.
    package static func load(from folders: Folders, server: ServerAddress) -> CachedVocabulary? {
        guard let folder = try? PrivateFolder.open(folders.cache, making: false),
            let bytes = try? folder.read(fileName, bytesMax: bytesMax),
            let stored = try? WireJSON.decodeAnswer(Stored.self, from: Data(bytes)), stored.server == server.text
        else { return nil }
        return CachedVocabulary(body: stored.vocabulary, fetchedSeconds: stored.fetched)
    }

    /// Fetches the vocabulary and caches it. A failure to cache it is not an error: the next command fetches it again.
    package static func refresh(through client: ThawClient, in folders: Folders, now: Int64) throws(ClientError) -> CachedVocabulary {
        let vocabulary = CachedVocabulary(body: try client.vocabulary(), fetchedSeconds: now)
        if let folder = try? PrivateFolder.open(folders.cache, making: true) {
            let stored = Stored(server: client.server.text, fetched: now, vocabulary: vocabulary.body)
            try? folder.write(Array(WireJSON.encode(stored)), as: fileName)
        }
        return vocabulary
    }

    private struct Stored: Codable {
        var server: String
        var fetched: Int64
        var vocabulary: VocabularyBody
    }

    private static let fileName = "vocabulary.json"
    private static let bytesMax = 33 * 1024 * 1024
}
