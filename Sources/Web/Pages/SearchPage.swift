import Vocabulary
package import Wire

/// The fields of a search, below its results.
struct SearchPage: Sendable {
    let frame: PageFrame
    let needsLogin: Bool
    let isReader: Bool
    /// Why the search was refused.
    let refusal: String?
    let found: Found?
    let pattern: String
    let colors: [Choice]
    let bodies: [Choice]
    let makes: [Choice]
    let signs: [Choice]
    let areas: [Choice]
    let statuses: [Choice]

    struct Found: Sendable {
        let title: String
        let isNothing: Bool
        let listings: [ListingView]
        /// The same search, with a cursor.
        let next: HiddenForm?
    }
}

extension Site {
    /// The page for a search.
    package func search(for reader: PageReader) -> [UInt8] {
        searchPage(SearchRequest(), for: reader)
    }

    /// The page with a search's results.
    package func search(_ found: ListingsPage, of asked: SearchRequest, for reader: PageReader) -> [UInt8] {
        let edition = edition(reader.language)
        let words = edition.words
        let time = edition.time.clock(found.asOf) ?? found.asOf
        let isNothing = found.listings.isEmpty
        let listings = found.listings.map { listing in
            var areasLeft = AnswerView.areasMax
            return ListingView(
                listing, named: listing.plate.shown, asOf: found.asOf, isFirst: false, areasLeft: &areasLeft, self, edition)
        }
        return searchPage(
            asked,
            found: SearchPage.Found(
                title: isNothing
                    ? words.text("search.none.title", ["time": time])
                    : words.text("search.found", count: listings.count, ["time": time]),
                isNothing: isNothing, listings: listings, next: found.next.map { asked.form(cursor: $0) }),
            for: reader)
    }

    package func search(
        refused code: ErrorCode, waitSeconds: Int? = nil, of asked: SearchRequest, for reader: PageReader
    ) -> [UInt8] {
        let words = edition(reader.language).words
        let wait = waitSeconds.map { " " + words.wait($0) } ?? ""
        return searchPage(asked, refusal: words.sentences(code) + wait, for: reader)
    }

    private func searchPage(
        _ asked: SearchRequest, found: SearchPage.Found? = nil, refusal: String? = nil, for reader: PageReader
    ) -> [UInt8] {
        let edition = edition(reader.language)
        let words = edition.words
        return edition.templates.page(
            .search,
            SearchPage(
                frame: PageFrame(self, edition, for: reader), needsLogin: !reader.isMember, isReader: reader.isMember,
                refusal: refusal,
                found: found, pattern: asked.pattern ?? "", colors: words.choices("color", Color.allCases, chosen: asked.color),
                bodies: words.choices("body", Body.allCases, chosen: asked.body),
                makes: words.choices("make", Make.allCases, chosen: asked.make),
                signs: words.choices("sign", Sign.allCases, chosen: asked.sign), areas: areaChoices(asked.area),
                statuses: words.choices("status", [Status.confirmed, .suspected], chosen: asked.status)))
    }
}

extension SearchRequest {
    fileprivate func form(cursor: String) -> HiddenForm {
        let values = [
            ("pattern", pattern), ("color", color), ("body", body), ("make", make), ("sign", sign), ("area", area), ("status", status),
            ("cursor", cursor),
        ]
        return HiddenForm(values.map { ($0, $1 ?? "") })
    }
}
