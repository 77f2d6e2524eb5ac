import Vocabulary
package import Wire

/// The fields of a search, and what was found above them.
struct SearchPage: Sendable {
    let frame: PageFrame
    let needsLogin: Bool
    let isReader: Bool
    /// Why the search was refused.
    let refusal: String?
    let found: Found?
    let pattern: String
    let colors: [ReportForm.Choice]
    let bodies: [ReportForm.Choice]
    let makes: [ReportForm.Choice]
    let signs: [ReportForm.Choice]
    let areas: [ReportForm.Choice]
    let statuses: [ReportForm.Choice]

    struct Found: Sendable {
        let title: String
        let isNothing: Bool
        let listings: [ListingView]
        let next: Next?
    }

    /// The form for the next page: the same search, with a cursor.
    struct Next: Sendable {
        let fields: [ReportAnswer.Hidden]
    }
}

extension Site {
    /// The page for a search.
    package func search(for reader: PageReader) -> [UInt8] {
        searchPage(SearchRequest(), for: reader)
    }

    /// The page with what a search found.
    package func search(_ found: ListingsPage, of asked: SearchRequest, for reader: PageReader) -> [UInt8] {
        let edition = edition(reader.language)
        let words = edition.words
        let time = edition.time.clock(found.asOf) ?? found.asOf
        let isNothing = found.listings.isEmpty
        let listings = found.listings.map { listing in
            var areasLeft = AnswerView.areasMax
            return ListingView(listing, asOf: found.asOf, isFirst: false, areasLeft: &areasLeft, self, edition)
        }
        return searchPage(
            asked,
            found: SearchPage.Found(
                title: isNothing
                    ? words.text("search.none.title", ["time": time])
                    : words.text("search.found", count: listings.count, ["time": time]),
                isNothing: isNothing, listings: listings, next: found.next.map { .init(fields: asked.hidden(cursor: $0)) }),
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
        func choices(_ list: String, _ ids: [String], _ chosen: String?) -> [ReportForm.Choice] {
            ids.map { .init(value: $0, name: words.name(list, $0), isChosen: $0 == chosen) }
        }
        return edition.templates.page(
            .search,
            SearchPage(
                frame: PageFrame(self, edition, for: reader), needsLogin: !reader.isMember, isReader: reader.isMember,
                refusal: refusal,
                found: found, pattern: asked.pattern ?? "", colors: choices("color", Color.allCases.map(\.rawValue), asked.color),
                bodies: choices("body", Body.allCases.map(\.rawValue), asked.body),
                makes: choices("make", Make.allCases.map(\.rawValue), asked.make),
                signs: choices("sign", Sign.allCases.map(\.rawValue), asked.sign),
                areas: settings.areas.areas.map {
                    .init(value: $0.id.description, name: $0.name, isChosen: $0.id.description == asked.area)
                },
                statuses: choices("status", [Status.confirmed, .suspected].map(\.rawValue), asked.status)))
    }
}

extension SearchRequest {
    fileprivate func hidden(cursor: String) -> [ReportAnswer.Hidden] {
        [
            ("pattern", pattern), ("color", color), ("body", body), ("make", make), ("sign", sign), ("area", area), ("status", status),
            ("cursor", cursor),
        ].map { ReportAnswer.Hidden(name: $0, value: $1 ?? "") }
    }
}
