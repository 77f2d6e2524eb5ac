import Plates
import Vocabulary

/// Finds the plates among the words of a line that mean nothing else, and names the words that are left out.
struct PlateFinder {
    let line: ReportLine
    let words: ClassifiedLine
    /// The mark of each word, which the later steps use.
    var marks: [Mark]

    enum Mark {
        case known
        /// A part of a plate, or one.
        case part
        /// Who issued it.
        case issuer
        /// Left out, and named.
        case noise
        /// Says only that a plate follows, and is not named.
        case aboutPlate
    }

    /// Words that could be one plate, by their places.
    struct Segment {
        var places: [Int]
        var readings: [[Reading]]
        var error: PlateListError?
        /// Whether a question mark follows it.
        var isUnsure = false
        /// Whether it is a plate as issuers make them, or long enough to be nothing else.
        var isWhole: Bool
    }

    /// Fewer characters are rarely a whole plate.
    static let lengthUsualMin = 4
    static let lengthUsualMax = 8
    /// Letters and digits of this length are certainly a plate.
    static let lengthSure = 5
    /// Fewer are rarely a plate beside another one.
    static let lengthBeside = 6
    /// More are not read by anyone in a hurry.
    static let choicesMax = 6
    static let usGovernment = Issuer(code: "US-GOV") ?? .unknown

    init(words: ClassifiedLine, line: ReportLine) {
        self.words = words
        self.line = line
        marks = (0..<words.count).map { place in
            switch words.kind(place) {
            case .left: .part
            case .issuer: .issuer
            case .ignored: .noise
            case .area, .sign, .vehicle, .time: .known
            }
        }
        sort()
    }

    func find(into draft: inout ReportDraft) {
        var finder = self
        finder.run(into: &draft)
    }

    private mutating func run(into draft: inout ReportDraft) {
        let isFederal = takeFederal()
        takeForeignNumbers()
        let partial = takePartials()
        takeConnectors()
        leaveOutDistantCodes()
        leaveOutOthersIssuers()
        var segments = segments()
        leaveOutSmall(&segments)
        let negated = takeNegated(&segments)
        if let spoken = spelled(besides: segments) ?? spoken(besides: segments) {
            draft.ambiguities.append(spoken)
            draft.issuer = issuersApart(from: []).only
            return name(into: &draft)
        }
        let hasWhole = segments.contains(where: \.isWhole)
        var open: Segment?
        if hasWhole {
            open = segments.dropFirst().first { !$0.isWhole && !isSecond($0) && isOpen($0) }
            for segment in segments where !segment.isWhole && !isSecond(segment) { leaveOut(segment) }
            segments.removeAll { !$0.isWhole && !isSecond($0) }
        }
        let used = Set(segments.flatMap(\.places))
        if !segments.isEmpty {
            for place in marks.indices where marks[place] == .part && !used.contains(place) { marks[place] = .noise }
        }
        let issuers = issuersApart(from: segments)
        let issuer = issuers.only
        draft.issuer = issuer
        if segments.isEmpty {
            if let partial {
                draft.ambiguities.append(partial)
            } else if let negated {
                draft.ambiguities.append(Ambiguity(.plate, "You wrote that it is not “\(text(negated))”. Which plate is it?"))
            } else {
                takeLetters(issuer, into: &draft)
            }
        } else if segments.count > 1, let sentence = apart(segments) {
            draft.ambiguities.append(Ambiguity(.plate, sentence, choices: choices(among: segments, issuer)))
        } else if segments.count > 1, let house = segments.first(where: isLikeHouse) {
            let sentence =
                "“\(text(house.places))” may be an address or a distance. Which plate are you reporting? Put each other plate on its own line."
            draft.ambiguities.append(Ambiguity(.plate, sentence, choices: choices(among: segments, issuer)))
        } else if let open {
            let sentence = "You wrote “\(text(segments[0].places))” or “\(text(open.places))”: which one is the plate?"
            draft.ambiguities.append(Ambiguity(.plate, sentence, choices: choices(among: segments, open, issuer)))
        } else {
            for segment in segments { take(segment, issuers, isFederal: isFederal, into: &draft) }
            joinDoubts(in: &draft)
            checkSeveral(into: &draft)
        }
        takeUnreadTime(into: &draft)
        name(into: &draft)
    }

    /// Why several plates of a line are not a list of them; `nil` if they are one.
    private func apart(_ segments: [Segment]) -> String? {
        let pieces = segments.map { "“" + text($0.places) + "”" }.joined(separator: " and ")
        switch connection(of: segments) {
        case .alternatives: return "You wrote \(pieces): which one is the plate?"
        case .correction: return "You wrote \(pieces), and one corrects the other: which one is the plate?"
        case .list: return nil
        case .none: return "\(pieces) are separate: which one is the plate? Put commas between plates to report several."
        }
    }

    /// The plates of a line, so that one can be chosen.
    private func choices(among segments: [Segment], _ issuer: Issuer?) -> [Ambiguity.Choice] {
        let readings = segments.flatMap(\.readings).flatMap(\.self).map { $0.assumed(issuer) }
        let areAllRead = !segments.contains { $0.readings.isEmpty }
        return readings.count > Self.choicesMax || !areAllRead ? [] : readings.map { Ambiguity.Choice($0) }
    }

    /// The same, with the readings of the open segment: another plate, or other last characters.
    private func choices(among segments: [Segment], _ open: Segment, _ issuer: Issuer?) -> [Ambiguity.Choice] {
        let others =
            open.places.count == 1 && words[open.places[0]].isFigures
            ? readings(text(segments[0].places) + " or " + words[open.places[0]].plain).dropFirst() : []
        return Array((choices(among: segments, issuer) + others.map { Ambiguity.Choice($0.assumed(issuer)) }).prefix(Self.choicesMax))
    }

    private mutating func take(_ segment: Segment, _ issuers: [Issuer], isFederal: Bool, into draft: inout ReportDraft) {
        let issuer = issuers.only
        if let error = segment.error {
            let isPart = error.isPart || segment.isUnsure
            draft.ambiguities.append(isPart ? partial(text(segment.places)) : Ambiguity(.plate, error.sentence))
            return
        }
        if segment.readings.count == 1, let doubt = doubt(segment) {
            let readings = segment.readings[0].map { $0.assumed(issuer) }
            draft.ambiguities.append(Ambiguity(doubt, among: readings))
            return
        }
        if segment.readings.count > 1 {
            // A short plate, or one of letters alone, is rare: beside another it is rather a word, a street or a highway.
            let all = segment.readings.compactMap(\.first)
            let doubtful = all.filter { one in
                isLikeHouse(one, in: segment)
                    || !one.namesIssuer
                        && (one.plate.characters.count < Self.lengthBeside || !one.plate.characters.contains(where: \.isNumber)
                            || one.plate.characters.first?.isNumber == true && !isUsualHere(one))
            }
            guard doubtful.isEmpty else {
                let names = doubtful.map { "“" + $0.plate.characters.lowercased() + "”" }.joined(separator: " and ")
                let sentence = "\(names) may be a plate or a word. Which plate are you reporting? Put each other plate on its own line."
                draft.ambiguities.append(Ambiguity(.plate, sentence, choices: choices(among: [segment], issuer)))
                return
            }
        }
        for readings in segment.readings {
            let readings = readings.map { $0.assumed(issuer) }
            if let ambiguity = numberWord(beside: segment, readings) ?? shortAmbiguity(segment, readings)
                ?? secondNumber(behind: segment, readings)
            {
                draft.ambiguities.append(ambiguity)
            } else if isFederal, let one = readings.certain, !one.namesIssuer {
                let choices = [one.issued(by: Self.usGovernment), one].map { Ambiguity.Choice($0) }
                draft.ambiguities.append(Ambiguity(.plate, "Did the US government issue the plate?", choices: choices))
            } else if let one = readings.certain {
                let others = issuers.filter { !one.namesIssuer || $0 != one.plate.issuer }
                if one.namesIssuer ? !others.isEmpty : others.count > 1 {
                    let all = (one.namesIssuer ? [one] : []) + others.map(one.issued(by:))
                    draft.ambiguities.append(Ambiguity("Two issuers are named. Which plate is it?", among: all))
                } else if let ambiguity = issuerDoubt(one, segment) {
                    draft.issuer = nil
                    draft.ambiguities.append(ambiguity)
                } else if let ambiguity = leftOutIssuer(behind: segment, one) ?? neighborAmbiguity(segment, readings) {
                    draft.ambiguities.append(ambiguity)
                } else if one.plate.characters.contains(where: \.isNumber) || text(segment.places).contains(":") {
                    draft.plates.append(one)
                } else {
                    // Letters alone, such as words before an issuer: `abc123 at yes US-MN`.
                    draft.ambiguities.append(Ambiguity("Is this the plate?", among: [one]))
                }
            } else {
                let sentence = readings.count > 1 ? "This could be more than one plate. Which one is it?" : "Is this the plate?"
                draft.ambiguities.append(Ambiguity(sentence, among: isFederal ? withFederal(readings) : readings))
            }
        }
    }

    /// The readings, and before them those that fit a series of the US government; all of them if none does.
    private func withFederal(_ readings: [Reading]) -> [Reading] {
        guard !readings.contains(where: \.namesIssuer) else { return readings }
        let federal = readings.map { $0.issued(by: Self.usGovernment) }
        let fitting = federal.filter { KnownSeries.fits($0.plate, country: line.context.country) }
        return Array(((fitting.isEmpty ? federal : fitting) + readings).prefix(Self.choicesMax))
    }

    /// Whether issuers here make such plates: `2500HD` next to a plate is not one of Minnesota's.
    private func isUsualHere(_ one: Reading) -> Bool {
        let formats = line.context.homeIssuer.map(KnownSeries.formats(of:)) ?? []
        return formats.isEmpty ? one.fitsKnownSeries : formats.contains(one.plate.shape)
    }

    /// Makes one question of a plate that is certain and of others that are not, so that it is among the choices.
    ///
    /// A plate of another issuer is a second plate, with a question of its own: `mn abc123, al 54321`.
    private func joinDoubts(in draft: inout ReportDraft) {
        let issuers = Set(draft.plates.map(\.plate.issuer))
        let doubts = draft.ambiguities.filter { doubt in
            guard doubt.field == .plate, let first = doubt.choices.first?.plate else { return false }
            return !first.namesIssuer || issuers.contains(first.plate.issuer)
        }
        guard !draft.plates.isEmpty, !doubts.isEmpty else { return }
        var choices = draft.plates.map { Ambiguity.Choice($0) }
        for choice in doubts.flatMap(\.choices) where !choices.contains(where: { $0.plate.plate.key == choice.plate.plate.key }) {
            choices.append(choice)
        }
        draft.ambiguities.removeAll(where: doubts.contains)
        draft.plates = []
        let sentence = "It is not clear which plates are meant. Which one are you reporting? Put each other plate on its own line."
        draft.ambiguities.append(Ambiguity(.plate, sentence, choices: Array(choices.prefix(Self.choicesMax))))
    }

    /// Several plates are reported one by one if something else is said that only one of them can be meant by.
    private func checkSeveral(into draft: inout ReportDraft) {
        guard draft.plates.count > 1 else { return }
        if line.areas.map == nil {
            draft.plates = []
            let sentence = "This machine does not know the server's areas yet, so it could mistake one for a plate. Type one plate alone."
            draft.ambiguities.append(Ambiguity(.plate, sentence))
        } else if !draft.vehicle.isEmpty {
            let sentence =
                "The line has \(draft.plates.count) plates and describes one vehicle. Which plate is the vehicle's? "
                + "Put each other plate on its own line."
            draft.ambiguities.append(Ambiguity(sentence, among: draft.plates))
            draft.plates = []
        }
    }
}

extension Reading {
    /// The same with an issuer from elsewhere in the line, if it names none itself.
    func assumed(_ issuer: Issuer?) -> Reading {
        guard let issuer, !namesIssuer else { return self }
        var reading = self
        reading.plate = Plate(key: plate.key.issued(by: issuer), typed: plate.typed)
        reading.namesIssuer = true
        return reading
    }
}

extension Plate {
    /// Its characters, with `A` for a letter and `0` for a digit.
    var shape: String { String(characters.map { $0.isNumber ? "0" : "A" }) }
}
