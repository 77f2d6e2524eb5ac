import HTTPTypes
import Hummingbird
import NIOCore
import Web

/// The files beside the pages: styles, icons, manifests, and `robots.txt`. They are not charged to a rate.
struct PageFiles: Sendable {
    private let assets: [String: StaticFile]
    private let manifests: [Language: FixedDocument]
    private let worker: FixedDocument
    private let robots = FixedDocument("User-agent: *\nDisallow: /\n".utf8, mediaType: "text/plain; charset=utf-8")

    init(_ site: Site) {
        assets = site.assets
        worker = Self.script(site.worker())
        manifests = Dictionary(
            uniqueKeysWithValues: site.languages.map {
                ($0, FixedDocument(site.manifest($0), mediaType: "application/manifest+json"))
            })
    }

    func add(to router: Router<APIContext>) {
        router.get("/assets/:name") { request, _ in try asset(request) }
        for (language, manifest) in manifests {
            router.get(RouterPath("/\(language.code)/manifest.webmanifest")) { request, _ in
                Self.response(manifest, to: request)
            }
        }
        router.get("/sw.js") { request, _ in Self.response(worker, to: request) }
        router.get("/robots.txt") { request, _ in robots.response(to: request) }
    }

    /// If no pages are served, a worker of earlier pages gets a script that removes it.
    static func addRemoval(to router: Router<APIContext>) {
        let removal = script(workerRemoval)
        router.get("/sw.js") { request, _ in response(removal, to: request) }
    }

    private static func script(_ bytes: [UInt8]) -> FixedDocument { FixedDocument(bytes, mediaType: "text/javascript; charset=utf-8") }

    private static func response(_ document: FixedDocument, to request: Request) -> Response {
        var response = document.response(to: request)
        response.headers.append(contentsOf: PageHeaders.file)
        return response
    }

    /// An address changes with its file's bytes, so browsers never ask for it again.
    private func asset(_ request: Request) throws -> Response {
        guard let file = assets[request.uri.path] else { throw HTTPError(.notFound) }
        var headers = PageHeaders.file
        headers[.contentType] = file.mediaType
        headers[.cacheControl] = "public, max-age=31536000, immutable"
        var bytes = file.bytes
        if let gzipped = file.gzipped {
            headers[.vary] = "Accept-Encoding"
            if PageHeaders.allowGzip(request.headers[values: .acceptEncoding]) {
                headers[.contentEncoding] = "gzip"
                bytes = gzipped
            }
        }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
