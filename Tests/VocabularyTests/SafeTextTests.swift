import Testing
import Vocabulary

@Suite("Text that is safe for a screen")
struct SafeTextTests {
    @Test(arguments: [
        ("plain", "plain"), ("a\u{1B}[31mb", "a\\u{1B}[31mb"), ("a\u{9B}b", "a\\u{9B}b"), ("a\u{202E}b", "a\\u{202E}b"),
        ("tab\there", "tab\\u{9}here"), ("two\nlines", "two\\u{A}lines"), ("a\u{7F}b", "a\\u{7F}b"), ("a\u{2028}b", "a\\u{2028}b"),
        ("über 日本 🚗", "über 日本 🚗"),
    ])
    func `characters that could control a terminal are escaped`(_ text: String, _ safe: String) {
        #expect(text.safeForScreen == safe)
    }
}
