import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Seal
import Sightings
import Vocabulary
package import Web
import Wire

/// The pages' texts, and the addresses that people open.
package struct PageSettings: Sendable {
    package var site: Site
    package var origins: PageOrigins

    package init(_ site: Site, origins: PageOrigins) {
        self.site = site
        self.origins = origins
    }

    /// The pages' addresses, without the language.
    package static var addresses: Set<String> { Set(PageRoute.all.map(\.path)) }
}

/// The pages for people: ``PageRoute/all`` over ``Answers`` and the ``Site``.
struct Pages: Sendable {
    let site: Site
    let origins: PageOrigins
    let answers: Answers
    let list: DeviceListCache
    let problems: Problems
    let files: PageFiles

    var authenticator: Authenticator { answers.authenticator }

    /// Adds every page, in the browser's language and in each language, and the files.
    func add(to router: Router<APIContext>) {
        for route in PageRoute.all + PageRoute.returns {
            router.on(RouterPath(route.path), method: route.method) { try await respond(to: $0, $1, with: route, in: nil) }
            for language in site.languages {
                router.on(RouterPath("/\(language.code)\(route.path)"), method: route.method) {
                    try await respond(to: $0, $1, with: route, in: language)
                }
            }
        }
        files.add(to: router)
    }

    /// The time of an answer, in Unix seconds.
    var seconds: Int64 { answers.clock.now().seconds }
    /// The same as RFC 3339.
    var now: String { WireTime.text(seconds) }
    /// A text that no other form or report has.
    var newID: String { answers.random.bytes(16).hexadecimal }

    /// Answers errors with pages, too. Throws only if the request was canceled.
    private func respond(
        to request: Request, _ context: APIContext, with route: PageRoute, in fixed: Language?
    ) async throws -> Response {
        var reader = reader(of: request, at: route.home, in: fixed)
        var form: FormBody?
        var identity: PageIdentity?
        var page: Page
        do {
            let body = try await request.body.collect(upTo: WireLimits.bodyBytes)
            let posted = posted(body, of: request)
            form = try? posted.get()
            let found = try identify(request, route.forgery, context)
            identity = found
            reader.take(found)
            try admit(found, to: route, from: context.origin)
            let exchange = PageExchange(
                request: request, reader: reader, identity: found, client: context.origin, body: body, posted: posted)
            page = try await route.answer(self, exchange)
        } catch let error as CancellationError {
            throw error
        } catch {
            page = refusal(error, of: route, request, context, reader, form)
        }
        // A page that logs in or out has set cookies of its own.
        if let identity, page.headers[.setCookie] == nil { page.headers.append(contentsOf: identity.headers) }
        return response(page, mediaType: route.mediaType, to: request)
    }

    func identify(_ request: Request, _ rule: ForgeryCheck.Rule, _ context: APIContext) throws(Refusal) -> PageIdentity {
        try authenticator.identify(request.head, rule, at: try origins.origin(host: request.head.authority), from: context.origin)
    }

    /// Checks the role, and charges the rate: opened pages, log-ins and log-outs have one of their own.
    private func admit(_ identity: PageIdentity, to route: PageRoute, from client: ClientOrigin) throws(Refusal) {
        if case .role = route.access { _ = try identity.known() }
        _ = try authenticator.admit(identity.principal, to: route.access, hasPageRate: route.hasPageRate, from: client)
    }

    /// The whole body as a form; it has come already, and is not larger than ``WireLimits/bodyBytes``.
    private func posted(_ body: ByteBuffer, of request: Request) -> Result<FormBody, Refusal> {
        guard request.method == .post else { return .failure(Refusal(.requestMethod)) }
        return Result { () throws(Refusal) in
            try FormBody(
                body.readableBytesView, contentTypes: request.headers[values: .contentType],
                contentEncoding: request.headers[.contentEncoding])
        }
    }

    func reader(of request: Request, at path: String, in fixed: Language?) -> PageReader {
        let language = fixed ?? Language.preferred(by: request.headers[.acceptLanguage], among: site.languages)
        return PageReader(language: language, path: path)
    }

    /// The address of a page as an onion service; nil for a form's answer, for anything that is not a page, and for readers who are there
    /// already.
    private func onionAddress(of request: Request, _ status: HTTPResponse.Status) -> String? {
        guard let onion = site.settings.onion, request.method != .post, status != .seeOther, status != .methodNotAllowed,
            let origin = try? origins.origin(host: request.head.authority), origin.kind != .onion
        else { return nil }
        return onion + request.uri.path
    }

    /// A page requested with GET may be compressed. An answer to a form never is: its length must not reveal its content.
    func response(_ page: Page, mediaType: String = PageHeaders.mediaType, to request: Request) -> Response {
        if let body = page.body {
            var headers = PageHeaders.file
            headers.append(contentsOf: page.headers)
            return Response(status: page.status, headers: headers, body: body)
        }
        var headers = PageHeaders.common
        headers[.contentType] = mediaType
        headers[.vary] = "Accept-Language, Accept-Encoding"
        if let onion = onionAddress(of: request, page.status) { headers[.onionLocation] = onion }
        var bytes = page.bytes
        if request.method == .post {
            headers[.cacheControl] = "no-store, no-transform"
            bytes = PagePadding.padded(bytes)
        } else {
            headers[.cacheControl] = "no-store"
            if PageHeaders.allowGzip(request.headers[values: .acceptEncoding]) {
                headers[.contentEncoding] = "gzip"
                bytes = Gzip.compress(bytes)
            }
        }
        headers.append(contentsOf: page.headers)
        return Response(status: page.status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}

extension PageReader {
    mutating func take(_ identity: PageIdentity) {
        role = identity.principal?.token.role
        tokenID = identity.principal?.token.shortID
        if case .ended = identity.visitor { hasEnded = true }
    }
}
