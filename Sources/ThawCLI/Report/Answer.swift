import Plates
import Vocabulary
import Wire

/// A person's answer to one question about a report.
enum Answer {
    case plate(Ambiguity.Choice)
    case issuer(Issuer)
    case area(AreaID)
    case time(Int64)
    case color(Color)
    case body(Body)
    case make(Make)
    case sign(Sign)
    /// Nothing, if nothing is an answer.
    case none

    private static let noneWords: Set<String> = ["none", "-", "no"]

    /// - Parameter field: Any but the plate, which is read as a line.
    static func read(_ text: String, for field: Ambiguity.Field, _ line: ReportLine, _ setting: ReportSetting) -> Result<Answer, Failure> {
        switch field {
        case .plate: return .failure(.usage("That is not a plate.", advice: "Type it like this: MN ABC-123"))
        case .issuer: return issuer(text, setting.country)
        case .area:
            if let area = setting.area(named: text) { return .success(.area(area)) }
            return .failure(unknownArea(text, setting))
        case .time:
            do throws(TimeError) {
                return .success(.time(try line.times.read(text)))
            } catch {
                return .failure(.usage(error.sentence))
            }
        case .color: return word(Color.self, text, "color").map { $0.map(Answer.color) ?? .none }
        case .body: return word(Body.self, text, "body").map { $0.map(Answer.body) ?? .none }
        case .make: return word(Make.self, text, "make").map { $0.map(Answer.make) ?? .none }
        case .sign: return sign(text).map { $0.map(Answer.sign) ?? .none }
        }
    }

    /// A word of a vehicle's list, also as a code or as a beginning, and nothing else; `nil` if the person said none.
    static func word<Word: VocabularyWord>(_ type: Word.Type, _ text: String, _ kind: String) -> Result<Word?, Failure> {
        if noneWords.contains(text.lowercased()) { return .success(nil) }
        let field = VehicleField<Word>(text)
        return field.isWhole ? .success(field.word) : .failure(unknown(text, kind, Word.allCases.map(\.rawValue)))
    }

    static func sign(_ text: String) -> Result<Sign?, Failure> {
        if let sign = Sign(word: text) { return .success(sign) }
        return noneWords.contains(text.lowercased()) ? .success(nil) : .failure(unknown(text, "sign", Sign.allCases.map(\.rawValue)))
    }

    private static func unknown(_ text: String, _ kind: String, _ words: [String]) -> Failure {
        let guess = Spelling.nearest(to: text.lowercased(), among: words).map { "Did you mean \($0)?" }
        return .usage(
            "“\(text)” is not a \(kind) that the registry knows.", advice: guess ?? "Known words: \(words.joined(separator: ", ")).")
    }

    static func unknownArea(_ text: String, _ setting: ReportSetting) -> Failure {
        if setting.areas.map == nil {
            return .usage("An area has only lower-case letters, digits and hyphens.", advice: "See `thaw areas`.")
        }
        let guess = setting.areas.nearest(to: text).map { "Did you mean \($0)?" }
        return Failure(.reportAreaUnknown, "“\(text)” is not an area of this server.", advice: guess ?? "See `thaw areas`.", exit: .usage)
    }

    private static func issuer(_ text: String, _ country: Country) -> Result<Answer, Failure> {
        guard let issuer = Issuer(field: text, country: country) ?? (noneWords.contains(text.lowercased()) ? .unknown : nil) else {
            return .failure(Failure(PlateError(.unknownIssuer)))
        }
        return .success(.issuer(issuer))
    }
}

extension ReportDraft {
    mutating func take(_ answer: Answer) {
        switch answer {
        case .plate(let choice):
            plates.append(choice.plate)
            for field in choice.unsaid { unsay(field) }
        case .issuer(let new): issuer = new
        case .area(let new): area = new
        case .time(let new): seenAt = new
        case .color(let new): named.color = new
        case .body(let new): named.body = new
        case .make(let new): named.make = new
        case .sign(let new): signs.insert(new)
        case .none: break
        }
    }

    /// Applies the answer to a question, and removes the question.
    mutating func resolve(_ ambiguity: Ambiguity, _ answer: Answer) {
        remove(ambiguity)
        guard case .plate(let choice) = answer, !choice.plate.namesIssuer, !ambiguity.choices.contains(choice) else { return take(answer) }
        take(.plate(Ambiguity.Choice(choice.plate.assumed(ambiguity.issuer), unsaying: choice.unsaid)))
    }

    /// Takes another line for the answer to a question.
    mutating func resolve(_ ambiguity: Ambiguity, _ other: ReportDraft) {
        if other.says(ambiguity.field) {
            remove(ambiguity)
            clear(ambiguity.field, for: other)
        }
        if ambiguity.field == .plate, plates.isEmpty { addContradictions(other.named) }
        if ambiguity.field == .plate {
            let typed = other.plates.map { other.issuer == nil ? $0.assumed(ambiguity.issuer) : $0 }
            plates += typed.filter { new in !plates.contains { $0.plate.key == new.plate.key } }
        }
        fill(from: other)
        ambiguities += other.ambiguities
    }

    /// Whether it names a plate, certain or not.
    var namesPlate: Bool { !plates.isEmpty || ambiguities.contains { $0.field == .plate } }

    /// Whether it says anything of a kind, certain or not. A question stays open until an answer does.
    func says(_ field: Ambiguity.Field) -> Bool {
        if ambiguities.contains(where: { $0.field == field }) { return true }
        return switch field {
        case .plate: !plates.isEmpty
        case .issuer: issuer != nil || plates.contains(where: \.namesIssuer)
        case .area: area != nil
        case .time: seenAt != nil
        case .color: named.color != nil
        case .body: named.body != nil
        case .make: named.make != nil
        case .sign: !signs.isEmpty
        }
    }

    /// Whether both say something of a kind, and not the same.
    func contradicts(_ other: ReportDraft) -> Bool {
        func differ<Value: Equatable>(_ value: Value?, _ other: Value?) -> Bool { value != nil && other != nil && value != other }
        let issuers = other.plates.filter(\.namesIssuer).map(\.plate.issuer)
        return differ(area, other.area) || differ(seenAt, other.seenAt) || differ(named.color, other.named.color)
            || differ(vehicle.body, other.vehicle.body) || differ(vehicle.make, other.vehicle.make)
            || (issuer.map { named in issuers.contains { $0 != named } } ?? false)
    }

    /// Asks which of two colors, bodies or makes is right, if both were named.
    mutating func addContradictions(_ other: Vehicle) {
        func ask<Word: VocabularyWord>(_ field: Ambiguity.Field, _ old: Word?, _ new: Word?) {
            guard let old, let new, old != new else { return }
            ambiguities.append(.second(field, new.rawValue))
        }
        ask(.color, named.color, other.color)
        ask(.body, named.body, other.body)
        ask(.make, named.make, other.make)
    }

    /// Whether it says nothing but a plate.
    var isPlateAlone: Bool { area == nil && seenAt == nil && vehicle.isEmpty && signs.isEmpty && ignored.isEmpty }

    mutating func remove(_ ambiguity: Ambiguity) {
        if let index = ambiguities.firstIndex(of: ambiguity) { ambiguities.remove(at: index) }
    }

    private mutating func unsay(_ field: Ambiguity.Field) {
        switch field {
        case .color: named.color = nil
        case .body: (named.body, implied.body) = (nil, nil)
        case .make: (named.make, implied.make) = (nil, nil)
        case .time: (seenAt, isSeenExactly) = (nil, false)
        case .plate, .issuer, .area, .sign: break
        }
    }

    /// Removes the ambiguous parts that another line gives.
    private mutating func clear(_ field: Ambiguity.Field, for other: ReportDraft) {
        switch field {
        case .color: if other.named.color != nil { named.color = nil }
        case .body: if other.named.body != nil { named.body = nil }
        case .make: if other.named.make != nil { named.make = nil }
        case .time: seenAt = nil
        case .area: area = nil
        default: break
        }
    }

    /// Leaves out a kind that nobody could be asked about.
    mutating func leaveOut(_ ambiguity: Ambiguity) {
        remove(ambiguity)
        guard ambiguity.sentence.hasPrefix("There is more than one") else { return }
        switch ambiguity.field {
        case .color: named.color = nil
        case .body: named.body = nil
        case .make: named.make = nil
        default: break
        }
    }
}
