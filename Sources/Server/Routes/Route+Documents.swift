import Hummingbird
import Wire

extension Route {
    static let documents: [Route] = [vocabulary, openAPI, errors]

    private static let vocabulary = Route(
        .get, "/v1/vocabulary", .public,
        OpenAPIOperation(
            "getVocabulary", .lookups, "Areas, words, issuers, and rules for clients",
            "Carries an ETag; send If-None-Match.", answer: .fixed("Vocabulary"))
    ) { $0.vocabulary.response(to: $1.request) }

    private static let openAPI = Route(
        .get, "/openapi.json", .public,
        OpenAPIOperation("getOpenAPI", .lookups, "This document", "Carries an ETag.", answer: .fixed("OpenAPI"))
    ) { $0.openAPI.response(to: $1.request) }

    /// The page that every problem's `type` links to.
    private static let errors = Route(
        .get, ErrorReference.path, .public,
        OpenAPIOperation(
            "getErrors", .lookups, "The error table", "In Markdown, with an anchor for each code. Carries an ETag.",
            answer: .fixedText(mediaType: ErrorReference.mediaType))
    ) { $0.errors.response(to: $1.request) }
}
