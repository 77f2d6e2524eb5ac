import Alerts
import Testing

@Suite("Addresses of receivers")
struct AlertAddressTests {
    @Test(
        arguments: [
            ("https://ntfy.example.org/topic", .other), ("https://chat.example.org/hooks/a?key=b&token=c", .other),
            ("https://192.0.2.7:8443/", .other), ("HTTPS://Chat.Example.ORG/a", .other), ("http://127.0.0.1:8080", .thisMachine),
            ("http://127.9.9.9/", .thisMachine), ("http://[::1]:8080/api/v1/rpc", .thisMachine), ("http://localhost/x", .thisMachine),
            ("https://localhost/x", .thisMachine), ("http://exampleexample.onion/hook", .onion),
            ("https://exampleexample.onion/hook", .onion),
        ] as [(String, AlertAddress.Reach)])
    func `HTTPS, this machine and onion services are allowed`(_ text: String, _ reach: AlertAddress.Reach) throws {
        #expect(try #require(AlertAddress(text)).reach == reach)
    }

    @Test(arguments: [
        "", "ntfy.example.org/topic", "http://ntfy.example.org/topic", "http://192.0.2.7/", "http://127.0.0.1.example.org/",
        "http://evil.example%2f.onion/topic", "https://good.example%40evil.example/topic", "http://%6cocalhost/x",
        "http://0x7f000001/", "http://exampleexample.onion./hook", "http://example.onion.example.org/", "ftp://127.0.0.1/", "https://",
        "https:///topic", "https://user@example.org/", "https://user:word@example.org/", "https://example.org/#part",
        "https://example.org/é",
        "https://example.org/a b", "https://example.org:0/", "https://example.org:65536/", "https://example.org:99999999/", "unix:///run/x",
        "http+unix://%2Frun%2Fx/", "https://example.org/\(String(repeating: "a", count: 2_048))",
    ])
    func `anything else is refused`(_ text: String) {
        #expect(AlertAddress(text) == nil)
    }

    @Test(arguments: [
        ("https://ntfy.example.org/harrow-falls_1", "harrow-falls_1"), ("https://ntfy.example.org/", nil),
        ("https://ntfy.example.org", nil),
        ("https://ntfy.example.org/a/b", nil), ("https://ntfy.example.org/a?b=c", nil), ("https://ntfy.example.org/a%20b", nil),
        ("https://ntfy.example.org/\(String(repeating: "a", count: 65))", nil),
    ])
    func `a topic is the whole path`(_ text: String, _ topic: String?) throws {
        #expect(try #require(AlertAddress(text)).topic == topic)
    }

    @Test(arguments: [
        ("socks5://127.0.0.1:9050", "socks5://127.0.0.1:9050"), ("socks5h://tor:9050/", "socks5://tor:9050"),
        ("socks5://[::1]:9050", "socks5://[::1]:9050"),
    ])
    func `a proxy is a SOCKS5 proxy with a port`(_ text: String, _ shown: String) {
        #expect(AlertProxy(text)?.description == shown)
    }

    @Test(arguments: [
        "", "127.0.0.1:9050", "http://127.0.0.1:9050", "socks4://127.0.0.1:9050", "socks5://127.0.0.1", "socks5://:9050",
        "socks5://a:b@127.0.0.1:9050", "socks5://127.0.0.1:70000", "socks5://127.0.0.1:9050/x",
    ])
    func `any other text is no proxy`(_ text: String) {
        #expect(AlertProxy(text) == nil)
    }
}
