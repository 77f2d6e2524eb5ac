import Plates
import TestSupport
import Testing

/// Vanity plates made up of what people put on them: the words of the issue, codes of states among them.
@Suite struct VanityTests {
    private static let words = [
        "OH", "MY", "HI", "LA", "IN", "OR", "ME", "OK", "MOM", "DAD", "GO", "BIG", "4", "2", "U", "B", "THE", "I", "LUV", "DOG", "CAT",
        "SKI", "1ST",
        "NO", "JOB", "WA", "MA", "PA", "AL", "KEN", "TEX", "CAL", "SUN", "SON", "99", "71", "6", "BMW", "VET", "RUN", "ND", "ID", "TAG",
        "CO", "LT",
        "DE", "12", "DC", "X", "K9", "GR8", "UR", "M", "Q", "NY", "MIN", "WISH", "JAL", "ZEN", "YO", "GAL", "LAW", "TEST", "ILL", "MISS",
        "FED",
    ]

    private static func vanity(_ plates: inout RandomPlates) -> String {
        while true {
            let words: [String] = (0..<Int.random(in: 1...4, using: &plates.random)).map { _ in plates.pick(Self.words) }
            let length = words.reduce(0) { $0 + $1.count }
            if (2...7).contains(length) { return words.joined(separator: plates.pick([" ", " ", "", "-"])) }
        }
    }

    @Test func `with its state beside it, a vanity plate is read as typed`() throws {
        var plates = RandomPlates()
        let states = Issuer.all.filter { $0.country == .us && $0.code.count == 5 }
        var (read, wrongNamed, wrongBeside) = (0, [String](), [String]())
        for _ in 0..<20_000 {
            let (text, state) = (Self.vanity(&plates), plates.pick(states))
            guard let meant = try? Plate(characters: text, issuer: state) else { continue }
            // A date as spreadsheets write it is refused, and that is right.
            if (try? PlateReader.read(text)) == nil { continue }
            read += 1
            let named = try? PlateReader.read(text, ReadingContext(namedIssuer: state))
            if named?.first?.plate != meant || named?.count != 1 { wrongNamed.append("\(state.abbreviation) \(text)") }
            let beside = try? PlateReader.read("\(state.abbreviation) \(text)")
            if beside?.first?.plate != meant { wrongBeside.append("\(state.abbreviation) \(text)") }
        }
        #expect(read > 15_000)
        #expect(wrongNamed.count * 2_000 <= read, "seed \(plates.seed): \(wrongNamed.prefix(20))")
        #expect(wrongBeside.count * 2_000 <= read, "seed \(plates.seed): \(wrongBeside.prefix(20))")
    }

    @Test func `a plate of a state's own series is certain beside its state, however it is written`() throws {
        var plates = RandomPlates()
        let (letters, figures) = (Array("ABCDEFGHJKLMNPRSTUVWXYZ"), Array("0123456789"))
        for issuer in Issuer.all where issuer.country == .us && issuer.code.count == 5 {
            for format in KnownSeries.formats(of: issuer) {
                let characters = String(
                    format.map { $0 == "A" ? plates.pick(letters) : $0 == "0" ? plates.pick(figures) : Character($0.uppercased()) })
                guard let meant = try? Plate(characters: characters, issuer: issuer), format.contains("A") else { continue }
                for text in [
                    "\(issuer.abbreviation) \(characters)", "\(characters) (\(issuer.abbreviation))", "- \(issuer.name), \(characters)",
                ] {
                    let readings = try PlateReader.read(text)
                    #expect(readings.map(\.plate) == [meant], "\(text), seed \(plates.seed)")
                }
                #expect(KnownSeries.fits(meant, country: .us), "\(characters)")
                #expect(!KnownSeries.isUnusual(meant))
            }
        }
    }
}
