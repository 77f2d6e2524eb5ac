import Crypto
import Foundation
import Vocabulary
import Wire

/// An audit chain, and what a server that rewrites one would give out. The real server gives out none but its own.
struct ForgedChain: Sendable {
    private(set) var entries: [AuditEntryBody] = []
    private var key = Curve25519.Signing.PrivateKey()
    var checkpoint: SignedHeadBody
    /// What is given out as the head, where that is not the chain's own.
    var forgedHead: SignedHeadBody?
    var entriesPerPage = 2

    init() {
        checkpoint = Self.head(0, Self.nothing, key)
    }

    private static let nothing = [UInt8](repeating: 0, count: AuditEntry.hashBytes)

    var head: SignedHeadBody {
        guard let last = entries.last else { return checkpoint }
        return Self.head(last.sequence, Self.bytes(last.hash), key)
    }

    /// Adds an entry of the day, with its hash.
    mutating func add(_ action: AuditAction, count: Int64 = 1, by: String = "7GQK", plateName: [UInt8] = AuditEntry.noPlate) {
        guard let actor = AuditActor(name: by) else { preconditionFailure("the test's ids are ids") }
        let before = entries.last.map { ($0.sequence, Self.bytes($0.hash)) } ?? (checkpoint.sequence, Self.bytes(checkpoint.hash))
        let entry = AuditEntry(
            sequence: Int64(before.0) + 1, day: 20_779, actor: actor, action: action, count: count, plateName: plateName)
        entries.append(
            AuditEntryBody(
                sequence: Int(entry.sequence), day: WireTime.dayText(entry.day), by: actor.name, action: action.rawValue, count: Int(count),
                plateName: plateName == AuditEntry.noPlate ? nil : Self.hexadecimal(plateName),
                hash: Self.hexadecimal(Array(SHA256.hash(data: before.1 + entry.bytes)))))
    }

    /// Changes an entry behind its hash's back.
    mutating func tamper(_ sequence: Int, _ change: (inout AuditEntryBody) -> Void) {
        guard let place = entries.firstIndex(where: { $0.sequence == sequence }) else { return }
        change(&entries[place])
    }

    mutating func remove(_ sequence: Int) { entries.removeAll { $0.sequence == sequence } }

    /// Folds everything up to an entry into the checkpoint.
    mutating func fold(upTo sequence: Int) {
        guard let entry = entries.first(where: { $0.sequence == sequence }) else { return }
        checkpoint = Self.head(sequence, Self.bytes(entry.hash), key)
        entries.removeAll { $0.sequence <= sequence }
    }

    /// Everything anew, as whoever holds the server's key could write it.
    mutating func rewrite(_ actions: [AuditAction]) {
        entries = []
        for action in actions { add(action) }
    }

    mutating func changeKey() {
        key = Curve25519.Signing.PrivateKey()
        checkpoint = Self.head(checkpoint.sequence, Self.bytes(checkpoint.hash), key)
    }

    func page(_ request: AuditRequest) -> AuditPage {
        var found = entries.filter { entry in
            (request.action == nil || request.action == entry.action) && (request.by == nil || request.by == entry.by)
        }
        if let after = request.after {
            found.removeAll { $0.sequence <= after }
        } else {
            found.removeAll { $0.sequence >= request.before ?? .max }
            found.reverse()
        }
        let limit = min(request.limit ?? entriesPerPage, entriesPerPage)
        return AuditPage(
            entries: Array(found.prefix(limit)), more: found.count > limit, checkpoint: checkpoint, head: forgedHead ?? head)
    }

    static func head(_ sequence: Int, _ hash: [UInt8], _ key: Curve25519.Signing.PrivateKey) -> SignedHeadBody {
        let signature = try? key.signature(for: AuditEntry.signed(sequence: Int64(sequence), hash: hash))
        return SignedHeadBody(
            sequence: sequence, hash: hexadecimal(hash), signature: hexadecimal(Array(signature ?? Data())),
            publicKey: hexadecimal(Array(key.publicKey.rawRepresentation)))
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private static func bytes(_ text: String) -> [UInt8] {
        stride(from: 0, to: text.count, by: 2).compactMap { UInt8(text.dropFirst($0).prefix(2), radix: 16) }
    }
}
