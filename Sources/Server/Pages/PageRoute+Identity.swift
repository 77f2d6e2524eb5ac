import HTTPTypes
import Seal
import Sightings
import Vocabulary
import Web
import Wire

/// Logging in and out, and one's own token.
extension PageRoute {
    static let identity: [PageRoute] = [loginField, logIn, me, leave, end]

    private static let loginField = PageRoute(.get, "/login") { pages, exchange in
        let own = exchange.requester.principal.map { pages.answers.body(of: $0.token) }
        return Page(pages.site.login(form: pages.newID, own: own, for: exchange.reader))
    }

    private static let logIn = PageRoute(
        .post, "/login", forgery: .always, hasPageRate: true,
        refused: { pages, refusal, reader, _ in
            guard refusal.code != .requestWrongHost else { return pages.errorPage(refusal, for: reader) }
            return pages.site.login(form: pages.newID, refused: refusal.code, waitSeconds: refusal.retryAfterSeconds, for: reader)
        },
        answer: { pages, exchange in
            let form = try exchange.form()
            let login = try await pages.answers.logIn(with: form.required("code"), form: form.value("id"), as: exchange.requester)
            let now = pages.answers.clock.now()
            var reader = exchange.reader
            reader.role = login.own.role
            reader.tokenID = login.own.id
            reader.hasEnded = false
            return Page(
                pages.site.loggedIn(
                    login.own, token: login.isNew ? login.token.text : nil, asOf: WireTime.text(now.seconds), for: reader),
                headers: exchange.identity.headers(
                    loggingIn: login, stays: form.isTicked("stay"), at: now, random: pages.answers.random))
        })

    private static let me = PageRoute(.get, "/me", .role(.caller)) { pages, exchange in
        Page(
            pages.site.me(
                try pages.answers.ownToken(as: exchange.requester), asOf: pages.now,
                for: exchange.reader))
    }

    /// With `erase`, the answer does not say whose page it is.
    private static let leave = PageRoute(.post, "/leave", home: "/", forgery: .always, hasPageRate: true) { pages, exchange in
        let form = try exchange.form()
        let reader = exchange.reader.anybody
        return Page(
            form.isTicked("erase") ? pages.site.erased(for: reader) : pages.site.loggedOut(for: reader),
            headers: exchange.identity.leavingHeaders)
    }

    private static let end = PageRoute(.post, "/end", .role(.caller), home: "/me", forgery: .always) { pages, exchange in
        guard try exchange.form().isTicked("sure") else { throw Refusal(.requestFieldMissing, field: "sure") }
        try await pages.answers.revokeOwnToken(as: exchange.requester)
        return Page(pages.site.endedToken(for: exchange.reader.anybody), headers: exchange.identity.leavingHeaders)
    }
}

extension PageReader {
    /// The same reader, after the cookies are gone.
    fileprivate var anybody: PageReader {
        var reader = self
        (reader.role, reader.tokenID, reader.hasEnded) = (nil, nil, false)
        return reader
    }
}
