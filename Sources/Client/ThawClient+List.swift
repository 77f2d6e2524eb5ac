import Wire

extension ThawClient {
    /// The list for devices as the server sent it; not yet verified. `nil` if it is still the one with that tag.
    func list(knownTag: String?) throws(ClientError) -> HTTPAnswer? {
        let answer = try send(
            HTTPRequest(target: "/v1/list", knownTag: knownTag, allowsCompression: true, answerBytesMax: WireLimits.listBytes))
        guard answer.status != 304 else { return nil }
        guard answer.mediaType == WireJSON.mediaType else { throw ClientError(.notJSON, status: answer.status) }
        return answer
    }
}
