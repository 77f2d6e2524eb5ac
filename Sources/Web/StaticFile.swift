import Crypto
import FoundationEssentials
import Vocabulary

/// A file that is part of the program, at an address that changes with its bytes.
package struct StaticFile: Sendable {
    /// `/assets/thaw.1b9a0c52d7e8f314.css`
    package let address: String
    package let mediaType: String
    package let bytes: [UInt8]
    /// `nil` for a format that is compressed already.
    package let gzipped: [UInt8]?
    /// For the `integrity` attribute.
    let integrity: String

    init(_ name: String, _ bytes: [UInt8]) {
        let hash = SHA256.hash(data: bytes)
        let parts = name.split(separator: ".")
        address = "/assets/\(parts[0]).\(hash.prefix(8).hexadecimal).\(parts[1])"
        mediaType =
            switch parts[1] {
            case "css": "text/css; charset=utf-8"
            case "js": "text/javascript; charset=utf-8"
            default: "image/png"
            }
        self.bytes = bytes
        gzipped = parts[1] == "png" ? nil : Gzip.compress(bytes)
        integrity = "sha256-" + Data(hash).base64EncodedString()
    }
}

/// The files in `Assets`.
struct StaticFiles: Sendable {
    let style = StaticFile("thaw.css", PackageResources.thaw_css)
    let script = StaticFile("thaw.js", PackageResources.thaw_js)
    let queueScript = StaticFile("queue.js", PackageResources.queue_js)
    let icon192 = StaticFile("icon-192.png", PackageResources.icon_192_png)
    let icon512 = StaticFile("icon-512.png", PackageResources.icon_512_png)
    let touchIcon = StaticFile("icon-180.png", PackageResources.icon_180_png)

    var all: [StaticFile] { [style, script, queueScript, icon192, icon512, touchIcon] }
}
