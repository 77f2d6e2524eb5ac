import Plates
import Vocabulary
import Voice
import Wire

/// Plays a written dialog: the caller's lines go into a ``Call``, and what the call says and asks is written beneath each.
///
/// | line | means |
/// | --- | --- |
/// | `> words` | the caller says words; ` / ` separates texts of the recognizer, the likeliest first |
/// | `> # digits` | the caller keys |
/// | `> (event)` | `silence`, `noise`, `overtime`, `unheard`, `no person`, `too many`, `registry is down` |
/// | `? plates` | the call asks the registry |
/// | `< text` | the call says it, and what it does next where it does not listen for a plate |
struct DialogPlayer {
    /// What a registry has: plates as `US-MN KLN456`.
    var listed: Set<String>
    var hasPerson = true
    /// 3:41 in the afternoon of a Sunday, in Minnesota.
    static let asOf = "2026-11-22T21:41:00Z"

    func play(_ dialog: String, language: SpokenLanguage = .english) -> String {
        var settings = Call.Settings()
        settings.hasPerson = hasPerson
        settings.offsetSeconds = { _ in -6 * 3_600 }
        var call = Call(language: language, settings: settings)
        var isDown = false
        var written: [String] = []
        func write(_ step: CallStep) {
            var step = step
            while let answer = answer(to: step.next, isDown: isDown, &written) { step = call.handle(answer) }
            let next: String =
                switch step.next {
                case .listen(.plate): ""
                case .listen(let listening): " [\(listening)]"
                case .transfer: " [transfer]"
                default: " [hang up]"
                }
            written.append("< \(Phrase.text(of: step.say, call.words))\(next)")
        }
        write(call.handle(.began))
        for line in dialog.split(separator: "\n") where line.hasPrefix("> ") {
            written.append(String(line))
            let said = line.dropFirst("> ".count)
            switch said {
            case "(registry is down)": isDown = true
            case "(registry is up)": isDown = false
            case "(silence)": write(call.handle(.silence))
            case "(noise)": write(call.handle(.heard([])))
            case "(overtime)": write(call.handle(.overtime))
            case "(unheard)": write(call.handle(.unheard))
            case "(no person)": write(call.handle(.noPerson))
            case "(too many)": write(call.handle(.tooMany))
            case _ where said.hasPrefix("# "): write(call.handle(.keyed(said.dropFirst(2).filter { $0 != " " })))
            default:
                let texts = said.split(separator: "/").map { $0.split(separator: " ").joined(separator: " ") }
                write(call.handle(.heard(texts.enumerated().map { HeardText($0.element, score: -0.01 * Double($0.offset)) })))
            }
        }
        return written.joined(separator: "\n")
    }

    private func answer(to next: CallStep.Next, isDown: Bool, _ written: inout [String]) -> CallEvent? {
        switch next {
        case .lookUp(let plates):
            written.append("? \(plates.map(\.shown).joined(separator: ", "))")
            if isDown { return .unreachable }
            let results = plates.map { plate in
                let found = listed.compactMap { try? Plate($0) }.filter {
                    $0.key == plate.key || (plate.issuer == .unknown && $0.characters == plate.characters)
                }
                return LookupResult(
                    query: PlateBody(plate).text, outcome: found.isEmpty ? .notListed : .listed, listings: found.map(Self.listing))
            }
            return .lookedUp(LookupsResponse(asOf: Self.asOf, results: results))
        case .search(let keys):
            written.append("? # \(keys)")
            if isDown { return .unreachable }
            guard let digits = KeypadDigits(keys) else { return .unreachable }
            let found = listed.sorted().compactMap { try? Plate($0) }.filter { digits.matches($0.key) }
            var page = ListingsPage(asOf: Self.asOf, listings: found.prefix(3).map(Self.listing))
            page.more = found.count > 3 ? true : nil
            return .searched(page)
        case .listen, .transfer, .hangUp: return nil
        }
    }

    static func listing(_ plate: Plate) -> ListingBody {
        ListingBody(
            plate: PlateBody(plate), status: .confirmed, firstDay: "2026-11-02", lastDay: "2026-11-17", signs: ["convoy"],
            vehicles: [VehicleBody(color: "black", body: "suv", make: "ford")], reporters: "up to 5", areas: ["powderhorn"])
    }
}
