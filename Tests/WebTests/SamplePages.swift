import Plates
import Vocabulary
import Web
import Wire

/// A page in one state.
struct SamplePage: Sendable, CustomStringConvertible {
    let description: String
    let make: @Sendable (Site, Language) -> [UInt8]

    init(_ name: String, _ make: @escaping @Sendable (Site, Language) -> [UInt8]) {
        description = name
        self.make = make
    }
}

extension SamplePage {
    /// Every page in every state.
    static let all: [SamplePage] = lookUp + answers + reports + searches + others + moderation

    private static let lookUp = [
        SamplePage("look-up") { $0.lookUp(for: PageReader(language: $1)) },
        SamplePage("look-up-member") { $0.lookUp(for: PageReader(language: $1, role: .volunteer)) },
        SamplePage("look-up-ended") { site, language in
            var reader = PageReader(language: language)
            reader.hasEnded = true
            return site.lookUp(for: reader)
        },
        SamplePage("look-up-limited") {
            $0.lookUp(refused: .rateLimited, plates: ["MN ABC128"], waitSeconds: 20, for: PageReader(language: $1))
        },
        SamplePage("look-up-logged-out") { $0.lookUp(refused: .tokenLoggedOut, plates: ["MN ABC128"], for: PageReader(language: $1)) },
        SamplePage("look-up-token-ended") { $0.lookUp(refused: .tokenExpired, plates: ["MN ABC128"], for: PageReader(language: $1)) },
        SamplePage("look-up-busy") {
            $0.lookUp(refused: .serverBusy, plates: ["MN ABC128", "WI XYZ987"], waitSeconds: 5, for: PageReader(language: $1))
        },
        SamplePage("look-up-too-many") {
            $0.lookUp(refused: .requestTooManyItems, plates: (100..<121).map { "ABC\($0)" }, for: PageReader(language: $1))
        },
        SamplePage("look-up-no-plates") { $0.lookUp(refused: .requestFieldMissing, plates: [], for: PageReader(language: $1)) },
    ]

    private static let answers = [
        answer("confirmed", [LookupResult(query: "mn abc128", outcome: .listed, listings: [.confirmed])]),
        answer("confirmed-member", [LookupResult(query: "mn abc128", outcome: .listed, listings: [.seenLately])], role: .reader),
        answer("suspected", [LookupResult(query: "WI XYZ9874", outcome: .listed, listings: [.suspected])], role: .reader),
        answer("watched", [LookupResult(query: "WI XYZ9874", outcome: .listed, listings: [.watched])], role: .moderator),
        answer("not-listed", [LookupResult(query: "MN ABC124", outcome: .notListed)]),
        answer("not-plate", [LookupResult(query: "AB!12<b>", outcome: .invalid, error: ErrorBody(.plateCharacter))]),
        answer("issuer-alone", [LookupResult(query: "mn", outcome: .notListed)]),
        answer("telephone", [LookupResult(query: "555-0100 612", outcome: .notListed)]),
        answer("two-plates", [LookupResult(query: "MN ABC124 WI XYZ987", outcome: .invalid, error: ErrorBody(.plateTooLong))]),
        answer(
            "readings", [LookupResult(query: "MN-ABC124", outcome: .notListed, readings: Plate.sample("US-MN:ABC124", "ZZ:MNABC124"))]),
        answer(
            "readings-one-listed",
            [
                LookupResult(
                    query: "AL 99999", outcome: .listed, readings: Plate.sample("US-AL:99999", "ZZ:AL99999"),
                    listings: [ListingBody.confirmed(Plate.sample("US-AL:99999")[0])])
            ]),
        answer(
            "similar",
            [
                LookupResult(
                    query: "WI XYZ987", outcome: .notListed,
                    similar: PlateDifference.allCases.map { difference in
                        SimilarBody(
                            plate: PlateBody(Plate.sample("WI XYZ9B7")[0]), status: .confirmed, difference: difference.name,
                            vehicles: [Vehicle.sample])
                    })
            ]),
        answer(
            "cleared",
            [
                LookupResult(
                    query: "WI XYZ987", outcome: .notListed,
                    cleared: [ClearedBody(plate: PlateBody(Plate.sample("WI XYZ987")[0]), clearedOn: "2025-11-14")])
            ], role: .volunteer),
        answer(
            "several",
            [
                LookupResult(query: "MN ABC124", outcome: .notListed),
                LookupResult(query: "mn abc128", outcome: .listed, listings: [.confirmed]),
                LookupResult(query: "?", outcome: .invalid, error: ErrorBody(.plateEmpty)),
            ]),
        SamplePage("answer-most") { $0.lookUp(.most, for: PageReader(language: $1, role: .moderator)) },
    ]

    private static func answer(_ name: String, _ results: [LookupResult], role: Role? = nil) -> SamplePage {
        SamplePage("answer-" + name) {
            $0.lookUp(LookupsResponse(asOf: Site.sampleNow, results: results), for: PageReader(language: $1, role: role))
        }
    }

    private static let others = [
        SamplePage("figures") { $0.figures(.sample, for: PageReader(language: $1, path: "/figures")) },
        SamplePage("figures-none") {
            $0.figures(
                StatsBody(
                    asOf: Site.sampleNow, days: [], weeks: [], listings: .init(), agedOut: .init(sightings: 0, plates: 0)),
                for: PageReader(language: $1, path: "/figures"))
        },
        SamplePage("help") { $0.help(for: PageReader(language: $1, path: "/help")) },
        SamplePage("help-moderator") { $0.help(for: PageReader(language: $1, role: .moderator, path: "/help")) },
        SamplePage("error-not-found") { $0.error(.requestNotFound, for: PageReader(language: $1)) },
        SamplePage("error-login") { $0.error(.tokenMissing, waitSeconds: 1, for: PageReader(language: $1)) },
        SamplePage("error-form") { $0.error(.purgeEmpty, for: PageReader(language: $1, role: .moderator, path: "/moderate/bulk")) },
        SamplePage("error-insecure") { $0.insecure("https://registry.example.org/en", for: PageReader(language: $1)) },
        SamplePage("login") { $0.login(form: "0123456789abcdef", for: PageReader(language: $1, path: "/login")) },
        SamplePage("login-refused") {
            $0.login(form: "0123456789abcdef", refused: .inviteExpired, waitSeconds: 5, for: PageReader(language: $1, path: "/login"))
        },
        SamplePage("login-already") {
            $0.login(form: "0123456789abcdef", own: .sample, for: PageReader(language: $1, role: .volunteer, path: "/login"))
        },
        SamplePage("logged-in-new") {
            $0.loggedIn(
                .sample, token: "thaw_secret", asOf: Site.sampleNow, for: PageReader(language: $1, role: .volunteer, path: "/login"))
        },
        SamplePage("logged-in") {
            $0.loggedIn(.sample, token: nil, asOf: Site.sampleNow, for: PageReader(language: $1, role: .volunteer, path: "/login"))
        },
        SamplePage("me") { $0.me(.sample, asOf: Site.sampleNow, for: PageReader(language: $1, role: .volunteer, path: "/me")) },
        SamplePage("logged-out") { $0.loggedOut(for: PageReader(language: $1)) },
        SamplePage("ended-token") { $0.endedToken(for: PageReader(language: $1, path: "/me")) },
        SamplePage("erased") { $0.erased(for: PageReader(language: $1)) },
    ]

    private static func member(_ language: Language, _ path: String) -> PageReader {
        PageReader(language: language, role: .volunteer, path: path)
    }

    private static let reports = [
        SamplePage("report") { $0.report(at: Site.sampleSeconds, filled: ReportFields(id: .sampleID), for: member($1, "/report")) },
        SamplePage("report-anybody") {
            $0.report(at: Site.sampleSeconds, filled: ReportFields(), for: PageReader(language: $1, path: "/report"))
        },
        SamplePage("report-reader") {
            $0.report(at: Site.sampleSeconds, filled: ReportFields(), for: PageReader(language: $1, role: .reader, path: "/report"))
        },
        report("recorded", .accepted(id: .sampleID, .recorded, plate: Plate.sample("MN ABC128")[0], warnings: [], replayed: false)),
        report("merged", .accepted(id: .sampleID, .merged, plate: Plate.sample("MN ABC128")[0], warnings: [], replayed: true)),
        report(
            "warned",
            .accepted(
                id: .sampleID, .recorded, plate: Plate.sample("US-MN:AB")[0],
                warnings: [.unusualLength, .unusualSeries(of: Plate.sample("US-MN:AB")[0].issuer)], replayed: false)),
        report("refused", .refused(id: .sampleID, ErrorBody(.reportTooOld))),
        report("ambiguous", .refused(id: .sampleID, ErrorBody(.plateAmbiguous), readings: Plate.sample("US-MN:ABC128", "ZZ:MNABC128"))),
        SamplePage("report-limited") {
            $0.report(refused: .quotaSpent, waitSeconds: 3_600, filled: .sample, at: Site.sampleSeconds, for: member($1, "/report"))
        },
        SamplePage("report-token-ended") {
            $0.report(refused: .tokenRevoked, filled: .sample, at: Site.sampleSeconds, for: PageReader(language: $1, path: "/report"))
        },
        SamplePage("withdrawn") {
            $0.withdrawal(
                .withdrawn(id: .sampleID, replayed: false), of: .sample, next: ReportFields(id: .sampleID), at: Site.sampleSeconds,
                for: member($1, "/report"))
        },
        SamplePage("withdrawal-refused") {
            $0.withdrawal(
                .refused(id: .sampleID, ErrorBody(.reportNotFound)), of: .sample, next: ReportFields(id: .sampleID),
                at: Site.sampleSeconds, for: member($1, "/report"))
        },
        SamplePage("waiting") { $0.waiting(for: member($1, "/waiting")) },
        SamplePage("offline") { $0.offline(in: $1) },
    ]

    private static func report(_ name: String, _ result: ReportResult) -> SamplePage {
        SamplePage("report-" + name) {
            $0.report(result, to: .sample, next: ReportFields(id: .sampleID), at: Site.sampleSeconds, for: member($1, "/report"))
        }
    }

    private static let searches = [
        SamplePage("search") { $0.search(for: member($1, "/search")) },
        SamplePage("search-anybody") { $0.search(for: PageReader(language: $1, path: "/search")) },
        SamplePage("search-found") {
            $0.search(
                ListingsPage(asOf: Site.sampleNow, listings: [.seenLately, .suspected], next: "CURSOR"),
                of: SearchRequest(pattern: "ABC*", color: "black", status: "confirmed"), for: member($1, "/search"))
        },
        SamplePage("search-nothing") {
            $0.search(ListingsPage(asOf: Site.sampleNow, listings: []), of: SearchRequest(pattern: "ABC*"), for: member($1, "/search"))
        },
        SamplePage("search-refused") {
            $0.search(refused: .rateLimited, waitSeconds: 5, of: SearchRequest(pattern: "ABC*"), for: member($1, "/search"))
        },
    ]
}
