import Wire

/// The web app manifest, with which a browser installs the pages on a home screen.
private struct Manifest: Encodable {
    let id = "/"
    let name: String
    let shortName: String
    let lang: String
    let startURL: String
    let scope = "/"
    let display = "standalone"
    let backgroundColor = "#ffffff"
    let themeColor = "#0b4f94"
    let icons: [Icon]

    private enum CodingKeys: String, CodingKey {
        case id, name, lang, scope, display, icons
        case shortName = "short_name"
        case startURL = "start_url"
        case backgroundColor = "background_color"
        case themeColor = "theme_color"
    }

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
                    name: settings.appName, shortName: settings.appName, lang: language.code, startURL: "/\(language.code)",
                    icons: [
                        .init(src: files.icon192.address, sizes: "192x192", purpose: "any"),
                        .init(src: files.icon512.address, sizes: "512x512", purpose: "any maskable"),
                    ])))
    }
}
