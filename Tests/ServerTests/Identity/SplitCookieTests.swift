import Hummingbird
import Seal
import Server
import Testing
import Wire

struct SplitCookieTests {
    private static let names = CookieNames(PageOrigin("https://registry.example.org")!)
    private static let ann = BearerToken(random: Array(0..<20))
    private static let bea = BearerToken(random: Array(20..<40))

    private static func header(masked: String, half: String) -> String { "\(names.masked)=\(masked); \(names.half)=\(half)" }

    @Test("Both halves give the token, whatever else the headers hold and in whichever order")
    func whole() {
        let split = SplitCookie(Self.ann, random: .system)
        let (masked, half) = ("__Host-thaw=\(split.masked)", "__Host-thaw-half=\(split.half)")
        let headers = [
            ["\(masked); \(half)"], ["\(half); \(masked)"], ["\(half);\(masked)"], [masked, half], ["\(half);  \t\(masked)"],
            ["theme=dark; \(masked); thaw=x; \(half); a=b=c; novalue; ; thaw-half=y; __Host-thaw-=z; __host-thaw=w"],
        ]
        for header in headers { #expect(SplitCookie.find(in: header, Self.names) == .token(Self.ann), "\(header)") }
    }

    @Test("Without either half there is nothing to delete")
    func nothing() {
        for header in [[], [""], ["theme=dark"], ["thaw=x; thaw-half=y"], ["__Host-thaw"], ["x__Host-thaw=1"]] {
            #expect(SplitCookie.find(in: header, Self.names) == .nothing, "\(header)")
        }
    }

    @Test("One half, halves of different logins, repeated names and other text give no token")
    func useless() throws {
        let first = SplitCookie(Self.ann, random: .system)
        let second = SplitCookie(Self.bea, random: .system)
        let again = SplitCookie(Self.ann, random: .system)
        let headers = [
            "__Host-thaw=\(first.masked)", "__Host-thaw-half=\(first.half)", "__Host-thaw=; __Host-thaw-half=",
            Self.header(masked: first.masked, half: second.half), Self.header(masked: first.masked, half: again.half),
            Self.header(masked: first.half, half: first.half), Self.header(masked: Self.ann.text, half: Self.ann.text),
            Self.header(masked: String(first.masked.dropLast(4)), half: first.half),
            Self.header(masked: first.masked, half: first.half + "AAAA"),
            Self.header(masked: first.masked + "!", half: first.half), Self.header(masked: "\"\(first.masked)\"", half: first.half),
            Self.header(masked: first.masked, half: first.half) + "; __Host-thaw=\(first.masked)",
            Self.header(masked: first.masked, half: first.half) + "; __Host-thaw-half=\(second.half)",
        ]
        for header in headers { #expect(SplitCookie.find(in: [header], Self.names) == .useless, "\(header)") }
        #expect(SplitCookie.find(in: [Self.header(masked: first.half, half: first.masked)], Self.names) == .token(Self.ann))
    }

    @Test("Each cookie alone is noise: the mask is new at each login, and no character of the token is in its place")
    func noise() throws {
        let logins = (0..<50).map { _ in SplitCookie(Self.ann, random: .system) }
        #expect(Set(logins.map(\.masked)).count == 50 && Set(logins.map(\.half)).count == 50)
        let zero = SplitCookie(Self.ann, random: RandomSource { Array(repeating: 0, count: $0) })
        #expect(Base64URL.bytes(zero.masked) == Array(Self.ann.text.utf8))
        // 41 bytes: one position of 50 logins keeps its byte for all of them once in 10^118.
        for index in Self.ann.text.utf8.indices.enumerated().map(\.offset) {
            let bytes = try logins.map { try #require(Base64URL.bytes($0.masked))[index] }
            #expect(Set(bytes).count > 1)
        }
    }

    @Test("A split cookie does not show itself")
    func hidden() {
        let split = SplitCookie(Self.ann, random: .system)
        var dumped = ""
        dump(split, to: &dumped)
        for text in ["\(split)", String(reflecting: split), dumped] { #expect(!text.contains(split.masked) && !text.contains(split.half)) }
    }
}

struct CookieNamesTests {
    private static func names(_ origin: String) throws -> CookieNames { CookieNames(try #require(PageOrigin(origin))) }

    @Test(
        "Names depend on the origin",
        arguments: [
            ("https://registry.example.org", "__Host-thaw", "__Host-thaw-half", true),
            ("https://registry.example.org:8443", "__Host-thaw", "__Host-thaw-half", true),
            ("http://example.onion", "thaw", "thaw-half", false), ("http://localhost:8780", "thaw-8780", "thaw-half-8780", false),
            ("http://127.0.0.1", "thaw-80", "thaw-half-80", false), ("https://localhost:8780", "thaw-8780", "thaw-half-8780", false),
        ])
    func byOrigin(_ origin: String, _ masked: String, _ half: String, _ isSecure: Bool) throws {
        let names = try Self.names(origin)
        #expect(names.masked == masked && names.half == half)
        let cookies = names.cookies(SplitCookie(BearerToken(random: Array(0..<20)), random: .system), staySeconds: nil) + names.expired
        #expect(cookies.map(\.name) == [masked, half, masked, half])
        for cookie in cookies {
            #expect(cookie.secure == isSecure && cookie.sameSite == .strict && cookie.path == "/" && cookie.domain == nil)
            #expect(cookie.httpOnly == (cookie.name == masked))
        }
    }

    @Test("Cookies end with the browser unless they are to stay; on this machine they always do")
    func staying() throws {
        let split = SplitCookie(BearerToken(random: Array(0..<20)), random: .system)
        func ages(_ origin: String, _ seconds: Int?) throws -> [Int?] {
            try Self.names(origin).cookies(split, staySeconds: seconds).map(\.maxAge)
        }
        for origin in ["https://registry.example.org", "http://example.onion"] {
            #expect(try ages(origin, nil) == [nil, nil])
            #expect(try ages(origin, 86_400) == [86_400, 86_400])
        }
        #expect(try ages("http://localhost:8780", 86_400) == [nil, nil])
    }

    @Test("Expired cookies are empty and over at once")
    func expired() throws {
        for origin in ["https://registry.example.org", "http://example.onion", "http://localhost:8780"] {
            let cookies = try Self.names(origin).expired
            #expect(cookies.map(\.value) == ["", ""] && cookies.map(\.maxAge) == [0, 0])
        }
    }
}
