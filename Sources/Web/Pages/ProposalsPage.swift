import Vocabulary
package import Wire

/// The proposals for a second moderator. The list counts as read, so it is shown only after a press.
struct ProposalsPage: Sendable {
    let frame: PageFrame
    let isList: Bool
    let proposals: [Proposal]
    let isEmpty: Bool

    struct Proposal: Sendable {
        let id: String
        /// Of a bulk verdict: its result names it.
        let verdict: String?
        let title: String
        let selected: [String]
        let rows: [String]
        let more: String?
        let isApprovable: Bool
    }
}

extension Site {
    /// - Parameters:
    ///   - body: nil before anything is read.
    ///   - now: the time of the answer.
    package func proposals(_ body: ProposalsBody?, asOf now: String, for reader: PageReader) -> [UInt8] {
        let edition = edition(reader.language)
        let proposals = (body?.proposals ?? []).map { proposal($0, asOf: now, edition) }
        return edition.templates.page(
            .proposals,
            ProposalsPage(
                frame: PageFrame(self, edition, for: reader), isList: body != nil, proposals: proposals,
                isEmpty: body != nil && proposals.isEmpty))
    }

    private func proposal(_ body: ProposalBody, asOf now: String, _ edition: Edition) -> ProposalsPage.Proposal {
        let words = edition.words
        let action = body.verdict.map { words["moderate.\($0.rawValue).button"] } ?? words["moderate.purge.title"]
        let plates = words.text("moderate.preview.plates", count: body.plates)
        let byStatus = words.counted(body.byStatus ?? [:]) { "status.\($0)" }
        let selected = [
            body.named == true ? words["moderate.proposals.named"] : nil,
            byStatus.isEmpty ? nil : words.text("moderate.preview.by_status", ["counts": byStatus]),
            words.text(
                "moderate.proposals.by",
                [
                    "id": words.person(body.by),
                    "time": "\(edition.time.day(String(body.expiresAt.prefix(10)), asOf: now)), "
                        + (edition.time.clock(body.expiresAt) ?? ""),
                ]),
        ]
        let first = body.first ?? []
        let hidden = body.plates - first.count
        return .init(
            id: body.id, verdict: body.verdict?.rawValue,
            title: "\(action): \(body.verdict == nil ? words.text("moderate.purge.proposed", ["plates": plates]) : plates)",
            selected: criteria(body.purge, body.filter, signs: body.signs, words) + selected.compactMap { $0 },
            rows: first.map { row(of: $0, asOf: now, edition) },
            more: hidden > 0 && !first.isEmpty ? words.text("moderate.preview.more", count: hidden) : nil, isApprovable: body.approvable)
    }

    package func canceledProposal(for reader: PageReader) -> [UInt8] {
        result(edition(reader.language).words["moderate.proposals.canceled"], for: reader)
    }
}
