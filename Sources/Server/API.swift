import HTTPTypes
package import Hummingbird
package import Plates
package import Seal
package import Sightings
import Vocabulary
package import Wire

/// The chapter's lines that stand under every answer to a person.
package struct Chapter: Hashable, Sendable {
    /// Where to find legal help, and what to do now.
    package var help: String?
    /// Whom to write to about a wrong listing.
    package var contact: String?

    package init(help: String? = nil, contact: String? = nil) {
        self.help = help
        self.contact = contact
    }
}

/// Version 1 of the HTTP interface, as one table of routes over the ledger and its listings.
package struct API: Sendable {
    /// What the operator set, as far as answers depend on it.
    package struct Settings: Sendable {
        /// What the registry calls itself.
        package var name: String
        package var areas: AreaMap
        /// Whose codes are read first.
        package var country: Country
        /// What a report without an issuer gets; `nil` for `ZZ`.
        package var issuer: Issuer?
        package var chapter: Chapter

        package init(
            name: String = "Thaw", areas: AreaMap, country: Country = .us, issuer: Issuer? = nil, chapter: Chapter = Chapter()
        ) {
            self.name = name
            self.areas = areas
            self.country = country
            self.issuer = issuer
            self.chapter = chapter
        }
    }

    let ledger: Ledger
    let clock: WallClock
    let cursors: CursorSeal
    let random: RandomSource
    let settings: Settings
    let authenticator: Authenticator
    let origins: OriginResolver
    let date = HTTPDate()
    private let vocabulary: FixedDocument
    private let openAPI: FixedDocument

    /// - Parameter onUse: called with the token of every request that was authenticated, before its role is looked at; must be cheap.
    package init(
        ledger: Ledger, clock: WallClock, cursors: CursorSeal, random: RandomSource, settings: Settings, origins: OriginResolver,
        rates: RateLimiter, metrics: ServerMetrics, onUse: @escaping @Sendable (Token) -> Void = { _ in }
    ) {
        self.ledger = ledger
        self.clock = clock
        self.cursors = cursors
        self.random = random
        self.settings = settings
        self.origins = origins
        authenticator = Authenticator(
            tokens: ledger.tokens, rules: ledger.rules, clock: clock, rates: rates, metrics: metrics, onUse: onUse)
        vocabulary = FixedDocument(
            VocabularyBody(
                name: settings.name, areas: settings.areas,
                rules: RulesBody(
                    slotMinutes: ledger.rules.slotMinutes, reportAgeHoursMax: ledger.rules.reportAgeHoursMax,
                    utcOffset: ledger.rules.utcOffset, country: settings.country, issuer: settings.issuer),
                help: settings.chapter.help, contact: settings.chapter.contact))
        openAPI = FixedDocument(OpenAPIDocument.value)
    }

    /// Every route; the order does not matter.
    package var routes: [Route] {
        [
            Route(.post, Self.reportsPath, Self.reportsAccess, handle: record),
            Route(.post, "/v1/withdrawals", .role(.volunteer), handle: withdraw),
            Route(.post, Self.lookupsPath, Self.lookupsAccess, handle: lookUp),
            Route(.post, "/v1/searches", .role(.reader), handle: search),
            Route(.get, "/v1/listings", .role(.reader), handle: listListings),
            Route(.get, "/v1/stats", .anyone, handle: stats),
            Route(.get, "/v1/vocabulary", .open) { [vocabulary] request, _ in
                try request.refuseQuery()
                return vocabulary.response(to: request)
            },
            Route(.post, "/v1/invites", .role(.moderator), handle: makeInvite),
            Route(.get, "/v1/invites", .role(.moderator), handle: listInvites),
            Route(.delete, "/v1/invites/{id}", .role(.moderator), handle: cancelInvite),
            Route(.post, "/v1/invites/redeem", .open, handle: redeem),
            Route(.get, "/v1/tokens", .role(.moderator), handle: listTokens),
            Route(.get, "/v1/tokens/self", .role(.reader), handle: showOwnToken),
            Route(.delete, "/v1/tokens/self", .role(.reader), handle: revokeOwnToken),
            Route(.delete, "/v1/tokens/{id}", .role(.moderator), handle: revokeToken),
            Route(.get, "/openapi.json", .open) { [openAPI] request, _ in
                try request.refuseQuery()
                return openAPI.response(to: request)
            },
        ] + moderationRoutes
    }

    var problems: Problems { Problems(chapter: settings.chapter) }

    /// For ``HTTPServer``: tells good tokens from others before a body has come.
    package var tokenCheck: TokenCheck { authenticator.check }

    /// For ``HTTPServer``: answers look-ups and reports ahead of the router.
    package func lanes(log: RequestLog) -> LaneExchange { LaneExchange(self, log: log) }

    /// A router of all routes.
    ///
    /// - Parameter observers: what sees every request before and every answer after the routes: logging and metrics.
    package func router(observers: [any MiddlewareProtocol<Request, Response, APIContext>] = []) -> Router<APIContext> {
        let router = Router(context: APIContext.self, options: .autoGenerateHeadEndpoints)
        for observer in observers { router.add(middleware: observer) }
        router.add(middleware: OriginMiddleware(origins))
        router.add(middleware: ProblemMiddleware(problems: problems, routes: routes))
        for route in routes {
            router.on(route.routerPath, method: route.method) { [authenticator] request, context in
                var context = context
                context.bearer = try authenticator.admit(request.headers[values: .authorization], to: route.access, from: context.origin)
                return try await route.handle(request, context)
            }
        }
        return router
    }

    /// The bearer of a route that only bearers may use.
    func bearer(_ context: APIContext) throws -> Bearer {
        guard let bearer = context.bearer else { throw Refusal(.tokenMissing) }
        return bearer
    }
}
