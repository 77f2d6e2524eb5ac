import Server
import Testing
import Wire

struct PageOriginTests {
    @Test(
        "An origin is read as browsers write it",
        arguments: [
            ("https://registry.example.org", PageOrigin.Kind.https, "https://registry.example.org"),
            ("https://registry.example.org/", .https, "https://registry.example.org"),
            ("HTTPS://Registry.Example.ORG:443", .https, "https://registry.example.org"),
            ("https://registry.example.org:8443", .https, "https://registry.example.org:8443"),
            ("https://192.0.2.7", .https, "https://192.0.2.7"),
            ("https://[2001:db8::1]:8443", .https, "https://[2001:db8::1]:8443"),
            ("https://example.onion", .https, "https://example.onion"),
            ("http://example.onion", .onion, "http://example.onion"),
            ("http://www.example.onion:80", .onion, "http://www.example.onion"),
            ("http://localhost:8780", .loopback, "http://localhost:8780"),
            ("http://127.0.0.1:8780", .loopback, "http://127.0.0.1:8780"),
            ("http://[::1]:8780", .loopback, "http://[::1]:8780"),
            ("https://localhost:8780", .loopback, "https://localhost:8780"),
        ])
    func reads(_ text: String, _ kind: PageOrigin.Kind, _ written: String) throws {
        let origin = try #require(PageOrigin(text))
        #expect(origin.kind == kind)
        #expect(origin.description == written)
    }

    @Test(
        "Other text, and plain HTTP that nothing encrypts, is no origin",
        arguments: [
            "", "registry.example.org", "https://", "https:///", "http://registry.example.org", "http://192.0.2.7", "http://onion",
            "http://example.onion.example.org", "http://localhost.example.org", "ftp://example.onion", "null", "*", "https://*.example.org",
            "https://registry.example.org/page", "https://registry.example.org?x", "https://a@registry.example.org",
            "https://registry.example.org:", "https://registry.example.org:0", "https://registry.example.org:70000",
            "https://registry.example.org:1:2", "https://registry.example.org:+1", "https://2001:db8::1", "https://[2001:db8::1",
            "https://[2001:db8::1]8443", "https://[192.0.2.7]", "https://a b", "https://a,https://b", "https://a//",
        ])
    func refuses(_ text: String) {
        #expect(PageOrigin(text) == nil)
    }

    private static let origins = ["https://registry.example.org", "http://example.onion", "https://other.example.org:8443"]

    private static func found(_ host: String?, among origins: PageOrigins) throws -> String {
        try origins.origin(host: host).description
    }

    @Test(
        "A Host finds its origin, with the scheme's own port or without",
        arguments: [
            ("registry.example.org", "https://registry.example.org"), ("registry.example.org:443", "https://registry.example.org"),
            ("Registry.Example.org", "https://registry.example.org"), ("example.onion", "http://example.onion"),
            ("example.onion:80", "http://example.onion"), ("other.example.org:8443", "https://other.example.org:8443"),
        ])
    func hostFound(_ host: String, _ origin: String) throws {
        let origins = PageOrigins(Self.origins.compactMap { PageOrigin($0) })
        #expect(try Self.found(host, among: origins) == origin)
    }

    @Test(
        "Any other Host is refused: a proxy's own, a sibling, a rebound name",
        arguments: [
            nil, "", "registry.example.org:80", "registry.example.org:8443", "registry.example.org.", "www.registry.example.org",
            "example.org", "evil.example", "localhost", "localhost:8780", "127.0.0.1:8780", "[::1]:8780", "other.example.org",
            "example.onion:443", "registry.example.org,evil.example",
        ])
    func otherHost(_ host: String?) {
        let origins = PageOrigins(Self.origins.compactMap { PageOrigin($0) })
        #expect { _ = try origins.origin(host: host) } throws: { ($0 as? Refusal)?.code == .requestWrongHost }
        #expect(ErrorCode.requestWrongHost.status == 421)
    }

    @Test("Without origins, only this machine's own names are served, on any port")
    func loopback() throws {
        let plain = PageOrigins.loopback(usesTLS: false)
        for host in ["localhost:8780", "127.0.0.1:8780", "127.0.0.2", "[::1]:9000", "LOCALHOST"] {
            #expect(try plain.origin(host: host).description == "http://" + host.lowercased())
        }
        #expect(try PageOrigins.loopback(usesTLS: true).origin(host: "localhost:8780").description == "https://localhost:8780")
        for host in [nil, "registry.example.org", "example.onion", "localhost.example.org", "192.0.2.7:8780", "localhost:x"] {
            #expect { _ = try plain.origin(host: host) } throws: { ($0 as? Refusal)?.code == .requestWrongHost }
        }
    }

    @Test("Two origins of one Host are found out")
    func distinct() {
        func areDistinct(_ texts: [String]) -> Bool { PageOrigins.areDistinct(texts.compactMap { PageOrigin($0) }) }
        #expect(areDistinct(Self.origins))
        #expect(areDistinct(["https://example.org", "https://example.org:8443"]))
        #expect(!areDistinct(["http://example.onion", "https://example.onion"]))
        #expect(!areDistinct(["https://example.org", "https://example.org:443/"]))
    }
}
