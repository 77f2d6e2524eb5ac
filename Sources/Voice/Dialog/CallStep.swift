package import Plates
package import Wire

/// Something that happened in a call.
package enum CallEvent: Sendable {
    case began
    /// The caller spoke. The texts are the possible words, the likeliest first; none if nothing was understood.
    case heard([HeardText])
    /// The caller keyed `*`, `*` and a digit, or digits; the final `#` is left out.
    case keyed(String)
    /// The caller neither spoke nor keyed for a while.
    case silence
    case lookedUp(LookupsResponse)
    case searched(ListingsPage)
    /// The registry gave no answer.
    case unreachable
    /// The recognizer gave no answer.
    case unheard
    /// A limit of all callers together, or of this one, forbids the look-up.
    case tooMany
    /// The person cannot be called: too many were connected in this hour.
    case noPerson
    /// The call has reached its longest time.
    case overtime
}

/// A text that a recognizer heard, with its score: the higher, the likelier.
package struct HeardText: Hashable, Sendable {
    package let text: String
    package let score: Double

    package init(_ text: String, score: Double = 0) {
        self.text = text
        self.score = score
    }
}

/// A call's next step: it says something, then waits for one event.
package struct CallStep: Hashable, Sendable {
    package enum Next: Hashable, Sendable {
        case listen(Listening)
        /// Ask the registry for all of these at once, the likeliest plate first.
        case lookUp([Plate])
        /// Ask the registry for listed plates that fit keypad digits.
        case search(keys: String)
        /// Connect the caller to the configured person.
        case transfer
        case hangUp
    }

    /// The input that a step waits for. Speech is always accepted.
    package enum Listening: Hashable, Sendable {
        case plate
        /// Digits, to the `#`.
        case keypad
        /// One of two; one key is the answer.
        case choice
    }

    package var say: [Phrase]
    package var next: Next

    init(_ say: [Phrase], _ next: Next) {
        self.say = say
        self.next = next
    }
}
