import Testing
import Vocabulary
import Web
import Wire

/// A page that is opened comes in one round trip, so each has a budget in bytes, gzipped.
struct PageLengthTests {
    private static let reportBytesMax = 6 * 1024
    private static let lookUpBytesMax = 2 * 1024

    /// With as many areas as a large city has.
    private static let city = Site.make { $0.areas = .city }

    private func report(_ language: Language, of site: Site = city) -> Int {
        var reader = PageReader(language: language, role: .volunteer, path: "/report")
        reader.tokenID = "7GQK"
        return Gzip.compress(site.report(at: Site.sampleSeconds, filled: ReportFields(id: .sampleID), for: reader)).count
    }

    @Test("The page for a report fits its budget with 80 areas", arguments: Language.builtIn)
    func report(language: Language) {
        let length = report(language)
        #expect(length <= Self.reportBytesMax, "\(length)")
    }

    @Test("The control: 80 areas more would be noticed")
    func control() {
        let site = Site.make { $0.areas = .city(copies: 2) }
        #expect(report(.english, of: site) > report(.english) + 500)
        #expect(report(Language.builtIn[2], of: site) > Self.reportBytesMax)
    }

    @Test("The page for a look-up fits its budget", arguments: Language.builtIn)
    func lookUp(language: Language) {
        let length = Gzip.compress(Self.city.lookUp(for: PageReader(language: language))).count
        #expect(length <= Self.lookUpBytesMax, "\(length)")
    }
}

extension AreaMap {
    fileprivate static let city = city(copies: 1)

    /// 80 areas with names like a city's, and as many again in each copy. They need no outlines: the form shows none.
    fileprivate static func city(copies: Int) -> AreaMap {
        let places = [
            "Powderhorn", "Corcoran", "Longfellow", "Seward", "Phillips", "Whittier", "Lyndale", "Kingfield", "Linden", "Harrison",
            "Willard",
            "Folwell", "McKinley", "Hawthorne", "Webber", "Victory", "Cleveland", "Jordan", "Loring", "Elliot", "Stevens", "Prospect",
            "Marcy",
            "Como", "Beltrami", "Sheridan", "Bottineau", "Holland", "Audubon", "Windom", "Columbia", "Marshall", "Nicollet", "Lowry",
            "Armatage",
            "Kenny", "Hiawatha", "Standish", "Bancroft", "Ericsson",
        ]
        let kinds = ["Park", "Heights", "Hill", "Grove", "Lake", "Creek", "Square", "West", "East", "Prairie"]
        let areas = (0..<80 * copies).map { index in
            let words = [places[index % places.count]] + (index < places.count ? [] : [kinds[(index * 7 + index / 80) % kinds.count]])
            let name = words.joined(separator: " ") + (index < 80 ? "" : " \(index)")
            return AreaMap.Area(id: AreaID(name.lowercased().replacing(" ", with: "-"))!, name: name, polygons: [])
        }
        return try! AreaMap(areas)
    }
}
