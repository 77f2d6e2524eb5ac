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
    func page(_ template: TemplateName, _ view: some Sendable) -> [UInt8] {
        guard let text = library.render(ViewFields(view, isPage: true), withTemplate: template.rawValue) else {
            preconditionFailure("there is no template \(template.rawValue)")
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
        uniqueKeysWithValues: TemplateName.allCases.map { ($0.rawValue, String(decoding: $0.bytes, as: UTF8.self)) })
}

/// The files in `Templates`.
enum TemplateName: String, CaseIterable {
    case alerts
    case answer
    case audit
    case bar
    case blank
    case bulk
    case card
    case erased
    case error
    case figures
    case help
    case hidden
    case invites
    case layout
    case left
    case lines
    case loggedIn = "logged-in"
    case listing
    case login
    case lookUp = "look-up"
    case me
    case moderate
    case moderateAsk = "moderate-ask"
    case moderateMore = "moderate-more"
    case moderatePreview = "moderate-preview"
    case moderateResult = "moderate-result"
    case offline
    case proposals
    case report
    case reportAnswer = "report-answer"
    case reportForm = "report-form"
    case search
    case takeBack = "take-back"
    case tokens
    case waiting
    case waitingList = "waiting-list"

    fileprivate var bytes: [UInt8] {
        switch self {
        case .alerts: PackageResources.alerts_mustache
        case .answer: PackageResources.answer_mustache
        case .audit: PackageResources.audit_mustache
        case .bar: PackageResources.bar_mustache
        case .blank: PackageResources.blank_mustache
        case .bulk: PackageResources.bulk_mustache
        case .card: PackageResources.card_mustache
        case .erased: PackageResources.erased_mustache
        case .error: PackageResources.error_mustache
        case .figures: PackageResources.figures_mustache
        case .help: PackageResources.help_mustache
        case .hidden: PackageResources.hidden_mustache
        case .invites: PackageResources.invites_mustache
        case .layout: PackageResources.layout_mustache
        case .left: PackageResources.left_mustache
        case .lines: PackageResources.lines_mustache
        case .loggedIn: PackageResources.logged_in_mustache
        case .listing: PackageResources.listing_mustache
        case .login: PackageResources.login_mustache
        case .lookUp: PackageResources.look_up_mustache
        case .me: PackageResources.me_mustache
        case .moderate: PackageResources.moderate_mustache
        case .moderateAsk: PackageResources.moderate_ask_mustache
        case .moderateMore: PackageResources.moderate_more_mustache
        case .moderatePreview: PackageResources.moderate_preview_mustache
        case .moderateResult: PackageResources.moderate_result_mustache
        case .offline: PackageResources.offline_mustache
        case .proposals: PackageResources.proposals_mustache
        case .report: PackageResources.report_mustache
        case .reportAnswer: PackageResources.report_answer_mustache
        case .reportForm: PackageResources.report_form_mustache
        case .search: PackageResources.search_mustache
        case .takeBack: PackageResources.take_back_mustache
        case .tokens: PackageResources.tokens_mustache
        case .waiting: PackageResources.waiting_mustache
        case .waitingList: PackageResources.waiting_list_mustache
        }
    }
}
