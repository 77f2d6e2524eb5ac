/// The page `docs/reference/errors.md`, generated from the error table.
package enum ErrorReference {
    /// The page's path in the repository and on every server.
    package static let path = "/docs/reference/errors.md"
    package static let mediaType = "text/markdown; charset=utf-8"

    /// The whole page in Markdown, ending in one newline.
    package static var page: String {
        var lines = [
            "# Errors",
            "",
            "Generated from `ErrorCode` in `Sources/Wire`; change it there, then run the tests with `THAW_REGENERATE=1`.",
            "",
            "Every error has a code that never changes. Over HTTP an error is `application/problem+json` (RFC 9457):",
            "",
            "```json",
            #"{"type":"\#(ErrorCode.plateTooLong.problemType)","title":"\#(ErrorCode.plateTooLong.title)","status":422,"#,
            #" "code":"plate.too_long","detail":"\#(ErrorCode.plateTooLong.advice)","field":"plates[0]"}"#,
            "```",
            "",
            "`type` links to the code's line on this page; every server serves the page at this path. Programs should compare `code`.",
            "`detail` says what to do, and `field` names the offending field, if any. Inside a batch, an item that fails carries",
            "`code`, `detail` and `field` in its own `error`, and the answer as a whole is `200`. `429` and `503` carry `Retry-After`.",
        ]
        for group in groups {
            lines += ["", "## \(group.title)", ""]
            if let remark = group.remark { lines += [remark, ""] }
            lines += ["| code | status | what happened | what to do |", "| --- | --- | --- | --- |"]
            lines += ErrorCode.allCases.filter { group.words.contains($0.group) && ($0.status != nil) == group.isServed }.map(line)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The codes that no group of the page lists; a test keeps it empty.
    package static var missing: [ErrorCode] {
        ErrorCode.allCases.filter { code in !groups.contains { $0.words.contains(code.group) && (code.status != nil) == $0.isServed } }
    }

    private struct Group {
        let title: String
        let words: Set<String>
        var isServed = true
        var remark: String?
    }

    private static let groups = [
        Group(title: "Plates and patterns", words: ["plate", "issuer", "pattern"]),
        Group(title: "Reports and withdrawals", words: ["report", "quota"]),
        Group(title: "Look-ups, searches, listings", words: ["lookup", "search", "cursor"]),
        Group(title: "Tokens and invites", words: ["token", "invite"]),
        Group(
            title: "Moderation", words: ["queue", "read", "verdict", "skip", "undo", "purge", "preview", "proposal", "audit", "alerts"]),
        Group(title: "Requests and forms", words: ["request", "form"]),
        Group(title: "The server's own state", words: ["rate", "server", "store", "clock", "internal"]),
        Group(
            title: "When `thawd` starts", words: ["config", "folder", "seal", "store", "areas", "address", "tls", "process"],
            isServed: false, remark: "Printed on standard error. The daemon exits and changes nothing."),
        Group(
            title: "From `thawd purge`, `backup`, `verify`, `restore`, `admin` and `alerts test`",
            words: ["control", "backup", "restore", "alerts"], isServed: false,
            remark: "Printed on standard error. Most of the errors above can appear here too."),
        Group(
            title: "From `thaw` itself", words: ["client"], isServed: false,
            remark: "Printed on standard error, and in `--json` as `error.code`."),
    ]

    private static func line(_ code: ErrorCode) -> String {
        "| <a id=\"\(code.rawValue)\"></a>`\(code.rawValue)` | \(code.status.map(String.init) ?? "–") | \(code.title) | \(code.advice) |"
    }
}
