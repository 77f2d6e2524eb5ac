import Vocabulary
package import Wire

/// The field for an invite or a token.
struct LoginPage: Sendable {
    let frame: PageFrame
    /// A random text of this form's own: when it is sent again, its first answer was lost.
    let form: String
    let refusal: Refusal?
    /// Who is logged in already; `nil` for nobody.
    let already: String?

    struct Refusal: Sendable {
        let title: String
        let advice: String
        let wait: String?
    }
}

/// The answer to a log-in.
struct LoggedInPage: Sendable {
    let frame: PageFrame
    let id: String
    let role: String
    /// The day when it expires.
    let date: String
    /// The new token, shown this once; `nil` if it was typed in.
    let token: String?
}

extension Site {
    /// - Parameters:
    ///   - form: a random text, new for each page.
    ///   - code: why the last try was refused.
    ///   - waitSeconds: the answer's `Retry-After`.
    ///   - own: the token of a reader who is logged in.
    package func login(
        form: String, refused code: ErrorCode? = nil, waitSeconds: Int? = nil, own: TokenBody? = nil, for reader: PageReader
    ) -> [UInt8] {
        let edition = edition(reader.language)
        let words = edition.words
        return edition.templates.page(
            .login,
            LoginPage(
                frame: PageFrame(self, edition, for: reader), form: form,
                refusal: code.map { code in
                    // One field takes both, and a mistyped invite may look like a token.
                    let isMistyped = code == .tokenMalformed || code == .inviteMalformed
                    return LoginPage.Refusal(
                        title: isMistyped ? words["login.mistyped"] : words.title(of: code), advice: words.advice(of: code),
                        wait: waitSeconds.map(words.wait))
                },
                already: own.map { words.text("login.already", ["id": $0.id]) }))
    }

    /// - Parameters:
    ///   - token: the text of a token that was made just now.
    ///   - now: the time of the answer.
    package func loggedIn(_ own: TokenBody, token: String?, asOf now: String, for reader: PageReader) -> [UInt8] {
        let edition = edition(reader.language)
        return edition.templates.page(
            .loggedIn,
            LoggedInPage(
                frame: PageFrame(self, edition, for: reader), id: own.id, role: edition.words["role.\(own.role.rawValue)"],
                date: edition.time.day(own.expiresOn, asOf: now), token: token))
    }
}
