import Vocabulary
package import Wire

/// All pages of a registry, ready to be filled. Made once at start.
///
/// `Pages/` has one file a page: the view, and the function that makes the page from a body of `Wire`.
package struct Site: Sendable {
    package let settings: SiteSettings
    let files = StaticFiles()
    let listScript: StaticFile
    let map: AreaDrawing
    private let areaNames: [String: String]
    private let editions: [Language: Edition]

    /// - Throws: the error of a word file.
    package init(_ settings: SiteSettings) throws(WireError) {
        self.settings = settings
        listScript = .list(in: settings.country)
        map = AreaDrawing(settings.areas)
        areaNames = Dictionary(uniqueKeysWithValues: settings.areas.areas.map { ($0.id.description, $0.name) })
        editions = try Words.all(settings.languages, files: settings.wordFiles).mapValues { Edition($0, settings) }
    }

    /// The files under `/assets/`, by address.
    package var assets: [String: StaticFile] {
        let all = files.all + [listScript] + editions.values.map(\.wordsFile)
        return Dictionary(uniqueKeysWithValues: all.map { ($0.address, $0) })
    }

    /// The languages that are served, the default first.
    package var languages: [Language] { settings.languages }

    /// The edition in a language; the default one for a language that is not served.
    func edition(_ language: Language) -> Edition {
        guard let edition = editions[language] ?? editions[languages.first ?? .english] else {
            preconditionFailure("a site has at least one language")
        }
        return edition
    }

    /// The words of a language, for texts outside of pages.
    package func words(_ language: Language) -> Words { edition(language).words }

    /// The name of an area, not too long for an answer; its ID if the operator removed it.
    func areaName(_ id: String) -> String {
        let name = areaNames[id] ?? id
        return name.count <= Self.areaNameMax ? name : name.prefix(Self.areaNameMax - 1) + "…"
    }

    private static let areaNameMax = 40

    /// A slot that starts at an RFC 3339 time.
    func slot(_ start: String, _ time: LocalTime) -> String {
        WireTime.seconds(start).map { time.slot($0, minutes: settings.slotMinutes) } ?? start
    }
}

/// The site in one language.
struct Edition: Sendable {
    let words: Words
    let templates: TemplateSet
    let time: LocalTime
    /// The texts for scripts.
    let wordsFile: StaticFile
    /// The chapter's help and contact lines.
    let lines: [HelpLine]
    let frames = FrameCache()

    init(_ words: Words, _ settings: SiteSettings) {
        self.words = words
        templates = TemplateSet(words)
        time = LocalTime(words: words, offsetSeconds: settings.offsetSeconds)
        wordsFile = StaticFile("words-\(words.language.code).js", words.script(settings.areas))
        lines = [settings.help[words.language], settings.contact].compactMap { $0.map(HelpLine.init) }
    }
}
