import Crypto
import CryptoExtras
import Glibc
package import Plates

/// Every key that is derived from the registry's one secret, by HKDF-SHA-256 (RFC 5869) with a label each.
///
/// Losing the secret loses every plate; whoever holds it and the database can read what is listed and watched that day. Week keys are not
/// derived from it: see `WeekKeys`. Its description hides all of them.
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
        let seed = key("audit head").withUnsafeBytes { Array($0) }
        guard let signer = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else {
            preconditionFailure("any 32 bytes are a seed of Ed25519")
        }
        auditSigner = signer
        tombstones = CodeKey(key("tombstones"))
        cursors = CursorSeal(key: key("cursors"))
        store = StoreChecks(key)
        weekWitnesses = CodeKey(key("week witnesses"))
    }

    package var description: String { "seal keys" }

    package var customMirror: Mirror { Mirror(self, children: []) }

    /// What a database keeps to recognise its key by: it says nothing of the key.
    package var keyWitness: Digest128 {
        witness.code(of: Array("thaw".utf8))
    }

    /// Asks the operating system to keep what opens plates, and what week keys are joined with, out of swap; false where it declines
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

    /// About 0.1 µs. Throws `wrongKey` for a block that another key sealed, or that is damaged.
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
            preconditionFailure("AES takes 16 bytes and a key of 32, and has both")
        }
    }

    // MARK: What only the bearer of a token can ask for again

    /// Under what a report's receipt is kept: the same token, plate, area and slot give it again.
    ///
    /// - Parameters:
    ///   - area: the area's id, so that a renumbered area does not change it.
    ///   - slot: the slot's start, in minutes since 1970.
    package func receipt(token: [UInt8], key: PlateKey, area: String, slot: Int64) -> Digest128 {
        receiptMessage(token, key, area, time: slot).code(receipts)
    }

    /// The same without the slot, under a key of its own: what a late report is recognised by, which joins a whole day's row.
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

    /// Under what the answer to a report id is kept.
    package func replay(token: [UInt8], reportID: [UInt8]) -> Digest128 {
        var message = CodedMessage(capacity: 8 + token.count + reportID.count)
        message.append(counted: token)
        message.append(reportID)
        return message.code(replays)
    }

    /// Under what a report's fields are recognised again, from a digest of them.
    package func content(digest: [UInt8]) -> Digest128 {
        contents.code(of: digest)
    }

    /// What a week's tags are made with: its random key, and the secret, so that a disk without the secret confirms nobody's tag.
    func tagKey(ofWeekKey bytes: [UInt8]) -> CodeKey {
        CodeKey(HKDF<SHA256>.deriveKey(inputKeyMaterial: tags, salt: bytes, info: Array("thaw/1/week".utf8), outputByteCount: 32))
    }

    /// By what the database recognizes a week's key again; it says nothing of the key.
    func witness(ofWeekKey bytes: [UInt8]) -> Digest128 { weekWitnesses.code(of: bytes) }

    /// The 20 bits that a protection keeps of a plate: about one other plate in a million shares them.
    package func protection(of key: PlateKey) -> UInt32 {
        var message = CodedMessage(capacity: 8)
        message.append(key.packed)
        return UInt32(truncatingIfNeeded: message.code(protections).high >> 44)
    }
}

extension SealKeys {
    // MARK: What moderators do

    /// What the audit chain calls a plate; without the salt it means nothing, to whoever holds the secret too.
    package func auditName(salt: Digest128, key: PlateKey) -> Digest128 {
        var message = CodedMessage(capacity: 24)
        message.append(salt.bytes)
        message.append(key.packed)
        return message.code(audit)
    }

    /// Ed25519 over a place in the audit chain; 64 bytes.
    package func signAudit(_ bytes: [UInt8]) -> [UInt8] {
        guard let signature = try? auditSigner.signature(for: bytes) else { preconditionFailure("Ed25519 signs whatever it is given") }
        return Array(signature)
    }

    /// By which anybody checks it; 32 bytes.
    package var auditPublicKey: [UInt8] { Array(auditSigner.publicKey.rawRepresentation) }

    /// What shows that a tombstone was written by this registry, whole.
    package func tombstoneCheck(_ bytes: [UInt8]) -> Digest128 {
        tombstones.code(of: bytes)
    }
}

/// What an HMAC-SHA-256 is made over, put together first: each piece that the library is handed costs it as much as a block.
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

    /// A length and then the bytes, so that no two different sequences of pieces are the same message.
    mutating func append(counted piece: [UInt8]) {
        append(Int64(piece.count))
        append(piece)
    }

    func code(_ key: CodeKey) -> Digest128 { key.code(of: bytes) }
}
