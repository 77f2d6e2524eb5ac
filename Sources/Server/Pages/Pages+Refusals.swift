import HTTPTypes
import Hummingbird
import Web
import Wire

/// The pages for refused requests: a forged form, a missing role, an address that does not exist.
extension Pages {
    /// The page for an error, such as a ``ForgeryCheck`` that failed. A form comes back with its text.
    func refusal(
        _ error: any Error, of route: PageRoute, _ request: Request, _ context: APIContext, _ reader: PageReader, _ form: FormBody?
    ) -> Page {
        let refusal = problems.refusal(error, context.logger)
        let bytes = insecurePage(refusal, request, reader) ?? route.refused(self, refusal, reader, form)
        return Page(bytes, status: refusal.status, headers: refusal.waitHeaders)
    }

    /// The page for an address that does not exist, or not with this method.
    func unrouted(_ request: Request, _ context: APIContext, _ refusal: Refusal, headers: HTTPFields) -> Response {
        let segment = request.uri.path.split(separator: "/").first ?? ""
        var reader = reader(of: request, at: "/", in: site.languages.first { $0.code == segment })
        var (refusal, headers) = (refusal, headers)
        do throws(Refusal) {
            let identity = try identify(request, .whenCookie, context)
            reader.take(identity)
            headers.append(contentsOf: identity.headers)
        } catch {
            refusal = error
        }
        let bytes = insecurePage(refusal, request, reader) ?? errorPage(refusal, for: reader)
        return response(Page(bytes, status: refusal.status, headers: headers), to: request)
    }

    /// Leads from plain HTTP to the same page under `https`; nil for other refusals. After a form, the form's own page says whether it was
    /// accepted.
    private func insecurePage(_ refusal: Refusal, _ request: Request, _ reader: PageReader) -> [UInt8]? {
        guard refusal.code == .requestInsecure, request.method != .post, let origin = try? origins.origin(host: request.head.authority)
        else { return nil }
        return site.insecure("\(origin)/\(reader.language.code)\(reader.path == "/" ? "" : reader.path)", for: reader)
    }

    func errorPage(_ refusal: Refusal, for reader: PageReader) -> [UInt8] {
        site.error(refusal.code, waitSeconds: refusal.retryAfterSeconds, for: reader)
    }
}
