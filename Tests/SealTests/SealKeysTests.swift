import Crypto
import Foundation
import Plates
import Seal
import Testing

struct SealKeysTests {
    let keys = try! SealKeys(secret: [UInt8](0..<32))
    let other = try! SealKeys(secret: [UInt8](1..<33))

    @Test("a plate comes back as it was typed", arguments: ["ABC123", "MN POOL00", "I♥NY", "7", "CA-ON ABCDEFGHJK", "MX-CHH OIOIOIOIOI"])
    func roundTrip(text: String) throws {
        let plate = try Plate(text)
        let opened = try keys.unseal(keys.seal(plate))
        #expect(opened == plate)
        #expect(opened.characters == plate.characters)
    }

    @Test("another key opens no block")
    func wrongKey() throws {
        let sealed = keys.seal(try Plate("MN ABC123"))
        #expect(throws: SealError.wrongKey) { try other.unseal(sealed) }
    }

    @Test("a block with any bit flipped does not open")
    func damage() throws {
        let sealed = keys.seal(try Plate("MN ABC123"))
        for bit in 0..<64 {
            #expect(throws: SealError.wrongKey) {
                try keys.unseal(SealedPlate(block: Digest128(high: sealed.block.high ^ 1 << UInt64(bit), low: sealed.block.low)))
            }
            #expect(throws: SealError.wrongKey) {
                try keys.unseal(SealedPlate(block: Digest128(high: sealed.block.high, low: sealed.block.low ^ 1 << UInt64(bit))))
            }
        }
    }

    @Test("codes are the first half of the library's HMAC-SHA-256", arguments: [0, 1, 55, 56, 64, 65, 200])
    func codes(length: Int) {
        let secret = SymmetricKey(data: [UInt8](0..<32))
        let key = HKDF<SHA256>.deriveKey(inputKeyMaterial: secret, info: Array("thaw/1/contents".utf8), outputByteCount: 32)
        let message = (0..<length).map { UInt8($0) }
        #expect(keys.content(digest: message).bytes == Array(HMAC<SHA256>.authenticationCode(for: message, using: key).prefix(16)))
    }

    @Test("a secret has 32 bytes", arguments: [0, 16, 31, 33, 64])
    func secretLength(count: Int) {
        #expect(throws: SealError.keyLength(bytes: count)) { try SealKeys(secret: [UInt8](repeating: 1, count: count)) }
    }

    @Test("receipts of a slot and of a day differ if the token, plate, area or time differs, and only then, and from each other")
    func receipts() throws {
        let (abc, foreign) = (try Plate("MN ABC123").key, try Plate("WI ABC123").key)
        typealias Receipt = (SealKeys, [UInt8], PlateKey, String, Int64) -> Digest128
        let ofSlot: Receipt = { $0.receipt(token: $1, key: $2, area: $3, slot: $4) }
        let ofDay: Receipt = { $0.dayReceipt(token: $1, key: $2, area: $3, day: $4) }
        for receipt in [ofSlot, ofDay] {
            let base = receipt(keys, [1, 2], abc, "seward", 60)
            #expect(base == receipt(keys, [1, 2], abc, "seward", 60))
            #expect(base != receipt(keys, [1, 3], abc, "seward", 60))
            #expect(base != receipt(keys, [1, 2], foreign, "seward", 60))
            #expect(base != receipt(keys, [1, 2], abc, "sewar", 60))
            #expect(base != receipt(keys, [1, 2], abc, "seward", 61))
            #expect(base != receipt(other, [1, 2], abc, "seward", 60))
        }
        #expect(ofSlot(keys, [1, 2], abc, "seward", 60) != ofDay(keys, [1, 2], abc, "seward", 60))
    }

    @Test("a protection stores 20 bits, and different plates spread over them")
    func protections() throws {
        var seen: Set<UInt32> = []
        for number in 0..<1000 {
            let bits = keys.protection(of: try Plate("MN ABC\(1000 + number)").key)
            #expect(bits < 1 << 20)
            seen.insert(bits)
        }
        #expect(seen.count > 990)
    }

    @Test("lists are signed under a key of their own, the same for the same secret")
    func listKey() throws {
        let message = Array("thaw list 1\n{}".utf8)
        let key = try Curve25519.Signing.PublicKey(rawRepresentation: keys.listPublicKey)
        #expect(key.isValidSignature(keys.signList(message), for: message))
        #expect(!key.isValidSignature(keys.signList(message), for: message + [0]))
        #expect(!key.isValidSignature(keys.signAudit(message), for: message))
        #expect(keys.listPublicKey != keys.auditPublicKey)
        #expect(keys.listPublicKey == (try SealKeys(secret: [UInt8](0..<32))).listPublicKey)
        #expect(keys.listPublicKey != other.listPublicKey)
    }

    @Test("the witness is the same for the same key, and another for another key")
    func witness() throws {
        #expect(keys.keyWitness == (try SealKeys(secret: [UInt8](0..<32))).keyWitness)
        #expect(keys.keyWitness != other.keyWitness)
    }
}

struct CursorSealTests {
    let cursors = try! SealKeys(secret: [UInt8](0..<32)).cursors

    @Test("a cursor opens to the sealed bytes and shows none of them")
    func roundTrip() {
        let bytes = Array("a position".utf8)
        let text = cursors.seal(bytes)
        #expect(cursors.open(text) == bytes)
        #expect(!text.contains("position"))
        #expect(text != cursors.seal(bytes), "sealing the same position twice gives different cursors")
    }

    @Test(
        "a text that was not sealed here does not open",
        arguments: ["", "A", "====", "%%%", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghij", String(repeating: "A", count: 100_000)])
    func strangers(text: String) {
        #expect(cursors.open(text) == nil)
    }

    @Test("a changed cursor does not open")
    func changed() {
        let text = Array(cursors.seal([1, 2, 3]))
        for index in text.indices {
            var changed = text
            changed[index] = changed[index] == "A" ? "B" : "A"
            // The last character may carry bits that base64 ignores.
            if index == text.count - 1 { continue }
            #expect(cursors.open(String(changed)) == nil)
        }
    }
}

struct Digest128Tests {
    @Test("bytes and words have the same value")
    func bytes() throws {
        let digest = Digest128(high: 0x0001_0203_0405_0607, low: 0x0809_0A0B_0C0D_0E0F)
        #expect(digest.bytes == [UInt8](0..<16))
        #expect(Digest128([UInt8](0..<16)) == digest)
        #expect(Digest128([UInt8](0..<32)) == digest)
        #expect(Digest128([UInt8](0..<15)) == nil)
    }
}
