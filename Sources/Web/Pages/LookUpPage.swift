package import Wire

/// The field, and the answers above it.
struct LookUpPage: Sendable {
    let frame: PageFrame
    /// Whether only members may look up, and this reader is none.
    let isMembersOnly: Bool
    let answers: [AnswerView]
    let isAnswer: Bool
    /// For scripts: the answer if none came.
    let noAnswer: AnswerView?
    /// The text in the field, for a person to correct.
    let typed: String
    /// The plates under "Several plates", one on each line, if there were too many.
    let typedSeveral: String?
}

extension Site {
    /// The page without an answer.
    package func lookUp(for reader: PageReader) -> [UInt8] {
        page([], for: reader)
    }

    /// The page with the answers to a look-up.
    package func lookUp(_ response: LookupsResponse, for reader: PageReader) -> [UInt8] {
        let edition = edition(reader.language)
        let answers = response.results.enumerated().map { index, result in
            AnswerView(result, asOf: response.asOf, isFirst: index == 0, self, edition)
        }
        let typed = answers.count == 1 && answers[0].unknown != nil ? response.results[0].query : ""
        return page(answers, typed: typed, for: reader)
    }

    /// The page for a look-up that was refused: "could not be checked".
    ///
    /// - Parameters:
    ///   - plates: the plates of the request, for "Try again".
    ///   - waitSeconds: the answer's `Retry-After`.
    package func lookUp(
        refused code: ErrorCode, plates: [String], waitSeconds: Int? = nil, for reader: PageReader
    ) -> [UInt8] {
        let words = edition(reader.language).words
        return page(
            [AnswerView(refused: code, plates: plates, waitSeconds: waitSeconds, words)],
            typedSeveral: code == .requestTooManyItems ? plates.joined(separator: "\n") : nil, for: reader)
    }

    private func page(_ answers: [AnswerView], typed: String = "", typedSeveral: String? = nil, for reader: PageReader) -> [UInt8] {
        let edition = edition(reader.language)
        return edition.templates.page(
            .lookUp,
            LookUpPage(
                frame: PageFrame(self, edition, for: reader, isAnswer: !answers.isEmpty),
                isMembersOnly: !settings.isPublic && !reader.isMember, answers: answers, isAnswer: !answers.isEmpty,
                noAnswer: answers.isEmpty ? AnswerView(noAnswerIn: edition.words) : nil, typed: typed,
                typedSeveral: typedSeveral))
    }
}
