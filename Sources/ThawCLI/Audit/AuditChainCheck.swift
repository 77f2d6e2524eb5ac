import Crypto
import FoundationEssentials
import Vocabulary
import Wire

/// The audit chain as this machine recomputes it, entry by entry.
struct AuditChainCheck {
    private(set) var sequence: Int
    private(set) var hash: [UInt8]
    private(set) var entries = 0

    /// - Throws: `client.audit_chain` if the checkpoint is malformed.
    init(after checkpoint: SignedHeadBody) throws(Failure) {
        guard let hash = [UInt8](hexadecimal: checkpoint.hash, count: AuditEntry.hashBytes), checkpoint.sequence >= 0,
            checkpoint.sequence > 0 || hash.allSatisfy({ $0 == 0 })
        else { throw Failure(.clientAuditChain, "The chain's checkpoint is malformed.") }
        sequence = checkpoint.sequence
        self.hash = hash
    }

    /// Adds an entry, which must be the next one and match its hash.
    mutating func add(_ body: AuditEntryBody) throws(Failure) {
        let next = sequence + 1
        guard body.sequence == next else {
            throw Failure(.clientAuditChain, "Entry \(next) is missing: entry \(body.sequence) comes next.")
        }
        guard let entry = AuditEntry(body) else { throw Failure(.clientAuditChain, "Entry \(next) is malformed.") }
        let computed = Array(SHA256.hash(data: hash + entry.bytes))
        guard [UInt8](hexadecimal: body.hash, count: AuditEntry.hashBytes) == computed else {
            throw Failure(.clientAuditChain, "Entry \(next) does not match its hash: it was changed, or the entry before it was.")
        }
        sequence = next
        hash = computed
        entries += 1
    }

    /// Whether the chain has reached exactly this head.
    func isAt(_ head: SignedHeadBody) -> Bool {
        head.sequence == sequence && [UInt8](hexadecimal: head.hash, count: AuditEntry.hashBytes) == hash
    }
}

extension AuditEntry {
    /// The entry in the form that is hashed; `nil` if a field is invalid.
    fileprivate init?(_ body: AuditEntryBody) {
        guard let day = WireTime.day(body.day), let actor = AuditActor(name: body.by), let action = AuditAction(rawValue: body.action)
        else {
            return nil
        }
        var name = Self.noPlate
        if let text = body.plateName {
            guard let bytes = [UInt8](hexadecimal: text, count: Self.plateNameBytes) else { return nil }
            name = bytes
        }
        self.init(
            sequence: Int64(body.sequence), day: day, actor: actor, action: action, count: Int64(body.count), plateName: name)
    }
}

extension SignedHeadBody {
    /// Whether the signature is valid for this sequence number and hash.
    var isSigned: Bool {
        guard let hash = [UInt8](hexadecimal: hash, count: AuditEntry.hashBytes),
            let signature = [UInt8](hexadecimal: signature, count: Self.signatureBytes),
            let raw = [UInt8](hexadecimal: publicKey, count: Self.publicKeyBytes),
            let key = try? Curve25519.Signing.PublicKey(rawRepresentation: raw)
        else { return false }
        return key.isValidSignature(signature, for: AuditEntry.signed(sequence: Int64(sequence), hash: hash))
    }

    private static let signatureBytes = 64
    private static let publicKeyBytes = 32
}
