import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1
import Outbound
package import Plates
package import Wire

/// Asks `thawd` over HTTP with a token of the role caller.
///
/// An answer that does not fit its question counts as none, so that no failure can sound like "not listed".
package struct RegistryClient: CallRegistry {
    package struct Failure: Error, Sendable {
        /// nil if there was no answer, or none that could be read.
        package let problem: Problem?
    }

    /// A caller waits for it.
    private static let timeout = TimeAmount.seconds(4)
    private static let answerBytesMax = 1 << 20

    private let client: HTTPClient
    private let address: String
    private let token: BearerToken

    /// - Parameter address: without a final slash.
    package init(address: String, token: BearerToken) {
        self.address = address
        self.token = token
        // Never to another address: the token goes with each request.
        var configuration = HTTPClient.Configuration.outbound
        configuration.timeout.connect = .seconds(2)
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    package func lookUp(_ plates: [Plate]) async -> LookupsResponse? {
        let request = LookupsRequest(plates: plates.map { PlateBody($0).text })
        guard let answer: LookupsResponse = try? await ask("/v1/lookups", request), answer.results.map(\.query) == request.plates,
            answer.results.allSatisfy({ ($0.outcome == .listed) == !$0.listings.isEmpty && ($0.outcome == .invalid) == ($0.error != nil) })
        else { return nil }
        return answer
    }

    package func search(keys: String) async -> ListingsPage? {
        guard let page: ListingsPage = try? await ask("/v1/searches", SearchRequest(keys: keys)), let digits = KeypadDigits(keys),
            page.listings.allSatisfy({ $0.plate.plate.map { digits.matches($0.key) } ?? false })
        else { return nil }
        return page
    }

    /// The role of the token in use.
    package func ownToken() async throws(Failure) -> TokenBody {
        try await ask("/v1/tokens/self", Never?.none)
    }

    /// Whether anyone may look up plates: a look-up without the token.
    package func answersAnyone() async throws(Failure) -> Bool {
        do throws(Failure) {
            let _: LookupsResponse = try await ask("/v1/lookups", LookupsRequest(plates: ["AAA 0001"]), isAnonymous: true)
            return true
        } catch {
            if error.problem?.errorCode == .lookupPrivate { return false }
            throw error
        }
    }

    package func shutdown() async {
        try? await client.shutdown()
    }

    private func ask<Answer: Decodable>(
        _ path: String, _ body: (some Encodable)?, isAnonymous: Bool = false
    ) async throws(Failure) -> Answer {
        var request = HTTPClientRequest(url: address + path)
        if !isAnonymous { request.headers.add(name: "Authorization", value: "Bearer \(token.text)") }
        if let body {
            request.method = .POST
            request.headers.add(name: "Content-Type", value: WireJSON.mediaType)
            request.body = .bytes(ByteBuffer(bytes: WireJSON.encode(body)))
        }
        let status: UInt
        let type: String?
        let bytes: ByteBuffer
        do {
            let answer = try await client.execute(request, timeout: Self.timeout)
            bytes = try await answer.body.collect(upTo: Self.answerBytesMax)
            (status, type) = (answer.status.code, answer.headers.first(name: "Content-Type"))
        } catch {
            throw Failure(problem: nil)
        }
        let data = Data(bytes.readableBytesView)
        guard status == 200, type == WireJSON.mediaType, let answer = try? WireJSON.decodeAnswer(Answer.self, from: data) else {
            throw Failure(problem: try? WireJSON.decodeAnswer(Problem.self, from: data))
        }
        return answer
    }
}
