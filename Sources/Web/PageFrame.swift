import Synchronization

/// The frame of every page: the head, the bar and the foot.
///
/// Nearly all of it is the same for everyone, so it is rendered once a page and language.
struct PageFrame: Sendable {
    let fields: ViewFields

    /// - Parameter isAnswer: leaves the scripts out, and the lines that the answer has itself, so that it fits one padded block. Scripts,
    ///   if they run, ask for the answer and take only part of this page.
    init(_ site: Site, _ edition: Edition, for reader: PageReader, isAnswer: Bool = false, isShell: Bool = false) {
        func make() -> ViewFields { ViewFields(FrameFields(site, edition, for: reader, isAnswer: isAnswer, isShell: isShell)) }
        // A member's frame has the short ID of the token.
        let key = FrameCache.Key(path: reader.path, isAnswer: isAnswer, hasEnded: reader.hasEnded)
        fields = reader.role == nil && !isShell ? edition.frames.fields(key, make) : make()
    }
}

/// The frames of an edition that are the same for everybody. There are at most as many as pages.
final class FrameCache: Sendable {
    struct Key: Hashable {
        let path: String
        let isAnswer: Bool
        let hasEnded: Bool
    }

    private let known = Mutex<[Key: ViewFields]>([:])

    func fields(_ key: Key, _ make: () -> ViewFields) -> ViewFields {
        if let fields = known.withLock({ $0[key] }) { return fields }
        let fields = make()
        known.withLock { $0[key] = fields }
        return fields
    }
}

/// The properties of a frame.
private struct FrameFields {
    let language: String
    /// Before the paths of links: `/es`.
    let base: String
    /// The registry's name.
    let name: String
    let isMember: Bool
    let hasEnded: Bool
    /// The page that "Erase and leave" opens.
    let exit: String
    let onLookUp: Bool
    let onReport: Bool
    let onFigures: Bool
    let onMore: Bool
    let lines: [HelpLine]
    /// Whether the lines are at the foot; on a page with an answer, they are below the answer.
    let hasLinesAtFoot: Bool
    /// The other languages.
    let languages: [LanguageLink]
    let style: Link
    let scripts: [Link]
    /// The short ID of the member's token; empty on the shell, which is the same for everybody.
    let tokenID: String?
    let slotMinutes: Int
    /// The registry's time zone, where scripts show times.
    let timeZone: String?
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

    init(_ site: Site, _ edition: Edition, for reader: PageReader, isAnswer: Bool, isShell: Bool) {
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
        // People who only look plates up need no texts but those on the page.
        let needsWords = isMember || reader.path == "/waiting"
        timeZone = needsWords ? site.settings.timeZone : nil
        let words = needsWords ? [edition.wordsFile] : []
        let list = isMember ? [site.listScript] : []
        let queue = reader.path.hasPrefix("/moderate") ? [site.files.queueScript] : []
        scripts = isAnswer ? [] : (words + [site.files.script] + list + queue).map(Link.init)
        icon = site.files.icon192.address
        touchIcon = site.files.touchIcon.address
    }
}
