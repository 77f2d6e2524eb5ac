import Crypto
import Files
import FoundationEssentials
import Plates
import Wire

/// The plates of a verified list in sorted order, each with the place of its listing. A file beside the list holds it, to be mapped.
///
/// Layout, every integer little-endian: ``magic``; the list's signature, 64 bytes; the number of entries, the start and end of the
/// listings in the body, and the number of unreadable listings, 8 bytes each; the entries; SHA-256 of all that. An entry is the
/// characters and then the issuer in one word of 8 bytes, and the start and length of its listing in the body, 4 bytes each.
struct ListIndex {
    /// Keeps the bytes alive.
    private let owner: AnyObject
    private let bytes: UnsafeRawBufferPointer
    let count: Int
    /// The list of the listings in the body, brackets included.
    let listings: Range<Int>
    /// Listings that this version could not read.
    let unreadable: Int

    /// 16 bytes.
    private static let magic = Array("thaw list index1".utf8)
    private static let countOffset = 16 + ListKey.signatureBytes
    private static let headBytes = countOffset + 4 * 8
    private static let entryBytes = 16
    private static let digestBytes = 32

    /// The largest file.
    static let bytesMax = headBytes + WireLimits.listingsPerList * entryBytes + digestBytes

    /// The index in a mapped file; `nil` if it is damaged, or belongs to a list with another signature.
    init?(_ file: MappedFile, signature: [UInt8]) {
        self.init(owner: file, file.bytes, signature: signature)
    }

    /// The index of a list, in memory.
    init(of contents: ListContents, signature: [UInt8]) {
        let memory = OwnedBytes(Self.file(of: contents, signature: signature))
        guard let index = ListIndex(owner: memory, memory.bytes, signature: signature) else {
            preconditionFailure("an index that was just made is whole")
        }
        self = index
    }

    private init?(owner: AnyObject, _ bytes: UnsafeRawBufferPointer, signature: [UInt8]) {
        guard bytes.count >= Self.headBytes + Self.digestBytes, bytes.starts(with: Self.magic),
            bytes[Self.magic.count..<Self.countOffset].elementsEqual(signature)
        else { return nil }
        func field(_ number: Int) -> Int? {
            Int(exactly: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: Self.countOffset + 8 * number, as: UInt64.self)))
        }
        guard let count = field(0), let start = field(1), let end = field(2), let unreadable = field(3),
            count <= WireLimits.listingsPerList,
            bytes.count == Self.headBytes + count * Self.entryBytes + Self.digestBytes, start <= end, end <= WireLimits.listBytes
        else { return nil }
        let content = UnsafeRawBufferPointer(rebasing: bytes.dropLast(Self.digestBytes))
        guard Self.digest(of: content).elementsEqual(bytes.suffix(Self.digestBytes)) else { return nil }
        self.owner = owner
        self.bytes = bytes
        self.count = count
        listings = start..<end
        self.unreadable = unreadable
    }

    /// The bytes of the index's file.
    static func file(of contents: ListContents, signature: [UInt8]) -> [UInt8] {
        let sorted = contents.entries.map { (word: word(of: $0.key), range: $0.range) }.sorted { $0.word < $1.word }
        var bytes = magic + signature
        bytes.reserveCapacity(headBytes + sorted.count * entryBytes + digestBytes)
        func append(_ number: some FixedWidthInteger) {
            withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
        }
        for number in [sorted.count, contents.listings.lowerBound, contents.listings.upperBound, contents.unreadable] {
            append(UInt64(number))
        }
        for entry in sorted {
            append(entry.word)
            append(UInt32(entry.range.lowerBound))
            append(UInt32(entry.range.count))
        }
        let digest = bytes.withUnsafeBytes { Array(Self.digest(of: $0)) }
        return bytes + digest
    }

    private static func digest(of content: UnsafeRawBufferPointer) -> SHA256.Digest {
        var hash = SHA256()
        hash.update(bufferPointer: content)
        return hash.finalize()
    }

    /// Orders plates by their characters, and then by issuer, so that the issuers of the same characters are next to each other.
    private static func word(of key: PlateKey) -> UInt64 {
        UInt64(key.charactersPacked) << UInt64(issuerBits) | UInt64(key.issuer.rawValue)
    }

    private static let issuerBits = 11

    /// Calls `body` with every issuer's plate of the same characters, the key's own included, and with the place of its listing.
    func forEachIssuer(of key: PlateKey, _ body: (PlateKey, Range<Int>) -> Void) {
        let characters = UInt64(key.charactersPacked)
        var index = firstIndex(of: characters << UInt64(Self.issuerBits))
        while index < count, word(at: index) >> UInt64(Self.issuerBits) == characters {
            let issuer = Issuer(rawValue: UInt16(word(at: index) & (1 << UInt64(Self.issuerBits) - 1)))
            if let issuer { body(key.issued(by: issuer), range(at: index)) }
            index += 1
        }
    }

    /// The first entry that is not below a word.
    private func firstIndex(of wanted: UInt64) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if word(at: middle) < wanted { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private func word(at index: Int) -> UInt64 {
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: Self.headBytes + index * Self.entryBytes, as: UInt64.self))
    }

    private func range(at index: Int) -> Range<Int> {
        let offset = Self.headBytes + index * Self.entryBytes + 8
        let start = Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
        return start..<start + Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset + 4, as: UInt32.self)))
    }
}

/// Bytes in memory that stay where they are.
private final class OwnedBytes {
    let bytes: UnsafeRawBufferPointer

    init(_ content: [UInt8]) {
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: content.count, alignment: 16)
        memory.copyBytes(from: content)
        bytes = UnsafeRawBufferPointer(memory)
    }

    deinit {
        bytes.deallocate()
    }
}
