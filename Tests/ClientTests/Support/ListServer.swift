import Client
import Crypto
import Foundation
import Plates
import Synchronization
import TestSupport
import Vocabulary
import Wire

/// A registry that serves a signed list, as a test wants it.
final class ListServer: Sendable {
    struct State {
        var key = Curve25519.Signing.PrivateKey()
        /// The key in the vocabulary, if it is not the one that signs.
        var namedKey: ListKey?
        var former: FormerListKeyBody?
        /// Plates as people write them.
        var plates = ["MN ABC123", "WI ABC123", "MN ABC128", "MN ABC12B", "ABD123"]
        var asOf = testNow - 600
        var hours = 24
        var isTruncated = false
        /// The time of the Date header; nil for none.
        var dateSeconds: Int64?
        /// Changes the body before it is signed.
        var change: @Sendable ([UInt8]) -> [UInt8] = { $0 }
        /// The value of `Thaw-Signature`, if it is not the right one.
        var signatureHeader: String?
        /// Changes an answer to `GET /v1/list`.
        var onReply: @Sendable (Reply) -> Reply = { $0 }
    }

    private let state = Mutex(State())

    func change(_ body: (inout State) -> Void) { state.withLock { body(&$0) } }

    /// The key that signs, as clients pin it.
    var key: ListKey { state.withLock { Self.listKey($0.key) } }

    static func listKey(_ key: Curve25519.Signing.PrivateKey) -> ListKey { ListKey(Array(key.publicKey.rawRepresentation))! }

    func reply(to request: Received) -> Reply {
        state.withLock { state in
            let date = state.dateSeconds.map { [Reply.dateHeader($0)] } ?? []
            switch request.target {
            case "/v1/vocabulary":
                let rules = RulesBody(slotMinutes: 30, reportAgeHoursMax: 24, utcOffset: .zero, country: .us, issuer: nil)
                let key = ListKeyBody(state.namedKey ?? Self.listKey(state.key), former: state.former)
                return .json(VocabularyBody(areas: .everywhere, rules: rules, listKey: key), headers: date)
            case "/v1/list":
                let body = Self.body(state)
                let tag = "W/\"" + SHA256.hash(data: body).prefix(8).map { String($0, radix: 16) }.joined() + "\""
                if request.headers["if-none-match"] == tag {
                    return state.onReply(.bytes([], status: 304, type: "application/json", headers: ["ETag: \(tag)"] + date))
                }
                let signature: [UInt8] = (try? state.key.signature(for: ListSignature.prefix + body)).map(Array.init) ?? []
                let headers = ["ETag: \(tag)", "Thaw-Signature: \(state.signatureHeader ?? ListSignature.header(signature))"] + date
                return state.onReply(.bytes(body, status: 200, type: "application/json", headers: headers))
            default: return .problem(.requestNotFound)
            }
        }
    }

    private static func body(_ state: State) -> [UInt8] {
        let head = ListHead(
            registry: listKey(state.key).fingerprint, asOf: WireTime.text(state.asOf),
            validUntil: WireTime.text(state.asOf + Int64(state.hours) * 3_600), help: "Call \"555-0100\".",
            isTruncated: state.isTruncated)
        let plates = state.plates.compactMap { try? Plate($0) }.sorted { $0.key < $1.key }
        var listings = ListingsText(listings: plates.count)
        for plate in plates {
            listings.append(
                ListedPlate(
                    plate: PlateBody(plate), status: .confirmed, signs: ["convoy"], vehicles: [VehicleBody(color: "black", body: "suv")],
                    lastDay: "2026-11-21"))
        }
        return state.change(head.body(listings))
    }
}

/// A logged-in machine and a server with a list.
struct ListFixture {
    let scratch = Scratch()
    let registry = ListServer()
    let server: FakeServer
    let account: Account
    let folders: Folders

    init() throws {
        let registry = registry
        server = FakeServer { request, _ in registry.reply(to: request) }
        account = try .test(port: server.port)
        folders = try scratch.folders
        try account.save(in: folders)
    }

    func list(at now: Int64 = testNow) -> KeptList { KeptList(folders: folders, account: account, environment: .test(now: now)) }

    func client(at now: Int64 = testNow) -> ThawClient {
        ThawClient(account: account, settings: .test(), environment: .test(now: now))
    }

    @discardableResult
    func sync(at now: Int64 = testNow) throws -> KeptList.Synced { try list(at: now).sync(through: client(at: now)) }

    func open(at now: Int64 = testNow) throws -> OpenList { try list(at: now).open() }

    /// The exact matches and the similar plates of a plate, as text.
    func found(_ plate: String, similar: Bool = true, at now: Int64 = testNow) throws -> [String] {
        let matches = try open(at: now).lookUp(Plate(plate).key, similar: similar)
        return matches.listings.map(\.plate.text) + matches.similar.map { "\($0.difference.name) \($0.listing.plate.text)" }
    }

    var listFile: URL { URL(filePath: folders.cache + "/list") }
    var indexFile: URL { URL(filePath: folders.cache + "/list-index") }
    var trustFile: URL { URL(filePath: folders.state + "/list-trust") }
    /// How often the list was asked for.
    var listRequests: [Received] { server.received.filter { $0.target == "/v1/list" } }
}
