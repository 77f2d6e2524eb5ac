import Client
import Testing

@Suite struct ServerAddressTests {
    @Test(
        "addresses are read as people type them",
        arguments: [
            ("https://registry.example.org", "https://registry.example.org"),
            ("https://Registry.Example.ORG/", "https://registry.example.org"),
            ("registry.example.org", "https://registry.example.org"),
            ("registry.example.org:8443/thaw/", "https://registry.example.org:8443/thaw"),
            ("HTTPS://registry.example.org:443", "https://registry.example.org"),
            ("https://registry.example.org.", "https://registry.example.org"),
            ("127.0.0.1:8780", "http://127.0.0.1:8780"),
            ("localhost", "http://localhost"),
            ("http://[::1]:8780", "http://[::1]:8780"),
            ("http://127.8.9.1", "http://127.8.9.1"),
            ("abcdefghijklmnop.onion", "http://abcdefghijklmnop.onion"),
            ("http://ABC.onion:80", "http://abc.onion"),
            ("https://www.abc.onion", "https://www.abc.onion"),
        ])
    func normalised(typed: String, expected: String) throws {
        #expect(try ServerAddress(typed).text == expected)
    }

    @Test(
        "text that is not a server address is refused",
        arguments: [
            "", " ", "https://", "ftp://registry.example.org", "file:///etc/passwd", "https://user:pw@registry.example.org",
            "https://registry.example.org/?q=1", "https://registry.example.org/#a", "https://régistry.example.org", "https://a b.example",
            "https://registry.example.org\n", "https://registry.example.org:99999", "gopher://127.0.0.1",
            String(repeating: "a", count: 2_000),
        ])
    func refused(typed: String) {
        #expect(reason { try ServerAddress(typed) } == .address)
    }

    @Test(
        "plain HTTP to another machine is refused with its own error",
        arguments: [
            "http://registry.example.org", "http://192.168.1.9", "http://127.0.0.1.example.org", "http://localhost.example.org",
            "http://onion",
        ])
    func plainHTTP(typed: String) throws {
        #expect(reason { try ServerAddress(typed) } == .plainHTTP)
        #expect(ClientError(.plainHTTP).advice.contains("exposes the token"))
        #expect(try ServerAddress(typed, allowingPlainHTTP: true).usesTLS == false)
    }

    @Test("pins are read strictly")
    func pins() throws {
        let pin = "sha256//YhKJKSzoTt2b5FP18fvpHo7fJYqQCjAa3HWY3tvRMwE="
        #expect(try PublicKeyPins([pin]).texts == [pin])
        #expect(try PublicKeyPins([pin + ";" + pin]).texts == [pin, pin])
        for wrong in [
            "", "sha256//", "sha1//YhKJKSzoTt2b5FP18fvpHo7fJYo=", "sha256//YhKJ", String(pin.dropFirst(8)), "sha256//!" + pin.dropFirst(9),
        ] {
            #expect(reason { try PublicKeyPins([wrong]) } == .pinMalformed, "\(wrong)")
        }
        #expect(reason { try PublicKeyPins(Array(repeating: pin, count: PublicKeyPins.pinsMax + 1)) } == .pinMalformed)
    }
}

/// The reason why `body` failed; `nil` if it did not.
func reason<Result>(_ body: () throws -> Result) -> ClientError.Reason? {
    do {
        _ = try body()
        return nil
    } catch {
        return (error as? ClientError)?.reason
    }
}
