import Plates
import Vocabulary
import Wire

/// What a person said to one question about a report.
enum Answer {
    case plates([ReadPlate])
    case issuer(Issuer)
    case area(AreaID)
    case time(Int64)
    case color(Color)
    case body(Body)
    case make(Make)
    case sign(Sign)
    /// Nothing, where nothing is an answer.
    case none

    private static let noneWords: Set<String> = ["none", "-", "no"]

    static func read(_ text: String, for field: Doubt.Field, _ line: ReportLine, _ setting: ReportSetting) -> Result<Answer, Failure> {
        switch field {
        case .plate: return plates(text, line)
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
        case .color: return word(Color.self, text, "colour").map { $0.map(Answer.color) ?? .none }
        case .body: return word(Body.self, text, "body").map { $0.map(Answer.body) ?? .none }
        case .make: return word(Make.self, text, "make").map { $0.map(Answer.make) ?? .none }
        case .sign: return word(Sign.self, text, "sign").map { $0.map(Answer.sign) ?? .none }
        }
    }

    /// A word of the vocabulary; `nil` where the person said none.
    static func word<Word: VocabularyWord>(_ type: Word.Type, _ text: String, _ kind: String) -> Result<Word?, Failure> {
        if let word = Word(word: text) { return .success(word) }
        if noneWords.contains(text.lowercased()) { return .success(nil) }
        let words = Word.allCases.map(\.rawValue)
        let guess = Spelling.nearest(to: text.lowercased(), among: words).map { "Did you mean \($0)?" }
        return .failure(
            .usage("“\(text)” is no \(kind) that the registry knows.", advice: guess ?? "Known are: \(words.joined(separator: ", "))."))
    }

    static func unknownArea(_ text: String, _ setting: ReportSetting) -> Failure {
        if setting.areas.map == nil {
            return .usage("An area is written in lower-case letters, figures and hyphens.", advice: "See `thaw areas`.")
        }
        let guess = setting.areas.nearest(to: text).map { "Did you mean \($0)?" }
        return Failure(.reportAreaUnknown, "“\(text)” is no area of this server.", advice: guess ?? "See `thaw areas`.", exit: .usage)
    }

    private static func plates(_ text: String, _ line: ReportLine) -> Result<Answer, Failure> {
        do throws(PlateReadingError) {
            return try line.plates.line(text).certain().map(Answer.plates)
        } catch {
            return .failure(error.failure)
        }
    }

    private static func issuer(_ text: String, _ country: Country) -> Result<Answer, Failure> {
        if ["unknown", "none", "-"].contains(text.lowercased()) { return .success(.issuer(.unknown)) }
        guard let issuer = Issuer(text, country: country) else { return .failure(Failure(PlateError(.unknownIssuer))) }
        return .success(.issuer(issuer))
    }
}

extension ReportDraft {
    mutating func take(_ answer: Answer) {
        switch answer {
        case .plates(let new): plates = new
        case .issuer(let new): issuer = new
        case .area(let new): area = new
        case .time(let new): seenAt = new
        case .color(let new): vehicle.color = new
        case .body(let new): vehicle.body = new
        case .make(let new): vehicle.make = new
        case .sign(let new): signs.insert(new)
        case .none: break
        }
    }
}
