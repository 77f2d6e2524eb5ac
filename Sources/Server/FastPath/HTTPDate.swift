import Glibc

/// The `Date` header's text.
enum HTTPDate {
    /// RFC 9110, section 5.6.7: `Sun, 22 Nov 2026 15:30:00 GMT`. A daemon stays in the C locale, so days and months are English.
    static func text(_ seconds: Int64) -> String {
        var seconds = time_t(seconds)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        return String(unsafeUninitializedCapacity: 32) { bytes in
            bytes.withMemoryRebound(to: CChar.self) { strftime($0.baseAddress!, $0.count, "%a, %d %b %Y %H:%M:%S GMT", &parts) }
        }
    }
}
