package import Client
package import Plates
package import Wire

/// Why a command failed: the event, and the advice.
package struct Failure: Error, Hashable, Sendable {
    /// The stable error code from the error table, for `--json`.
    package let code: String
    package let sentence: String
    package let advice: String?
    package let exit: ExitStatus

    package init(code: String, sentence: String, advice: String?, exit: ExitStatus) {
        self.code = code
        self.sentence = sentence
        self.advice = advice
        self.exit = exit
    }

    package init(_ code: ErrorCode, _ sentence: String? = nil, advice: String? = nil, exit: ExitStatus = .failed) {
        self.code = code.rawValue
        self.sentence = sentence ?? code.title + "."
        self.advice = advice ?? (sentence == nil ? code.advice : nil)
        self.exit = exit
    }

    package init(_ error: ClientError) {
        code = error.name
        sentence = error.sentence.asSentence
        advice = error.advice
        exit = .failed
    }

    package init(_ error: PlateError) {
        code = error.code.rawValue
        sentence = error.sentence
        advice = nil
        exit = .usage
    }

    /// Invalid input, on the command line or in a file.
    package static func usage(_ sentence: String, advice: String? = nil) -> Failure {
        Failure(.clientInput, sentence, advice: advice, exit: .usage)
    }
}

/// The exit status of a command.
package enum ExitStatus: Int32, Hashable, Sendable {
    case done = 0
    /// Only from `check`: every plate was checked, and none is listed.
    case notListed = 1
    case failed = 2
    case usage = 64
    /// Ctrl-C, as shells report it.
    case interrupted = 130
}

/// The JSON of a failure: `{"error":{"code":…,"detail":…}}`.
struct FailureBody: Encodable {
    struct Detail: Encodable {
        let code: String
        let detail: String
    }

    let error: Detail

    init(_ failure: Failure) {
        error = Detail(code: failure.code, detail: [failure.sentence, failure.advice].compactMap(\.self).joined(separator: " "))
    }
}

extension String {
    /// The text with a period, unless it already ends with punctuation.
    var asSentence: String {
        guard let last, !".!?:".contains(last) else { return self }
        return self + "."
    }
}
