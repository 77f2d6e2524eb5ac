/// What surrounds every page: the head, the bar and the foot.
struct PageFrame: Sendable {
    let language: String
    /// Before the paths of links: `/es`.
    let base: String
    /// The registry's name.
    let name: String
    let isMember: Bool
    let hasEnded: Bool
    /// Where "Erase and leave" goes.
    let exit: String
    let onLookUp: Bool
    let onReport: Bool
    let onFigures: Bool
    let onMore: Bool
    let lines: [HelpLine]
    /// Whether the lines stand at the foot; an answer has them under it.
    let hasLinesAtFoot: Bool
    /// The other languages.
    let languages: [LanguageLink]
    let style: Link
    let scripts: [Link]
    let scriptWords: [ScriptWord]
    let hasScriptWords: Bool
    /// The short ID of the member's token; empty on the shell, which is the same for everybody.
    let tokenID: String?
    let slotMinutes: Int
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

    /// - Parameter isAnswer: leaves the scripts out, and the lines that the answer has itself, so that it fits one padded block. Where
    ///   scripts run, they ask for the answer and take only a part of this page.
    init(_ site: Site, _ edition: Edition, for reader: PageReader, isAnswer: Bool = false, isShell: Bool = false) {
        hasLinesAtFoot = !isAnswer
        language = edition.words.language.code
        base = "/" + language
        name = site.settings.name
        isMember = isShell || reader.role != nil
        tokenID = reader.tokenID
        slotMinutes = site.settings.slotMinutes
        hasEnded = reader.hasEnded
        exit = site.settings.exit ?? "about:blank"
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
        let files = reader.path.hasPrefix("/moderate") ? [site.files.script, site.files.queueScript] : [site.files.script]
        scripts = isAnswer ? [] : files.map(Link.init)
        scriptWords = isAnswer ? [] : edition.words.scriptWords(path: reader.path, isMember: isMember, areas: site.settings.areas)
        hasScriptWords = !scriptWords.isEmpty
        icon = site.files.icon192.address
        touchIcon = site.files.touchIcon.address
    }
}
