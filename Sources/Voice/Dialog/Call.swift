package import Plates
import Vocabulary
import Wire

/// One call, from its first word to its last: a value that takes events and returns steps. It holds no clock, socket or sound.
package struct Call: Sendable {
    package struct Settings: Sendable {
        /// Whether there is a person to transfer callers to.
        package var hasPerson = false
        /// The seconds to add to UTC at a time, for the times that callers hear.
        package var offsetSeconds: @Sendable (Int64) -> Int64 = { _ in 0 }

        package init() {}
    }

    /// Look-ups and searches in one call.
    package static let lookupsMax = 60
    /// The longest call.
    package static let durationMax = Duration.seconds(300)
    /// Silences in a row after which a call ends.
    private static let silencesMax = 3
    /// Plates in a row that were not understood, or dropped, after which a call ends.
    private static let failuresMax = 8
    /// Listings in one answer: those of several issuers, or that fit keypad digits.
    private static let readOutMax = 3

    package private(set) var language: SpokenLanguage
    private let settings: Settings
    private var state = State.waiting
    private var failures = 0
    private var silences = 0
    private var lookups = 0
    /// The step that `*8` repeats.
    private var lastSaid = CallStep([], .listen(.plate))

    private enum State: Sendable {
        /// Nothing was answered since the call began, or since a plate was dropped.
        case waiting
        /// These plates are being looked up.
        case asking(Hearing)
        case searching
        /// A plate was answered.
        case answered
        /// The plates that fit keypad digits were answered, or some of them.
        case matched(isAll: Bool, asOf: String)
        /// The caller chooses one of two results.
        case choosing([(plate: Plate, result: LookupResult)], asOf: String)
        case over
    }

    package init(language: SpokenLanguage, settings: Settings = Settings()) {
        self.language = language
        self.settings = settings
    }

    package var words: CallWords { .of(language) }
    private var readBack: ReadBack { ReadBack(words: words, offsetSeconds: settings.offsetSeconds) }

    /// Takes an event and returns the next step. A call that is over only hangs up.
    package mutating func handle(_ event: CallEvent) -> CallStep {
        if case .over = state { return CallStep([], .hangUp) }
        let step = next(event)
        switch step.next {
        case .listen: lastSaid = step
        case .hangUp: state = .over
        case .lookUp, .search, .transfer: break
        }
        return step
    }

    private mutating func next(_ event: CallEvent) -> CallStep {
        switch event {
        case .silence: break
        default: silences = 0
        }
        switch event {
        case .began: return listen(welcome)
        case .heard(let texts): return heard(texts)
        case .keyed(let keys): return keyed(keys)
        case .silence: return silence()
        case .lookedUp(let answer): return lookedUp(answer)
        case .searched(let page): return searched(page)
        case .unreachable: return couldNotBeChecked("unreachable")
        case .unheard: return couldNotBeChecked("no_recognizer")
        case .tooMany: return couldNotBeChecked("too_many")
        case .noPerson: return listen(sentence("person_none"))
        case .overtime: return CallStep(sentence("time_up"), .hangUp)
        }
    }

    // MARK: What the caller did

    private mutating func heard(_ texts: [HeardText]) -> CallStep {
        if let first = texts.first, let command = SpokenCommand(first.text, isChoice: isChoosing, words) { return obey(command) }
        if case .choosing(let results, let asOf) = state, let chosen = chosen(by: texts, among: results.map(\.plate)) {
            return answer(results[chosen], asOf: asOf)
        }
        newPlate()
        guard let hearing = Hearing(texts, language: language) else { return failed(because: "not_understood") }
        return ask(.lookUp(hearing.plates), .asking(hearing))
    }

    private mutating func keyed(_ keys: String) -> CallStep {
        if let command = SpokenCommand(keys: keys, isChoice: isChoosing) { return obey(command) }
        if keys.isEmpty { return silence() }
        newPlate()
        guard KeypadDigits(keys) != nil else {
            state = .waiting
            return listen(sentence("keys_count"), .keypad)
        }
        return ask(.search(keys: keys), .searching)
    }

    /// Speech or keys after an answer are the next plate; after a failure they are another try.
    private mutating func newPlate() {
        switch state {
        case .answered, .matched: failures = 0
        default: break
        }
    }

    private mutating func ask(_ question: CallStep.Next, _ asking: State) -> CallStep {
        guard lookups < Self.lookupsMax else { return CallStep(sentence("time_up"), .hangUp) }
        lookups += 1
        state = asking
        return CallStep([], question)
    }

    private mutating func silence() -> CallStep {
        silences += 1
        guard silences < Self.silencesMax else { return CallStep(sentence("goodbye"), .hangUp) }
        switch state {
        case .choosing: return lastSaid
        case .answered, .matched: return listen(sentence("next"))
        default: return listen(welcome)
        }
    }

    private mutating func obey(_ command: SpokenCommand) -> CallStep {
        switch command {
        case .language(let language):
            self.language = language
            state = .waiting
            return listen(welcome)
        case .person:
            return settings.hasPerson ? CallStep(sentence("person_connecting"), .transfer) : listen(sentence("person_none"))
        case .again: return lastSaid
        case .choose(let index):
            guard case .choosing(let results, let asOf) = state else { return lastSaid }
            return answer(results[index], asOf: asOf)
        case .no:
            if case .matched(let isAll, let asOf) = state { return notAMatch(isAll, asOf: asOf) }
            return failed(because: "dropped")
        }
    }

    /// The caller said that none of the plates of their keys is theirs.
    private mutating func notAMatch(_ isAll: Bool, asOf: String) -> CallStep {
        state = .answered
        return listen(isAll ? readBack.asOfThen([.word("keys_no_other")], asOf) : sentence("keys_more"))
    }

    /// A plate was not understood, or was dropped: each time another way to say it, at last the keypad and a person.
    private mutating func failed(because reason: String) -> CallStep {
        state = .waiting
        failures += 1
        let said = sentence(reason)
        switch failures {
        case 1: return listen(said + sentence("say_again"))
        case 2: return listen(said + sentence("spell"))
        case ..<Self.failuresMax:
            return listen(said + sentence("use_keys") + (settings.hasPerson ? sentence("person_offer") : []), .keypad)
        default: return CallStep(said + sentence("goodbye"), .hangUp)
        }
    }

    // MARK: What the registry answered

    private mutating func lookedUp(_ answer: LookupsResponse) -> CallStep {
        guard case .asking(let hearing) = state, answer.results.count == hearing.plates.count, answer.results[0].outcome != .invalid else {
            return couldNotBeChecked("unreachable")
        }
        let results = zip(hearing.plates, answer.results).map { (plate: $0.0, result: $0.1) }
        let other = results.dropFirst().first { !Self.confirmed($0.result).isEmpty }
        if hearing.isUnsure, let other {
            state = .choosing([results[0], other], asOf: answer.asOf)
            return listen(readBack.question(results[0].plate, other.plate), .choice)
        }
        return self.answer(results[0], asOf: answer.asOf)
    }

    private mutating func answer(_ found: (plate: Plate, result: LookupResult), asOf: String) -> CallStep {
        state = .answered
        let listings = Self.confirmed(found.result)
        if listings.isEmpty { return listen(readBack.notListed(found.plate, asOf: asOf)) }
        return listen(said(listings, asOf: asOf))
    }

    private mutating func searched(_ page: ListingsPage) -> CallStep {
        guard case .searching = state else { return couldNotBeChecked("unreachable") }
        let matches = page.listings.filter { $0.status == .confirmed }
        if matches.isEmpty {
            state = .answered
            return listen(readBack.asOfThen([.word("keys_none")], page.asOf))
        }
        state = .matched(isAll: page.more != true && matches.count <= Self.readOutMax, asOf: page.asOf)
        return listen(sentence("keys_fit") + said(matches, asOf: page.asOf))
    }

    private func said(_ listings: [ListingBody], asOf: String) -> [Phrase] {
        listings.prefix(Self.readOutMax).flatMap { listing in
            listing.plate.plate.map { readBack.listed(listing, $0, asOf: asOf) } ?? []
        }
    }

    /// A caller is anyone: only confirmed listings are theirs to hear.
    private static func confirmed(_ result: LookupResult) -> [ListingBody] {
        result.listings.filter { $0.status == .confirmed && $0.plate.plate != nil }
    }

    private mutating func couldNotBeChecked(_ reason: String) -> CallStep {
        state = .waiting
        return listen(sentence(reason))
    }

    // MARK: Saying

    private var isChoosing: Bool { if case .choosing = state { true } else { false } }

    /// The one of two plates whose differing character, and not the other's, is among the words: `bravo`, `b`.
    private func chosen(by texts: [HeardText], among plates: [Plate]) -> Int? {
        guard let first = texts.first, plates[0].characters.utf8.count == plates[1].characters.utf8.count else { return nil }
        let said = SpokenCommand.plain(first.text).split(separator: " ").map(String.init)
        guard said.count <= Self.chosenWordsMax else { return nil }
        func isNamed(_ ascii: UInt8) -> Bool {
            [Phrase.character(ascii).text(words), String(Character(Unicode.Scalar(ascii)))].contains {
                said.contains(SpokenCommand.plain($0))
            }
        }
        let named = zip(plates[0].characters.utf8, plates[1].characters.utf8).filter { $0.0 != $0.1 }.flatMap { pair in
            [pair.0, pair.1].enumerated().filter { isNamed($0.element) }.map(\.offset)
        }
        return Set(named).count == 1 ? named[0] : nil
    }

    /// `I said Bravo`; more words are a plate.
    private static let chosenWordsMax = 3

    private var welcome: [Phrase] {
        sentence("welcome")
            + SpokenLanguage.allCases.filter { $0 != language }.flatMap { [.foreign("switch", $0), .pause] }
    }

    private func sentence(_ key: String) -> [Phrase] { [.word(key), .pause] }

    private func listen(_ said: [Phrase], _ listening: CallStep.Listening = .plate) -> CallStep {
        CallStep(said, .listen(listening))
    }
}
