package import Client
package import Plates
package import Wire

/// Why a command ended without doing what it was asked: a sentence, and what to do next.
package struct Failure: Error, Hashable, Sendable {
    /// A stable name from the error table, for `--json`.
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

    /// Words that could not be understood, on the command line or in a file.
    package static func usage(_ sentence: String, advice: String? = nil) -> Failure {
        Failure(.clientInput, sentence, advice: advice, exit: .usage)
    }
}

/// What the shell learns.
package enum ExitStatus: Int32, Hashable, Sendable {
    case done = 0
    /// Of `check` alone: nothing listed, and everything could be checked.
    case notListed = 1
    case failed = 2
    case usage = 64
    /// As a shell reports a Ctrl-C.
    case interrupted = 130
}

/// `{"error":{"code":…,"detail":…}}`, where `--json` was asked for.
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
    /// The text with a full stop, unless it ends a sentence already.
    var asSentence: String {
        guard let last, !".!?:".contains(last) else { return self }
        return self + "."
    }
}
