package import Wire

/// A refusal of a whole request, as a page.
struct ErrorPage: Sendable {
    let frame: PageFrame
    let title: String
    let advice: String
    let wait: String?
    /// For scripts and tests.
    let code: String
    /// Whether it replaces the answer to a form: nothing was looked up.
    let answersForm: Bool
    /// Whether logging in helps.
    let needsLogin: Bool
    /// The same page under `https`.
    let secure: String?
    /// The path of the page with the form that was refused, without the language.
    let form: String?
}

extension Site {
    /// - Parameter waitSeconds: the answer's `Retry-After`.
    package func error(_ code: ErrorCode, waitSeconds: Int? = nil, for reader: PageReader) -> [UInt8] {
        let edition = edition(reader.language)
        return edition.templates.page(
            .error,
            ErrorPage(
                frame: PageFrame(self, edition, for: reader), title: edition.words.title(of: code), advice: edition.words.advice(of: code),
                wait: waitSeconds.map(edition.words.wait), code: code.rawValue, answersForm: code == .requestTooLarge,
                needsLogin: code.group == "token" && code != .tokenRole, secure: nil,
                form: reader.role == nil || reader.path == "/" || code.group == "token" ? nil : reader.path))
    }

    /// The page for one that was asked for without encryption.
    ///
    /// - Parameter address: the same page under `https`.
    package func insecure(_ address: String, for reader: PageReader) -> [UInt8] {
        let edition = edition(reader.language)
        return edition.templates.page(
            .error,
            ErrorPage(
                frame: PageFrame(self, edition, for: reader), title: edition.words["error.insecure_address.title"],
                advice: edition.words["error.insecure_address.text"], wait: nil, code: ErrorCode.requestInsecure.rawValue,
                answersForm: false, needsLogin: false, secure: address, form: nil))
    }
}

extension Words {
    /// The title of an error; English if the language has none.
    func title(of code: ErrorCode) -> String { optional("error.\(code.rawValue).title") ?? code.title }

    func advice(of code: ErrorCode) -> String { optional("error.\(code.rawValue).advice") ?? code.advice }
}
