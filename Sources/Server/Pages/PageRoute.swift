import HTTPTypes
import Vocabulary
import Web

/// A full declaration of a page: it exists under `/` in the browser's language, and under each language, such as `/es`.
///
/// Like ``Route``, but not in the OpenAPI document: pages read cookies and forms, never `Authorization`.
struct PageRoute: Sendable {
    let method: HTTPRequest.Method
    /// Without the language: `/figures`.
    let path: String
    /// The page that the links to the other languages lead to.
    let home: String
    let access: RouteAccess
    let forgery: ForgeryCheck.Rule
    /// Whether it is charged to the rate of pages. Else it is a request like those for JSON.
    let hasPageRate: Bool
    /// Of its answers and refusals.
    let mediaType: String
    let answer: @Sendable (Pages, PageExchange) async throws -> Page
    /// The page for a refusal, such as "could not be checked".
    let refused: @Sendable (Pages, Refusal, PageReader, FormBody?) -> [UInt8]

    init(
        _ method: HTTPRequest.Method, _ path: String, _ access: RouteAccess = .optionalToken, home: String? = nil,
        forgery: ForgeryCheck.Rule = .whenCookie, hasPageRate: Bool = false, mediaType: String = PageHeaders.mediaType,
        refused: @escaping @Sendable (Pages, Refusal, PageReader, FormBody?) -> [UInt8] = { pages, refusal, reader, _ in
            pages.errorPage(refusal, for: reader)
        },
        answer: @escaping @Sendable (Pages, PageExchange) async throws -> Page
    ) {
        self.method = method
        self.path = path
        self.home = home ?? path
        self.access = access
        self.forgery = forgery
        self.hasPageRate = hasPageRate || method == .get
        self.mediaType = mediaType
        self.answer = answer
        self.refused = refused
    }

    /// Every page; the order does not matter.
    static let all: [PageRoute] = reading + identity + reporting + moderation

    /// Opening the address of a form's answer leads to the page with the form. A query, which may hold a plate, is left out.
    static let returns: [PageRoute] = {
        let opened = Set(all.filter { $0.method == .get }.map(\.path))
        return all.filter { !opened.contains($0.path) && $0.home != $0.path }.map { route in
            PageRoute(.get, route.path, home: route.home) { _, exchange in
                let reader = exchange.reader
                return Page([], status: .seeOther, headers: [.location: "/\(reader.language.code)\(reader.path == "/" ? "" : reader.path)"])
            }
        }
    }()

    /// A path's methods, for `Allow`; empty if there is no such page.
    static func methods(at path: String, _ languages: [Language]) -> [HTTPRequest.Method] {
        let segments = path.split(separator: "/")
        let isPrefixed = languages.contains { $0.code == segments.first ?? "" }
        let asked = isPrefixed ? segments.dropFirst() : segments[...]
        let methods = all.filter { $0.path.split(separator: "/").elementsEqual(asked) }.map(\.method)
        return methods.contains(.get) ? methods + [.head] : methods
    }
}
