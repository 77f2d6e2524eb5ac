import Server
import Testing
import Wire

struct FormBodyTests {
    private static func form(_ text: String) throws -> FormBody { try form(Array(text.utf8)) }

    private static func form(_ bytes: [UInt8], _ types: [String] = [FormBody.mediaType], encoding: String? = nil) throws -> FormBody {
        try FormBody(bytes, contentTypes: types, contentEncoding: encoding)
    }

    private static func code(_ make: () throws -> Void) -> ErrorCode? {
        do {
            try make()
            return nil
        } catch {
            return (error as? Refusal)?.code
        }
    }

    @Test(
        "A field is read as browsers write it",
        arguments: [
            ("plate=MN+ABC+123", "MN ABC 123"), ("plate=MN%20ABC123&blank=x", "MN ABC123"), ("blank=x&plate=%C3%91", "Ñ"),
            ("plate=\u{D1}", "Ñ"), ("plate=", ""), ("plate", ""), ("plate=a=b%26c%3d", "a=b&c="), ("&&plate=1&", "1"),
            ("plate=ABC123%0D%0AXYZ9", "ABC123\r\nXYZ9"), ("pl%61te=1", "1"), ("plate=%2B+%25", "+ %"), ("plate[]=2&plate=1", "1"),
        ])
    func reads(_ body: String, _ plate: String) throws {
        #expect(try Self.form(body).required("plate") == plate)
    }

    @Test("Boxes of one name give all their values, and a single field that comes twice is refused")
    func repeated() throws {
        let form = try Self.form("signs=convoy&signs=tactical-gear&member=1&stay=on&plate=A&plate=B")
        #expect(form.all("signs") == ["convoy", "tactical-gear"] && form.all("color") == [])
        #expect(form.isTicked("member") && form.isTicked("stay") && !form.isTicked("other"))
        #expect(Self.code { _ = try form.value("plate") } == .formRepeated)
        #expect(Self.code { _ = try form.required("plate") } == .formRepeated)
    }

    @Test("A field that is not there is named")
    func missing() throws {
        for body in ["", "blank=x", "Plate=1"] {
            let form = try Self.form(body)
            #expect(try form.value("plate") == nil)
            #expect { _ = try form.required("plate") } throws: {
                guard let refusal = $0 as? Refusal else { return false }
                return refusal.code == .requestFieldMissing && refusal.field == "plate"
            }
        }
    }

    @Test(
        "Bytes that are not text have their own error, in a name or a value",
        arguments: [
            "plate=%00", "plate=A%00B", "plate=A\u{0}B", "%00=A", "plate=%C3%28", "plate=%FF", "plate=%", "plate=%4", "plate=%zz",
            "plate=%ED%A0%80", "plate=%C0%80", "x=1&%zz=2",
        ])
    func encoding(_ body: String) {
        #expect(Self.code { _ = try Self.form(body) } == .formEncoding)
    }

    @Test("Broken UTF-8 that is not percent-encoded has the same error")
    func brokenBytes() {
        for bytes: [UInt8] in [[0xFF], [0xC3, 0x28], [0x80]] {
            #expect(Self.code { _ = try Self.form(Array("plate=".utf8) + bytes) } == .formEncoding)
        }
    }

    @Test("Too many fields are refused before they are read")
    func tooManyFields() throws {
        let most = Array(repeating: "signs=convoy", count: FormBody.fieldsMax).joined(separator: "&")
        #expect(try Self.form(most).all("signs").count == FormBody.fieldsMax)
        #expect(Self.code { _ = try Self.form(most + "&x") } == .formTooManyFields)
        #expect(Self.code { _ = try Self.form(most + "&%zz") } == .formTooManyFields)
        #expect(WireLimits.signsPerReport + 16 <= FormBody.fieldsMax)
    }

    @Test(
        "A form in another format is refused",
        arguments: [
            (["multipart/form-data; boundary=x"], ErrorCode?.some(.formMediaType)), (["text/plain"], .formMediaType),
            (["application/json"], .formMediaType), ([], .formMediaType), ([""], .formMediaType),
            (["application/x-www-form-urlencodedx"], .formMediaType), ([FormBody.mediaType, FormBody.mediaType], .formMediaType),
            (["application/x-www-form-urlencoded; charset=UTF-8"], nil), (["Application/X-WWW-Form-Urlencoded"], nil),
            (["application/x-www-form-urlencoded ;charset=utf-8"], nil),
        ])
    func mediaType(_ types: [String], _ code: ErrorCode?) {
        #expect(Self.code { _ = try Self.form(Array("plate=A".utf8), types) } == code)
    }

    @Test("An empty body needs no type, and a compressed one is refused")
    func emptyAndCompressed() throws {
        #expect(try Self.form([], []).value("plate") == nil)
        #expect(Self.code { _ = try Self.form([], [], encoding: "gzip") } == .requestContentEncoding)
        #expect(Self.code { _ = try Self.form([], [], encoding: "Identity") } == nil)
    }
}
