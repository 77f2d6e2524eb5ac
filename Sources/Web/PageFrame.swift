/// What surrounds every page: the head, the bar and the foot.
struct PageFrame: Sendable {
    let language: String
    /// Before the paths of links: `/es`.
    let base: String
    /// The registry's name.
    let name: String
    let isMember: Bool
    let hasEnded: Bool
    let onLookUp: Bool
    let onReport: Bool
    let onFigures: Bool
    let onMore: Bool
    let lines: [HelpLine]
    /// The other languages.
    let languages: [LanguageLink]
    let style: Link
    let icon: String
    let touchIcon: String

    /// A file that the page loads.
    struct Link: Sendable {
        let address: String
        let integrity: String

        init(_ file: StaticFile) {
            address = file.address
            integrity = file.integrity
        }
    }

    struct LanguageLink: Sendable {
        let code: String
        /// The language's own name.
        let name: String
        let address: String
    }

    init(_ site: Site, _ edition: Edition, for reader: PageReader) {
        language = edition.words.language.code
        base = "/" + language
        name = site.settings.name
        isMember = reader.role != nil
        hasEnded = reader.hasEnded
        onLookUp = reader.path == "/"
        onReport = reader.path == "/report"
        onFigures = reader.path == "/figures"
        onMore = reader.path == "/help"
        lines = edition.lines
        languages = site.languages.filter { $0 != edition.words.language }.map { other in
            LanguageLink(
                code: other.code, name: site.words(other)["language"],
                address: reader.path == "/" ? "/\(other.code)" : "/\(other.code)\(reader.path)")
        }
        style = Link(site.files.style)
        icon = site.files.icon192.address
        touchIcon = site.files.touchIcon.address
    }
}
