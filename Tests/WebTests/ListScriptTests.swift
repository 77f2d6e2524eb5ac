import Foundation
import Plates
import Testing
import Vocabulary
import Web

/// The script of the list on a member's phone, and what the registry tells it about plates.
struct ListScriptTests {
    private struct KnownWords: Decodable {
        let issuers: [String: [String]]
        let placeholders: [String]
    }

    private static func script(_ site: Site = .sample) throws -> String {
        let file = try #require(site.assets.first { $0.key.hasPrefix("/assets/list.") }?.value)
        return String(decoding: file.bytes, as: UTF8.self)
    }

    private static func known(in country: Country = .us) throws -> KnownWords {
        let script = try script(.make { $0.country = country })
        let json = try #require(script.firstMatch(of: /^const known = (\{.*\});\n/)?.output.1)
        return try JSONDecoder().decode(KnownWords.self, from: Data(json.utf8))
    }

    @Test("It knows every issuer by name, and each word means that issuer in the registry's country", arguments: Country.allCases)
    func issuers(country: Country) throws {
        let known = try Self.known(in: country)
        #expect(Set(known.issuers.keys) == Set(Issuer.all.filter { $0 != .unknown }.map(\.code)))
        for (code, words) in known.issuers {
            let issuer = try #require(Issuer(code: code))
            #expect(words.first == issuer.name)
            for word in words { #expect(Issuer(word, country: country) == issuer, "\(word)") }
        }
        #expect(known.placeholders == Placeholders.words)
    }

    @Test("A word means another issuer in another country")
    func country() throws {
        let (here, there) = (try Self.known(), try Self.known(in: .mx))
        #expect(here.issuers["US-MN"] == ["Minnesota", "MN", "Minn"])
        #expect(here.issuers["US-MI"]?.contains("Mich") == true && there.issuers["MX-MIC"]?.contains("Mich") == true)
        #expect(here.issuers["MX-MIC"]?.contains("Mich") == false && there.issuers["US-MI"]?.contains("Mich") == false)
    }

    @Test("Members' pages and the worker's shell load it, and no visitor's page does")
    func pages() throws {
        let file = try #require(Site.sample.assets.keys.first { $0.hasPrefix("/assets/list.") })
        func loads(_ page: [UInt8]) -> Bool { String(decoding: page, as: UTF8.self).contains("<script src=\"\(file)\"") }
        let site = Site.sample
        #expect(loads(site.lookUp(for: PageReader(language: .english, role: .reader))))
        #expect(loads(site.offline(in: .english)))
        #expect(!loads(site.lookUp(for: PageReader(language: .english))))
        #expect(!loads(site.waiting(for: PageReader(language: .english, path: "/waiting"))))
        #expect(String(decoding: site.worker(), as: UTF8.self).contains(file))
    }

    @Test("The scripts have the words of a listing, in each language", arguments: Language.builtIn)
    func words(language: Language) throws {
        let name = "/assets/words-\(language.code)."
        let file = try #require(Site.sample.assets.first { $0.key.hasPrefix(name) }?.value)
        let json = try #require(String(decoding: file.bytes, as: UTF8.self).firstMatch(of: /^globalThis.words = (\{.*\});\n/)?.output.1)
        let texts = try JSONDecoder().decode([String: String].self, from: Data(json.utf8))
        let words = Site.sample.words(language)
        #expect(texts["answer.list.confirmed"]?.contains("{time}") == true && texts["answer.list.absent"]?.contains("{time}") == true)
        for color in Color.allCases { #expect(texts["color.\(color.rawValue)"] == words["color.\(color.rawValue)"]) }
        for sign in Sign.allCases { #expect(texts["sign.\(sign.rawValue)"] == words["sign.\(sign.rawValue)"]) }
        for make in Make.allCases where make.rawValue != "other" { #expect(texts["make.\(make.rawValue)"] == make.name) }
        #expect((1...12).allSatisfy { texts["month.\($0)"] == words["month.\($0)"] })
    }

    @Test("The scripts keep to their budgets, gzipped", arguments: [("thaw", 10), ("list", 10), ("queue", 4), ("words-en", 6)])
    func budgets(name: String, kibibytes: Int) throws {
        let file = try #require(Site.sample.assets.first { $0.key.hasPrefix("/assets/\(name).") }?.value)
        let length = try #require(file.gzipped).count
        #expect(length <= kibibytes * 1024, "\(length)")
        #expect(length > kibibytes * 256, "the control: it was read")
    }
}
