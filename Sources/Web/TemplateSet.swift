import Mustache

/// The templates of all pages in one language.
///
/// In a template, `[[key]]` is a text of ``Words``, filled in once at start. A placeholder of that text becomes a tag: `{time}` in the text
/// is `{{time}}` in the template.
package struct TemplateSet: Sendable {
    private let library: MustacheLibrary

    init(_ words: Words) {
        library = MustacheLibrary(
            templates: Self.sources.mapValues { source in
                do {
                    return try MustacheTemplate(string: Self.filled(source, words))
                } catch {
                    preconditionFailure("a template of the pages is malformed: \(error)")
                }
            })
    }

    /// The page that a view makes with a template.
    func page(_ template: Template, _ view: some Sendable) -> [UInt8] {
        guard let text = library.render(ViewFields(view, isPage: true), withTemplate: template.name) else {
            preconditionFailure("there is no template \(template.name)")
        }
        return Array(text.utf8)
    }

    /// The template with its words, without the indentation of its lines.
    static func filled(_ source: String, _ words: Words) -> String {
        let lines = source.split(separator: "\n").map { $0.trimmingPrefix(while: \.isWhitespace) }.joined(separator: "\n")
        // Each use parses the expression.
        let placeholder = Words.placeholder
        return lines.replacing(wordTag) { match in
            escaped(words[String(match.output.1)]).replacing(placeholder) { "{{\($0.output.1)}}" }
        }
    }

    /// `[[lookup.title]]`
    package static var wordTag: Regex<(Substring, Substring)> { /\[\[([a-z0-9._-]+)\]\]/ }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
    }

    /// The texts of the templates, by name.
    package static let sources: [String: String] = Dictionary(
        uniqueKeysWithValues: Template.all.map { ($0.name, String(decoding: $0.bytes, as: UTF8.self)) })
}

/// A file in `Templates`.
struct Template: Sendable {
    let name: String
    fileprivate let bytes: [UInt8]

    static let alerts = Template(name: "alerts", bytes: PackageResources.alerts_mustache)
    static let audit = Template(name: "audit", bytes: PackageResources.audit_mustache)
    static let bulk = Template(name: "bulk", bytes: PackageResources.bulk_mustache)
    static let card = Template(name: "card", bytes: PackageResources.card_mustache)
    static let erased = Template(name: "erased", bytes: PackageResources.erased_mustache)
    static let error = Template(name: "error", bytes: PackageResources.error_mustache)
    static let figures = Template(name: "figures", bytes: PackageResources.figures_mustache)
    static let help = Template(name: "help", bytes: PackageResources.help_mustache)
    static let invites = Template(name: "invites", bytes: PackageResources.invites_mustache)
    static let left = Template(name: "left", bytes: PackageResources.left_mustache)
    static let loggedIn = Template(name: "logged-in", bytes: PackageResources.logged_in_mustache)
    static let login = Template(name: "login", bytes: PackageResources.login_mustache)
    static let lookUp = Template(name: "look-up", bytes: PackageResources.look_up_mustache)
    static let me = Template(name: "me", bytes: PackageResources.me_mustache)
    static let moderate = Template(name: "moderate", bytes: PackageResources.moderate_mustache)
    static let moderateAsk = Template(name: "moderate-ask", bytes: PackageResources.moderate_ask_mustache)
    static let moderatePreview = Template(name: "moderate-preview", bytes: PackageResources.moderate_preview_mustache)
    static let moderateResult = Template(name: "moderate-result", bytes: PackageResources.moderate_result_mustache)
    static let offline = Template(name: "offline", bytes: PackageResources.offline_mustache)
    static let proposals = Template(name: "proposals", bytes: PackageResources.proposals_mustache)
    static let report = Template(name: "report", bytes: PackageResources.report_mustache)
    static let reportAnswer = Template(name: "report-answer", bytes: PackageResources.report_answer_mustache)
    static let search = Template(name: "search", bytes: PackageResources.search_mustache)
    static let tokens = Template(name: "tokens", bytes: PackageResources.tokens_mustache)
    static let waiting = Template(name: "waiting", bytes: PackageResources.waiting_mustache)

    fileprivate static let all: [Template] = [
        alerts, audit, bulk, card, erased, error, figures, help, invites, left, loggedIn, login, lookUp, me, moderate, moderateAsk,
        moderatePreview, moderateResult, offline, proposals, report, reportAnswer, search, tokens, waiting,
        // These are parts of others.
        Template(name: "answer", bytes: PackageResources.answer_mustache),
        Template(name: "bar", bytes: PackageResources.bar_mustache),
        Template(name: "blank", bytes: PackageResources.blank_mustache),
        Template(name: "hidden", bytes: PackageResources.hidden_mustache),
        Template(name: "layout", bytes: PackageResources.layout_mustache),
        Template(name: "lines", bytes: PackageResources.lines_mustache),
        Template(name: "listing", bytes: PackageResources.listing_mustache),
        Template(name: "moderate-more", bytes: PackageResources.moderate_more_mustache),
        Template(name: "report-form", bytes: PackageResources.report_form_mustache),
        Template(name: "take-back", bytes: PackageResources.take_back_mustache),
        Template(name: "waiting-list", bytes: PackageResources.waiting_list_mustache),
    ]
}
