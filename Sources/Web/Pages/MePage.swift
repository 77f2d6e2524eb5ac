import Vocabulary
package import Wire

/// One's own token: log out, or end it.
struct MePage: Sendable {
    let frame: PageFrame
    let id: String
    let role: String
    let expires: String
    /// The weight of this token's reports; nil below volunteer, because others cannot report.
    let standing: String?
}

/// The page after a log-out or the end of a token.
struct LeftPage: Sendable {
    let frame: PageFrame
    let title: String
    let text: String
}

/// The page after "Erase and leave".
struct ErasedPage: Sendable {
    let language: String
}

extension Site {
    /// - Parameter now: the time of the answer.
    package func me(_ own: TokenBody, asOf now: String, for reader: PageReader) -> [UInt8] {
        let edition = edition(reader.language)
        let words = edition.words
        let daysLeft = (WireTime.day(own.expiresOn) ?? 0) - (WireTime.day(String(now.prefix(10))) ?? 0)
        return edition.templates.page(
            .me,
            MePage(
                frame: PageFrame(self, edition, for: reader), id: own.id, role: words["role.\(own.role.rawValue)"],
                expires: words.text("me.expires", count: Int(daysLeft), ["date": edition.time.day(own.expiresOn, asOf: now)]),
                standing: own.role < .volunteer ? nil : words[own.trusted ? "me.trusted" : "me.probation"]))
    }

    package func loggedOut(for reader: PageReader) -> [UInt8] { left("leave.done", for: reader) }

    package func endedToken(for reader: PageReader) -> [UInt8] { left("me.end.done", for: reader) }

    private func left(_ key: String, for reader: PageReader) -> [UInt8] {
        let edition = edition(reader.language)
        return edition.templates.page(
            .left,
            LeftPage(frame: PageFrame(self, edition, for: reader), title: edition.words["\(key).title"], text: edition.words["\(key).text"])
        )
    }

    /// The answer to "Erase and leave": it does not say whose page it is.
    package func erased(for reader: PageReader) -> [UInt8] {
        let edition = edition(reader.language)
        return edition.templates.page(.erased, ErasedPage(language: edition.words.language.code))
    }
}
