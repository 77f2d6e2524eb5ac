package import Wire

/// A message for one output, finished in its language, with no more in it than that output may get.
package struct AlertMessage: Hashable, Sendable {
    /// A few words, for receivers that show a title.
    package let title: String
    package let body: AlertBody

    package init(title: String, body: AlertBody) {
        self.title = title
        self.body = body
    }

    /// The same at every try. Without a period, which would be ambiguous in a signed text.
    package var id: String { body.id }

    package var isCorrection: Bool { body.event == .correction }
}
