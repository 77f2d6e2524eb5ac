import Plates

/// Answers to carriers: TwiML, as Twilio, SignalWire (cXML) and Telnyx (TeXML) read it.
enum TwiML {
    static let mediaType = "text/xml; charset=utf-8"

    /// Seconds of silence until a caller is asked again; also the time between two keys.
    private static let quietSeconds = 6
    /// Seconds of quiet after which speech is over. Carriers give no other for a few characters, so it is long enough for pauses.
    private static let speechSeconds = 2
    private static let dialSeconds = 30

    /// - Parameters:
    ///   - action: Where the carrier sends the caller's words or keys, or reports that there were none.
    ///   - person: The number of the person to connect, for a transfer.
    static func answer(_ step: CallStep, _ words: CallWords, action: String, person: String?) -> String {
        let said = say(step.say, words)
        switch step.next {
        case .listen(let listening):
            let locale = escaped(words.locale)
            let digits = listening == .choice ? " numDigits=\"1\"" : ""
            return document(
                """
                <Gather input="speech dtmf" action="\(escaped(action))" method="POST" language="\(locale)" timeout="\(quietSeconds)" \
                speechTimeout="\(speechSeconds)" finishOnKey="#"\(digits) hints="\(escaped(hints(words)))">\(said)</Gather>\
                <Redirect method="POST">\(escaped(action))</Redirect>
                """)
        case .transfer:
            return document("\(said)<Dial timeout=\"\(dialSeconds)\"><Number>\(escaped(person ?? ""))</Number></Dial><Hangup/>")
        case .lookUp, .search, .hangUp:
            return document("\(said)<Hangup/>")
        }
    }

    /// A sentence, then the end of the call.
    static func last(_ key: String, _ words: CallWords) -> String {
        answer(CallStep([.word(key), .pause], .hangUp), words, action: "", person: nil)
    }

    /// One `<Say>` for each run of phrases in one language.
    private static func say(_ phrases: [Phrase], _ words: CallWords) -> String {
        var runs: [(words: CallWords, phrases: [Phrase])] = []
        for phrase in phrases {
            let spoken: CallWords =
                switch phrase {
                case .foreign(_, let language): .of(language)
                // A pause belongs to the phrase before it.
                case .pause, .question: runs.last?.words ?? words
                default: words
                }
            if runs.last?.words.language == spoken.language {
                runs[runs.count - 1].phrases.append(phrase)
            } else {
                runs.append((spoken, [phrase]))
            }
        }
        return runs.map { run in
            "<Say language=\"\(escaped(run.words.locale))\">\(escaped(Phrase.text(of: run.phrases, run.words)))</Say>"
        }.joined()
    }

    /// The words that plates are said with.
    private static func hints(_ words: CallWords) -> String {
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8.map { Phrase.character($0).text(words) }.joined(separator: ",")
    }

    private static func document(_ verbs: String) -> String {
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response>\(verbs)</Response>\n"
    }

    /// A text as XML content or attribute value, without the control characters that XML forbids.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&apos;"
            case "\t", "\n", "\r": escaped += " "
            case _ where scalar.value < 0x20 || (0xFFFE...0xFFFF).contains(scalar.value): continue
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
