import Testing
import Web

struct LanguageTests {
    @Test(
        "A browser gets the language that it prefers among those that are served",
        arguments: [
            (nil, "en"), ("", "en"), ("de", "en"), ("es", "es"), ("es-MX,es;q=0.9,en;q=0.5", "es"), ("de,fr;q=0.5,es;q=0.4", "fr"),
            ("EN-us, fr;q=0.2", "en"), ("en;q=0,es;q=0.1", "es"), ("fr ; q=0.3 , es ; q=0.7", "es"), ("*", "en"), ("es;q=2", "es"),
            ("es;q=x,fr", "es"), (",;=,", "en"),
        ] as [(String?, String)])
    func preferred(header: String?, code: String) {
        #expect(Language.preferred(by: header, among: Language.builtIn).code == code)
    }

    @Test("Only the first entries of a long header count")
    func long() {
        let header = String(repeating: "de,", count: 20) + "es"
        #expect(Language.preferred(by: header, among: Language.builtIn) == .english)
    }

    @Test("A language's code has two or three lower-case letters", arguments: ["", "e", "EN", "e1", "engl", "e/", "é"])
    func malformed(code: String) { #expect(Language(code) == nil) }
}
