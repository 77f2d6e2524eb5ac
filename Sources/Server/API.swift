import HTTPTypes
package import Hummingbird
package import Plates
package import Seal
package import Sightings
import Vocabulary
package import Wire

/// The chapter's lines in every answer to a person.
package struct Chapter: Hashable, Sendable {
    /// The help line: legal help, and advice for the moment.
    package var help: String?
    /// Whom to write to about a wrong listing.
    package var contact: String?

    package init(help: String? = nil, contact: String? = nil) {
        self.help = help
        self.contact = contact
    }
}

/// Version 1 of the HTTP interface: ``Route/all`` over ``Answers``.
package struct API: Sendable {
    /// The operator's settings that change answers.
    package struct Settings: Sendable {
        /// The registry's name.
        package var name: String
        package var areas: AreaMap
        /// The country whose codes are tried first.
        package var country: Country
        /// The issuer of a report that names none; `nil` for `ZZ`.
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

    let answers: Answers
    let clock: WallClock
    let authenticator: Authenticator
    let origins: OriginResolver
    let date = SecondText { HTTPDate.text($0) }
    let list: DeviceListCache
    let vocabulary: FixedDocument
    let openAPI: FixedDocument
    let errors: FixedDocument
    private let pages: Pages?

    /// - Parameters:
    ///   - pages: nil to serve none.
    ///   - onUse: called with the token of every authenticated request, before the role check; must be cheap.
    package init(
        ledger: Ledger, clock: WallClock, cursors: CursorSeal, random: RandomSource, settings: Settings, origins: OriginResolver,
        rates: RateLimiter, metrics: ServerMetrics, pages: PageSettings? = nil, onUse: @escaping @Sendable (Token) -> Void = { _ in }
    ) {
        self.clock = clock
        self.origins = origins
        authenticator = Authenticator(
            tokens: ledger.tokens, rules: ledger.rules, clock: clock, rates: rates, metrics: metrics, onUse: onUse)
        answers = Answers(
            ledger: ledger, clock: clock, cursors: cursors, random: random, settings: settings, authenticator: authenticator)
        list = DeviceListCache(ledger, chapter: settings.chapter)
        vocabulary = FixedDocument(
            json: VocabularyBody(
                name: settings.name, areas: settings.areas,
                rules: RulesBody(
                    slotMinutes: ledger.rules.reports.slotMinutes, reportAgeHoursMax: ledger.rules.reports.ageHoursMax,
                    utcOffset: ledger.rules.utcOffset, country: settings.country, issuer: settings.issuer),
                help: settings.chapter.help, contact: settings.chapter.contact,
                listKey: ListKeyBody(ledger.listKey)))
        openAPI = FixedDocument(json: OpenAPIDocument.value)
        errors = FixedDocument(ErrorReference.page.utf8, mediaType: ErrorReference.mediaType)
        self.pages = pages.map { [answers, list] in
            Pages(
                site: $0.site, origins: $0.origins, answers: answers, list: list, problems: Problems(chapter: settings.chapter),
                files: PageFiles($0.site))
        }
    }

    /// How often the list for devices was sent on the last whole day, to all tokens together.
    package var listFetchesOfLastDay: Int { list.fetchesOfLastDay(at: clock.now()) }

    /// How often a list for devices was made since the start.
    package var listPasses: Int { list.passes }

    var problems: Problems { Problems(chapter: answers.chapter) }

    /// For ``HTTPServer``: checks tokens before a body has come.
    package var tokenCheck: TokenCheck { authenticator.check }

    /// For ``HTTPServer``: answers look-ups and reports ahead of the router.
    package func fastPath(log: RequestLog) -> FastPath { FastPath(self, log: log) }

    /// A router of all routes.
    ///
    /// - Parameter observers: logging and metrics; they see every request before the routes and every answer after them.
    package func router(observers: [any MiddlewareProtocol<Request, Response, APIContext>] = []) -> Router<APIContext> {
        let router = Router(context: APIContext.self, options: .autoGenerateHeadEndpoints)
        for observer in observers { router.add(middleware: observer) }
        router.add(middleware: OriginMiddleware(resolver: origins))
        router.add(middleware: ProblemMiddleware(problems: problems, pages: pages))
        for route in Route.all {
            router.on(route.routerPath, method: route.method) { request, context in
                let principal = try authenticator.admit(request.headers[values: .authorization], to: route.access, from: context.origin)
                let requester = Requester(principal: principal, origin: context.origin)
                return try await route.answer(self, Exchange(request, context, to: route, requester))
            }
        }
        if let pages { pages.add(to: router) } else { PageFiles.addRemoval(to: router) }
        return router
    }
}
