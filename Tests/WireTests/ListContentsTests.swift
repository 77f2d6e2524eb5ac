import FoundationEssentials
import Plates
import Testing
import Vocabulary
import Wire

struct ListContentsTests {
    private static let head = ListHead(
        registry: String(repeating: "0", count: 32), asOf: "2026-11-22T15:41:00Z", validUntil: "2026-11-23T15:41:00Z",
        help: "Say \"no\" — {[,]}", contact: "a\\b", isTruncated: true)

    private static let plates = [
        ListedPlate(
            plate: PlateBody(try! Plate("MN ABC-123")), status: .confirmed, signs: ["convoy", "tactical-gear"],
            vehicles: [VehicleBody(color: "black", body: "suv", make: "ford"), VehicleBody(make: "ford")], lastDay: "2026-11-21"),
        ListedPlate(
            plate: PlateBody(try! Plate("POOL00")), status: .confirmed, signs: ["convoy"], vehicles: [], lastDay: "2026-11-20"),
    ]

    private static func body(_ plates: [ListedPlate] = plates) -> [UInt8] {
        var listings = ListingsText(listings: plates.count)
        for plate in plates { listings.append(plate) }
        return head.body(listings)
    }

    private static func read(_ bytes: [UInt8]) -> Result<ListContents, WireError> {
        bytes.withUnsafeBytes { bytes in Result { () throws(WireError) in try ListContents(bytes) } }
    }

    @Test("A list is read back as it was written, and each listing stands where the contents say")
    func roundTrip() throws {
        let body = Self.body()
        let contents = try Self.read(body).get()
        #expect(contents.head == Self.head && contents.unreadable == 0)
        let keys = try ["MN ABC123", "POOL00"].map { try Plate($0).key }
        #expect(contents.entries.map(\.key) == keys)
        for (entry, plate) in zip(contents.entries, Self.plates) {
            let json = Array(body[entry.range])
            #expect(json.withUnsafeBytes { ListedPlate(json: $0) } == plate)
            #expect(try WireJSON.decode(ListedPlate.self, from: Data(json)) == plate, "the library reads it alike")
        }
        let head = body.withUnsafeBytes { bytes in
            Result { () throws(WireError) in try ListContents.head(of: bytes, listings: contents.listings) }
        }
        #expect(try head.get() == Self.head)
        #expect(try Self.read(Self.body([])).get().entries.isEmpty)
    }

    @Test("White space and escapes make no difference")
    func otherWriters() throws {
        let text = """
             { "listings" : [ { "last_day" : "2026-11-21", "signs" : [ ] , "status":"confirmed",
               "plate": {"issuer":"US-MN", "characters":"\\u0041BC123"} } ] , "format":1, "registry":"", "as_of":"", "valid_until":"",
               "later":{"a":[1,2,"]}"]} }
            """
        let contents = try Self.read(Array(text.utf8)).get()
        let key = try Plate("MN ABC123").key
        #expect(contents.entries.map(\.key) == [key])
    }

    @Test(
        "A listing that cannot be read is counted",
        arguments: ["null", "{}", "7", "\"x\"", #"{"plate":{"issuer":"US-QQ","characters":"A1"}}"#])
    func unreadable(listing: String) throws {
        let text = String(decoding: Self.body(), as: UTF8.self).replacing("\"listings\":[", with: "\"listings\":[\(listing),")
        let contents = try Self.read(Array(text.utf8)).get()
        #expect(contents.entries.count == 2 && contents.unreadable == 1)
    }

    @Test(
        "Anything else is an error",
        arguments: [
            "", " ", "[]", "{}", "null", #"{"listings":{}}"#, #"{"listings":[1,]}"#, #"{"listings":[}"#, #"{"listings":[],}"#,
            #"{"listings":[]} x"#, #"{"listings":[],"listings":[]}"#, #"{"listings":["#, #"{"listings":["\"#, #"{"listings""#, "}{", "\"",
        ])
    func malformed(text: String) {
        if case .success = Self.read(Array(text.utf8)) { Issue.record("\(text)") }
    }

    @Test("Another format is named")
    func format() {
        let text = String(decoding: Self.body(), as: UTF8.self).replacing("\"format\":1", with: "\"format\":2")
        guard case .failure(let error) = Self.read(Array(text.utf8)) else {
            Issue.record("format 2 was read")
            return
        }
        #expect(error.code == .requestValue && error.field == "format")
    }

    @Test("No list that is cut or changed at any byte traps")
    func damaged() {
        let body = Self.body()
        for index in body.indices {
            _ = Self.read(Array(body[..<index]))
            for bit in 0..<8 {
                var changed = body
                changed[index] ^= 1 << UInt8(bit)
                _ = Self.read(changed)
            }
        }
        #expect(body.count > 400)
    }

    @Test("More listings than a list may have are refused")
    func tooMany() throws {
        let body = Self.body()
        for (limit, isRead) in [(0, false), (1, false), (2, true), (3, true)] {
            let result = body.withUnsafeBytes { bytes in
                Result { () throws(WireError) in try ListContents(bytes, listingsMax: limit) }
            }
            switch result {
            case .success: #expect(isRead)
            case .failure(let error): #expect(!isRead && error.code == .requestTooManyItems)
            }
        }
    }
}

struct ListKeyTests {
    @Test("A signature's header is its scheme and base64, and nothing else is one")
    func header() throws {
        let signature = (0..<64).map { UInt8($0) }
        let text = ListSignature.header(signature)
        #expect(text.hasPrefix("ed25519=") && text.utf8.count == 96)
        #expect(ListSignature.signature(header: text) == signature)
        for other in ["", "ed25519=", text + "A", String(text.dropLast()), "ED25519=" + text.dropFirst(8), " " + text] {
            #expect(ListSignature.signature(header: other) == nil, "\(other)")
        }
    }

    @Test("A key has 32 bytes, and its fingerprint 32 digits")
    func key() throws {
        let key = try #require(ListKey([UInt8](0..<32)))
        #expect(ListKey(hexadecimal: key.hexadecimal) == key)
        #expect(key.fingerprint.utf8.count == 32 && key.fingerprint != ListKey([UInt8](1..<33))?.fingerprint)
        #expect(ListKey([1]) == nil && ListKey(hexadecimal: "00") == nil)
        #expect(!key.verifies([], of: Data()) && !key.verifies([UInt8](repeating: 0, count: 64), of: Data()))
    }
}
