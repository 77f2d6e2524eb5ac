/// The reports that wait on the device. Scripts draw them.
struct WaitingPage: Sendable {
    let frame: PageFrame
}

/// The shell that the worker keeps for times without a signal.
struct OfflinePage: Sendable {
    let frame: PageFrame
    /// For scripts: the answer if neither the registry nor the list on the phone has one.
    let noAnswer: AnswerView
    let form: ReportForm
}

extension Site {
    package func waiting(for reader: PageReader) -> [UInt8] {
        let edition = edition(reader.language)
        return edition.templates.page(.waiting, WaitingPage(frame: PageFrame(self, edition, for: reader)))
    }

    /// The same bytes for everybody.
    package func offline(in language: Language) -> [UInt8] {
        let edition = edition(language)
        let frame = PageFrame(self, edition, for: PageReader(language: language, path: "/offline"), isShell: true)
        return edition.templates.page(
            .offline,
            OfflinePage(frame: frame, noAnswer: AnswerView(noAnswerIn: edition.words), form: ReportForm(self, edition, at: nil)))
    }
}
