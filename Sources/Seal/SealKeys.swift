import Crypto
import CryptoExtras
import Glibc
package import Plates

/// The keys derived from the registry's one secret by HKDF-SHA-256 (RFC 5869), each with its own label.
///
/// If the secret is lost, every plate is lost. Anyone who has both the secret and the database can read the plates that are listed and
/// watched that day. Week keys are not derived from it: see `WeekKeys`. The description hides all keys.
package struct SealKeys: Sendable, CustomStringConvertible, CustomReflectable {
    /// The length of the secret, in bytes.
    package static let secretLength = 32

    private let plates: SymmetricKey
    private let receipts: CodeKey
    private let dayReceipts: CodeKey
    private let replays: CodeKey
    private let protections: CodeKey
    private let contents: CodeKey
    private let tags: SymmetricKey
    private let witness: CodeKey
    private let audit: CodeKey
    private let auditSigner: Curve25519.Signing.PrivateKey
    private let listSigner: Curve25519.Signing.PrivateKey
    private let tombstones: CodeKey
    private let weekWitnesses: CodeKey
    package let cursors: CursorSeal
    package let store: StoreChecks

    /// - Parameter secret: exactly 32 random bytes.
    package init(secret: some Collection<UInt8>) throws(SealError) {
        guard secret.count == Self.secretLength else { throw .keyLength(bytes: secret.count) }
        let master = SymmetricKey(data: Array(secret))
        func key(_ label: String) -> SymmetricKey {
            HKDF<SHA256>.deriveKey(inputKeyMaterial: master, info: Array("thaw/1/\(label)".utf8), outputByteCount: 32)
        }
        plates = key("plates")
        receipts = CodeKey(key("receipts"))
        dayReceipts = CodeKey(key("day receipts"))
        replays = CodeKey(key("replays"))
        protections = CodeKey(key("protections"))
        contents = CodeKey(key("contents"))
        tags = key("tags")
        witness = CodeKey(key("witness"))
        audit = CodeKey(key("audit"))
        func signer(_ label: String) -> Curve25519.Signing.PrivateKey {
            let seed = key(label).withUnsafeBytes { Array($0) }
            guard let signer = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else {
                preconditionFailure("any 32 bytes are an Ed25519 seed")
            }
            return signer
        }
        auditSigner = signer("audit head")
        listSigner = signer("list")
        tombstones = CodeKey(key("tombstones"))
        cursors = CursorSeal(key: key("cursors"))
        store = StoreChecks(key)
        weekWitnesses = CodeKey(key("week witnesses"))
    }

    package var description: String { "seal keys" }

    package var customMirror: Mirror { Mirror(self, children: []) }

    /// The database stores this value to recognize its key. It reveals nothing about the key.
    package var keyWitness: Digest128 {
        witness.code(of: Array("thaw".utf8))
    }

    /// Keeps the key of the plates, and the key that is combined with the week keys, out of swap; false if the system refuses
    /// (`RLIMIT_MEMLOCK`).
    package func lockMemory() -> Bool {
        [plates, tags].allSatisfy { key in key.withUnsafeBytes { mlock($0.baseAddress, $0.count) == 0 } }
    }

    // MARK: Plates

    package func seal(_ plate: Plate) -> SealedPlate {
        var block = Digest128(high: UInt64(plate.key.packed), low: UInt64(plate.typed.rawValue) << 48).bytes
        permute(&block, AES.permute)
        return SealedPlate(block: Digest128(block)!)
    }

    /// Takes about 0.1 µs. Throws `wrongKey` if another key sealed the block or it is damaged.
    package func unseal(_ sealed: SealedPlate) throws(SealError) -> Plate {
        var block = sealed.block.bytes
        permute(&block, AES.inversePermute)
        let clear = Digest128(block)!
        guard clear.low & 0xFFFF_FFFF_FFFF == 0, let packed = Int64(exactly: clear.high), let key = PlateKey(packed: packed) else {
            throw .wrongKey
        }
        return Plate(key: key, typed: TypedMask(rawValue: UInt16(clear.low >> 48)))
    }

    private func permute(_ block: inout [UInt8], _ direction: (inout [UInt8], SymmetricKey) throws -> Void) {
        do {
            try direction(&block, plates)
        } catch {
            preconditionFailure("the block has 16 bytes and the key 32, as AES needs")
        }
    }

    // MARK: Digests that need the token

    /// The digest of a report's receipt. The same token, plate, area and slot give the same digest.
    ///
    /// - Parameters:
    ///   - area: the area's ID, so that renumbering areas does not change the digest.
    ///   - slot: the slot's start, in minutes since 1970.
    package func receipt(token: [UInt8], key: PlateKey, area: String, slot: Int64) -> Digest128 {
        receiptMessage(token, key, area, time: slot).code(receipts)
    }

    /// The digest of a late report's receipt: it has a day instead of a slot, and its own key. A late report is added to the row of its
    /// day.
    ///
    /// - Parameter day: days since 1970-01-01.
    package func dayReceipt(token: [UInt8], key: PlateKey, area: String, day: Int64) -> Digest128 {
        receiptMessage(token, key, area, time: day).code(dayReceipts)
    }

    private func receiptMessage(_ token: [UInt8], _ key: PlateKey, _ area: String, time: Int64) -> CodedMessage {
        var message = CodedMessage(capacity: 24 + token.count + area.utf8.count)
        message.append(counted: token)
        message.append(key.packed)
        message.append(time)
        message.append(area.utf8)
        return message
    }

    /// The digest under which the answer to a report ID is stored.
    package func replay(token: [UInt8], reportID: [UInt8]) -> Digest128 {
        var message = CodedMessage(capacity: 8 + token.count + reportID.count)
        message.append(counted: token)
        message.append(reportID)
        return message.code(replays)
    }

    /// Recognizes a report's fields when they are sent again.
    ///
    /// - Parameter digest: a digest of the fields.
    package func content(digest: [UInt8]) -> Digest128 {
        contents.code(of: digest)
    }

    /// The key of a week's tags, from its random key and the secret. Without the secret, a disk confirms nobody's tag.
    func tagKey(ofWeekKey bytes: [UInt8]) -> CodeKey {
        CodeKey(HKDF<SHA256>.deriveKey(inputKeyMaterial: tags, salt: bytes, info: Array("thaw/1/week".utf8), outputByteCount: 32))
    }

    /// The database stores this value to recognize a week's key. It reveals nothing about the key.
    func witness(ofWeekKey bytes: [UInt8]) -> Digest128 { weekWitnesses.code(of: bytes) }

    /// The 20 bits of a plate that a protection stores. About one other plate in a million has the same bits.
    package func protection(of key: PlateKey) -> UInt32 {
        var message = CodedMessage(capacity: 8)
        message.append(key.packed)
        return UInt32(truncatingIfNeeded: message.code(protections).high >> 44)
    }
}

extension SealKeys {
    // MARK: Signatures, the audit chain and tombstones

    /// The name of a plate in the audit chain. Without the salt, nobody can tell which plate it is, not even with the secret.
    package func auditName(salt: Digest128, key: PlateKey) -> Digest128 {
        var message = CodedMessage(capacity: 24)
        message.append(salt.bytes)
        message.append(key.packed)
        return message.code(audit)
    }

    /// Signs a position in the audit chain with Ed25519; 64 bytes.
    package func signAudit(_ bytes: [UInt8]) -> [UInt8] { Self.sign(bytes, auditSigner) }

    /// The public key that checks such a signature; 32 bytes.
    package var auditPublicKey: [UInt8] { Array(auditSigner.publicKey.rawRepresentation) }

    /// Signs a list for devices with Ed25519, under a key of its own; 64 bytes.
    package func signList(_ bytes: [UInt8]) -> [UInt8] { Self.sign(bytes, listSigner) }

    /// The public key that checks such a signature; 32 bytes.
    package var listPublicKey: [UInt8] { Array(listSigner.publicKey.rawRepresentation) }

    private static func sign(_ bytes: [UInt8], _ signer: Curve25519.Signing.PrivateKey) -> [UInt8] {
        guard let signature = try? signer.signature(for: bytes) else { preconditionFailure("Ed25519 signs any bytes") }
        return Array(signature)
    }

    /// The code that shows that this registry wrote a tombstone and that it is whole.
    package func tombstoneCheck(_ bytes: [UInt8]) -> Digest128 {
        tombstones.code(of: bytes)
    }
}

/// A message for HMAC-SHA-256, made of pieces.
struct CodedMessage {
    private var bytes: [UInt8] = []

    init(capacity: Int) {
        bytes.reserveCapacity(capacity)
    }

    mutating func append(_ piece: some Collection<UInt8>) {
        bytes.append(contentsOf: piece)
    }

    mutating func append(_ integer: Int64) {
        withUnsafeBytes(of: integer.bigEndian) { bytes.append(contentsOf: $0) }
    }

    /// Appends the length and then the bytes, so that two different sequences of pieces never give the same message.
    mutating func append(counted piece: [UInt8]) {
        append(Int64(piece.count))
        append(piece)
    }

    func code(_ key: CodeKey) -> Digest128 { key.code(of: bytes) }
}
