import Crypto
import Foundation
import Vocabulary
import Wire

/// An audit chain, and the answers of a server that rewrites it. The real server serves only its own chain.
struct ForgedChain: Sendable {
    private(set) var entries: [AuditEntryBody] = []
    private let key = Curve25519.Signing.PrivateKey()
    var checkpoint: SignedHeadBody
    /// The head in the answers, if it is not the chain's own.
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
                plateName: plateName == AuditEntry.noPlate ? nil : plateName.hexadecimal,
                hash: SHA256.hash(data: before.1 + entry.bytes).hexadecimal))
    }

    /// Changes an entry behind its hash's back.
    mutating func tamper(_ sequence: Int, _ change: (inout AuditEntryBody) -> Void) {
        guard let index = entries.firstIndex(where: { $0.sequence == sequence }) else { return }
        change(&entries[index])
    }

    mutating func remove(_ sequence: Int) { entries.removeAll { $0.sequence == sequence } }

    /// Folds everything up to an entry into the checkpoint.
    mutating func fold(upTo sequence: Int) {
        guard let entry = entries.first(where: { $0.sequence == sequence }) else { return }
        checkpoint = Self.head(sequence, Self.bytes(entry.hash), key)
        entries.removeAll { $0.sequence <= sequence }
    }

    /// Everything anew, as a person who holds the server's key could write it.
    mutating func rewrite(_ actions: [AuditAction]) {
        entries = []
        for action in actions { add(action) }
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
            sequence: sequence, hash: hash.hexadecimal, signature: (signature ?? Data()).hexadecimal,
            publicKey: key.publicKey.rawRepresentation.hexadecimal)
    }

    private static func bytes(_ text: String) -> [UInt8] {
        [UInt8](hexadecimal: text, count: text.utf8.count / 2) ?? []
    }
}
