import Wire

/// What a browser needs to install the pages on a home screen.
private struct Manifest: Encodable {
    let id = "/"
    let name: String
    let short_name: String
    let lang: String
    let start_url: String
    let scope = "/"
    let display = "standalone"
    let background_color = "#ffffff"
    let theme_color = "#0b4f94"
    let icons: [Icon]

    struct Icon: Encodable {
        let src: String
        let sizes: String
        let type = "image/png"
        let purpose: String
    }
}

extension Site {
    /// The manifest in a language, as JSON.
    package func manifest(_ language: Language) -> [UInt8] {
        Array(
            WireJSON.encode(
                Manifest(
                    name: settings.appName, short_name: settings.appName, lang: language.code, start_url: "/\(language.code)",
                    icons: [
                        .init(src: files.icon192.address, sizes: "192x192", purpose: "any"),
                        .init(src: files.icon512.address, sizes: "512x512", purpose: "any maskable"),
                    ])))
    }
}
