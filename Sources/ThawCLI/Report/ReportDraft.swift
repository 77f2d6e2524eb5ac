package import Plates
package import Vocabulary

/// A report as far as it is known.
package struct ReportDraft: Sendable {
    package var plates: [Reading] = []
    /// An issuer that was named without a plate.
    package var issuer: Issuer?
    package var area: AreaID?
    /// Unix time; now if nobody says.
    package var seenAt: Int64?
    /// Whether the time was written with its day and its offset, so that this machine's clock had no part in it.
    package var isSeenExactly = false
    /// The named parts of the vehicle.
    package var named = Vehicle()
    /// The parts that a model implies, unless others were named.
    package var implied = Vehicle()
    /// Whether models of two makes were named.
    var namesTwoModels = false
    package var signs = Signs()
    /// The questions to ask before anything is sent, in the order of the line.
    package var ambiguities: [Ambiguity] = []
    /// Words that mean nothing here, and were left out.
    package var ignored: [String] = []

    package init() {}

    package var vehicle: Vehicle { named.filled(from: implied) }

    /// Whether it has nothing except, perhaps, an area.
    package var namesAreaAlone: Bool { saysNothingElse && area != nil }

    /// Whether it says nothing at all.
    var isEmpty: Bool { saysNothingElse && area == nil }

    private var saysNothingElse: Bool {
        plates.isEmpty && issuer == nil && seenAt == nil && vehicle.isEmpty && signs.isEmpty && ambiguities.isEmpty && ignored.isEmpty
    }

    /// Fills in the missing parts from another line.
    mutating func fill(from other: ReportDraft) {
        if plates.isEmpty { plates = other.plates }
        issuer = issuer ?? other.issuer
        area = area ?? other.area
        if seenAt == nil { (seenAt, isSeenExactly) = (other.seenAt, other.isSeenExactly) }
        named = named.filled(from: other.named)
        implied = implied.filled(from: other.implied)
        signs.formUnion(other.signs)
        ignored += other.ignored
    }
}

/// Something in a person's words that could mean two things, or nothing.
package struct Ambiguity: Hashable, Sendable {
    package enum Field: String, Sendable {
        case plate, issuer, area, time, color, body, make, sign

        /// Whether a report can go without it.
        var isOptional: Bool {
            switch self {
            case .color, .body, .make, .sign: true
            case .plate, .issuer, .area, .time: false
            }
        }
    }

    /// One answer to a question, with the text that a person sees.
    package struct Choice: Hashable, Sendable {
        package let text: String
        package let plate: Reading
        /// The fields that a word was read as, although it is part of this plate.
        package let unsaid: Set<Field>

        /// - Parameter plate: Shown without an issuer if nobody named one.
        init(_ plate: Reading, unsaying unsaid: Set<Field> = []) {
            text = plate.namesIssuer ? plate.textToType : plate.plate.characters
            self.plate = plate
            self.unsaid = unsaid
        }
    }

    package let field: Field
    package let sentence: String
    /// The probable meaning, as a person would type it.
    package let suggestion: String?
    /// Answers with numbers; none of them is taken unasked.
    package let choices: [Choice]
    /// The issuer of a plate that is typed without one: `wi jpc 447, no wait jpc 475`.
    let issuer: Issuer?
    /// The times that "am" and "pm" stand for, if that is the question.
    private(set) var halves: Halves?
    /// The day that was said without its time of day, which an answer need not repeat.
    private(set) var day: String?

    /// A time with "am" and with "pm", as it would be typed.
    struct Halves: Hashable, Sendable {
        let morning: String
        let evening: String
    }

    package init(_ field: Field, _ sentence: String, suggestion: String? = nil, choices: [Choice] = []) {
        self.field = field
        self.sentence = sentence
        self.suggestion = suggestion
        let issuer = Self.issuer(among: choices)
        self.issuer = issuer
        self.choices = choices.map { choice in
            guard let issuer, !choice.plate.namesIssuer, !choice.plate.mayHold(issuer) else { return choice }
            return Choice(choice.plate.assumed(issuer), unsaying: choice.unsaid)
        }
    }

    /// Why a time cannot be taken, and what was typed.
    init(_ error: TimeError, typed: String) {
        self.init(.time, error.sentence)
        if case .noClock = error { day = typed }
        guard case .morningOrEvening(let morning, let evening) = error else { return }
        // "yesterday 9:30" stays yesterday's.
        let parts = typed.components(splitAround: String(morning.dropLast(2)))
        halves = parts.map { Halves(morning: $0 + morning + $1, evening: $0 + evening + $1) } ?? Halves(morning: morning, evening: evening)
    }

    /// The only issuer among choices; `nil` if it is itself in doubt, because a choice has the same characters without it.
    private static func issuer(among choices: [Choice]) -> Issuer? {
        let (named, bare) = (choices.filter(\.plate.namesIssuer), choices.filter { !$0.plate.namesIssuer })
        guard let issuer = named.first?.plate.plate.issuer, named.allSatisfy({ $0.plate.plate.issuer == issuer }) else { return nil }
        let characters = Set(named.map(\.plate.plate.characters))
        return bare.contains { characters.contains($0.plate.plate.characters) } ? nil : issuer
    }

    /// Which of several plates a text means.
    init(_ sentence: String, among readings: [Reading]) {
        self.init(.plate, sentence, choices: readings.map { Choice($0) })
    }
}

extension Reading {
    /// Whether an issuer's code may be a part of the plate, as in `MNABC123`.
    fileprivate func mayHold(_ issuer: Issuer) -> Bool {
        plate.characters.hasPrefix(issuer.abbreviation) || plate.characters.hasSuffix(issuer.abbreviation)
    }
}

extension String {
    /// The text before and after another text, if that occurs once.
    fileprivate func components(splitAround text: String) -> (String, String)? {
        let ranges = ranges(of: text)
        guard ranges.count == 1, let range = ranges.first else { return nil }
        return (String(self[..<range.lowerBound]), String(self[range.upperBound...]))
    }
}
