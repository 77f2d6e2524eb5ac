import Client
import Crypto
import Foundation
import Plates
import TestSupport
import Testing
import Wire

/// A bad list is a named error, and never an answer.
@Suite("A bad list") struct BadListTests {
    private let fixture: ListFixture
    /// Every error that a bad list may give.
    private static let named: Set<ClientError.Reason> = [
        .listMissing, .listExpired, .listDamaged, .listTrustDamaged, .listSignature, .listReplayed, .listClock, .listFormat,
    ]

    init() throws { fixture = try ListFixture() }

    /// The answers from the list, or why there is none.
    private func told() -> Result<[[String]], ClientError> {
        do {
            return .success(try ["MN ABC128", "ABC123", "MN XYZ987", "ABD123"].map { try fixture.found($0) })
        } catch {
            return .failure(error as? ClientError ?? ClientError(.interrupted))
        }
    }

    /// Damages a file in many ways; each must give a named error, or make no difference.
    private func expectNoWrongAnswer(from file: URL, mayAnswer: Bool) throws {
        let before = try told().get()
        let bytes = try Data(contentsOf: file)
        let cuts = (0..<bytes.count).map { ("cut to \($0)", bytes.prefix($0)) }
        let flips = (0..<bytes.count).map { index in
            var changed = bytes
            changed[index] ^= 1 << UInt8(index % 8)
            return ("flipped at \(index)", changed)
        }
        let others = [("longer", bytes + Data("\n".utf8)), ("twice", bytes + bytes), ("zeros", Data(count: bytes.count))]
        for (what, content) in cuts + flips + others {
            try content.write(to: file)
            switch told() {
            case .success(let answers): #expect(mayAnswer && answers == before, "\(what)")
            case .failure(let error): #expect(Self.named.contains(error.reason), "\(what): \(error.reason)")
            }
        }
        try FileManager.default.removeItem(at: file)
        if case .success(let answers) = told() { #expect(mayAnswer && answers == before, "removed") }
        try bytes.write(to: file)
        #expect(try told().get() == before)
    }

    @Test func `cut or flipped at any byte is not used`() throws {
        fixture.registry.change { $0.plates = ["MN ABC123", "MN ABC12B"] }
        try fixture.sync()
        try expectNoWrongAnswer(from: fixture.listFile, mayAnswer: false)
    }

    @Test func `a damaged index makes no difference`() throws {
        fixture.registry.change { $0.plates = ["MN ABC123", "MN ABC12B", "WI ABC123"] }
        try fixture.sync()
        try expectNoWrongAnswer(from: fixture.indexFile, mayAnswer: true)
    }

    @Test func `a damaged pin is an error`() throws {
        try fixture.sync()
        try expectNoWrongAnswer(from: fixture.trustFile, mayAnswer: false)
    }

    @Test func `the index of another list is not used`() throws {
        fixture.registry.change { $0.plates = ["MN ABC123"] }
        try fixture.sync()
        let former = try Data(contentsOf: fixture.indexFile)
        fixture.registry.change { state in
            state.plates = ["MN ABC123", "MN ABC128"]
            state.asOf += 60
        }
        try fixture.sync()
        let before = told()
        try former.write(to: fixture.indexFile)
        #expect(try told().get() == before.get())
        // The next fetch mends it, although the list is the same.
        #expect(try fixture.sync().isNew)
        #expect(try Data(contentsOf: fixture.indexFile) != former)
    }

    @Test func `flipped on its way is refused, and the former one stays`() throws {
        try fixture.sync()
        let before = told()
        fixture.registry.change { state in
            state.asOf += 60
            state.onReply = { reply in
                guard case .send(var bytes) = reply.steps[0] else { return reply }
                bytes[bytes.count - 40] ^= 1
                return Reply(steps: [.send(bytes)])
            }
        }
        #expect(reason { try fixture.sync() } == .listSignature)
        #expect(fixture.list(at: testNow + 3_600).refreshInPassing(through: fixture.client())?.name == "client.list_signature")
        #expect(try told().get() == before.get())
    }

    @Test(arguments: ["", "ed25519=", "ed25519=AAAA", "rsa=AAAA", "ed25519=" + String(repeating: "A", count: 86) + "=="])
    func `without its signature is refused`(header: String) throws {
        fixture.registry.change { $0.signatureHeader = header }
        #expect(reason { try fixture.sync() } == .listSignature)
        #expect(reason { try fixture.open() } == .listMissing)
    }

    @Test func `cut on its way is a lost connection`() throws {
        fixture.registry.change { state in
            state.onReply = { reply in
                guard case .send(let bytes) = reply.steps[0] else { return reply }
                return Reply(steps: [.send(Array(bytes.dropLast(20)))], closes: true)
            }
        }
        #expect(reason { try fixture.sync() } == .connectionLost)
    }

    @Test func `an older one than before is refused, from the server and on the disk`() throws {
        try fixture.sync()
        let older = try Data(contentsOf: fixture.listFile)
        fixture.registry.change { state in
            state.plates = ["MN XYZ987"]
            state.asOf += 60
        }
        try fixture.sync()
        let newer = told()
        let bytes = try Data(contentsOf: fixture.listFile)
        fixture.registry.change { $0.asOf -= 61 }
        #expect(reason { try fixture.sync() } == .listReplayed)
        #expect(try told().get() == newer.get())
        try older.write(to: fixture.listFile)
        #expect(reason { try fixture.open() } == .listReplayed)
        try bytes.write(to: fixture.listFile)
        #expect(try told().get() == newer.get())
        // Even after the newer one was erased.
        #expect(reason { try fixture.open(at: testNow + 48 * 3_600) } == .listExpired)
        #expect(reason { try fixture.sync() } == .listReplayed)
    }

    @Test func `one under another key is refused until a person trusts the key`() throws {
        try fixture.list().pin(ListKeyBody(fixture.registry.key))
        try fixture.sync()
        let before = told()
        fixture.registry.change { state in
            state.key = Curve25519.Signing.PrivateKey()
            state.asOf += 60
        }
        #expect(reason { try fixture.sync() } == .listKeyChanged)
        #expect(try told().get() == before.get())
        let named = ListKeyBody(fixture.registry.key)
        #expect(reason { try fixture.list().pin(named) } == .listKeyChanged)
        let server = try fixture.server.address
        #expect(reason { try KeptList.checkKey(named, of: server, in: fixture.folders, trustsNewKey: false) } == .listKeyChanged)
        try KeptList.checkKey(named, of: server, in: fixture.folders, trustsNewKey: true)
        try fixture.list().pin(named, trustsNewKey: true)
        #expect(reason { try fixture.open() } == .listMissing, "the former registry's list is of no use")
        #expect(try fixture.sync().isNew)
    }

    @Test func `a new key that the pinned one announces is taken, and no other`() throws {
        try fixture.sync()
        let (former, next, stranger) = (
            fixture.registry.key, Curve25519.Signing.PrivateKey(), Curve25519.Signing.PrivateKey()
        )
        var formerSigner = Curve25519.Signing.PrivateKey()
        fixture.registry.change { formerSigner = $0.key }
        let announced = ListSignature.keyPrefix + ListServer.listKey(next).bytes
        func body(_ signer: Curve25519.Signing.PrivateKey, over message: [UInt8]) throws -> FormerListKeyBody {
            let hex = try signer.signature(for: message).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
            return FormerListKeyBody(ed25519: former.hexadecimal, signature: hex)
        }
        let forged = [
            try body(stranger, over: announced), try body(formerSigner, over: ListSignature.prefix + ListServer.listKey(next).bytes),
            FormerListKeyBody(ed25519: former.hexadecimal, signature: "00"),
            FormerListKeyBody(ed25519: ListServer.listKey(stranger).hexadecimal, signature: try body(stranger, over: announced).signature),
        ]
        fixture.registry.change { state in
            state.key = next
            state.asOf += 60
        }
        for body in forged {
            fixture.registry.change { $0.former = body }
            #expect(reason { try fixture.sync() } == .listKeyChanged)
        }
        let good = try body(formerSigner, over: announced)
        fixture.registry.change { $0.former = good }
        #expect(try fixture.sync().isNew)
        fixture.registry.change { $0.former = nil }
        fixture.registry.change { $0.asOf += 60 }
        #expect(try fixture.sync().isNew, "the new key is pinned")
    }

    @Test func `a named key that did not sign it is of no use`() throws {
        fixture.registry.change { $0.namedKey = ListServer.listKey(Curve25519.Signing.PrivateKey()) }
        #expect(reason { try fixture.sync() } == .listSignature)
    }

    @Test func `a clock two hours off is an error, or makes it end two hours early`() throws {
        let behind = testNow - 2 * 3_600
        #expect(reason { try fixture.sync(at: behind) } == .listClock)
        #expect(reason { try fixture.open(at: behind) } == .listMissing)
        try fixture.sync()
        #expect(reason { try fixture.open(at: behind) } == .listClock)
        // Set back since the fetch, although the list was made before.
        #expect(try fixture.open(at: testNow - 120).summary.count == 5)
        #expect(reason { try fixture.open(at: testNow - 121) } == .listClock)
        let ahead = testNow + 23 * 3_600
        #expect(reason { try fixture.open(at: ahead + 3_600) } == .listExpired)
    }

    @Test func `a machine whose clock is behind the server's fetches none`() throws {
        fixture.registry.change { state in
            state.asOf -= 8 * 3_600
            state.dateSeconds = testNow + 7_200
        }
        #expect(reason { try fixture.sync() } == .listClock)
        fixture.registry.change { $0.dateSeconds = testNow - 7_200 }
        #expect(try fixture.sync().isNew, "a clock ahead only ends it early")
    }

    @Test(
        arguments: [
            (#""format":1"#, #""format":2"#, ClientError.Reason.listFormat), (#""format":1"#, #""format":"1""#, .listFormat),
            (#""registry":""#, #""registry":"0"#, .notUnderstood), (#""listings":["#, #""listings":{"#, .notUnderstood),
            (#""as_of":"2026"#, #""as_of":"1026"#, .notUnderstood), (#"]}"#, #"],"listings":[]}"#, .notUnderstood),
            (#""valid_until":"2026-11-23"#, #""valid_until":"2026-11-24"#, .notUnderstood),
            (#""valid_until":"2026-11-23"#, #""valid_until":"2026-11-21"#, .notUnderstood),
        ] as [(String, String, ClientError.Reason)])
    func `a signed list that makes no sense is a named error`(_ text: String, _ other: String, _ expected: ClientError.Reason) throws {
        fixture.registry.change { state in
            state.change = { Array(String(decoding: $0, as: UTF8.self).replacing(text, with: other).utf8) }
        }
        #expect(reason { try fixture.sync() } == expected)
        #expect(reason { try fixture.open() } == .listMissing)
    }

    @Test func `a listing that makes no sense is left out, and then the list is not whole`() throws {
        fixture.registry.change { state in
            state.change = { Array(String(decoding: $0, as: UTF8.self).replacing(#""ABC128""#, with: "null").utf8) }
        }
        let summary = try fixture.sync().summary
        #expect(summary.count == 4 && !summary.isWhole)
    }

    @Test func `one that is larger than a list can be is not read`() throws {
        fixture.registry.change { state in
            state.onReply = { _ in
                .raw("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: \(WireLimits.listBytes + 1)\r\n\r\n{")
            }
        }
        #expect(reason { try fixture.sync() } == .tooLarge)
    }
}
