import HTTPTypes
import Vocabulary
import Web
import Wire

/// Bulk verdicts and purges, proposals for a second moderator, and the audit chain.
extension PageRoute {
    static let bulkModeration: [PageRoute] = [bulk, preview, carryOut, proposals, workOnProposals, audit, earlierAudit]

    private static let bulk = moderating(.get, "/bulk", home: "/moderate/bulk") { pages, exchange in
        Page(pages.site.bulk(for: exchange.reader))
    }

    private static let preview = moderating(.post, "/preview", home: "/moderate/bulk") { pages, exchange in
        let request = try PreviewRequest(try exchange.form())
        let preview = try await pages.answers.preview(request, as: exchange.requester)
        return Page(pages.site.preview(preview, of: request, for: exchange.reader))
    }

    private static let carryOut = moderating(.post, "/carry-out", home: "/moderate/bulk") { pages, exchange in
        let form = try exchange.form()
        let preview = try form.required("preview")
        if try form.required("operation") == "purge" {
            let answer = try await pages.answers.purge(PurgeRequest(preview: preview), as: exchange.requester)
            return Page(answer.purged.map { pages.site.purged($0, for: exchange.reader) } ?? pages.site.proposed(for: exchange.reader))
        }
        let verdict = try form.bulkVerdict
        let answer = try await pages.answers.verdicts(VerdictsRequest(preview: preview), as: exchange.requester)
        return Page(
            answer.waiting == nil ? pages.site.decided(answer, verdict, for: exchange.reader) : pages.site.proposed(for: exchange.reader))
    }

    private static let proposals = moderating(.get, "/proposals", home: "/moderate/proposals") { pages, exchange in
        Page(pages.site.proposals(nil, asOf: pages.now, for: exchange.reader))
    }

    private static let workOnProposals = moderating(.post, "/proposals", home: "/moderate/proposals") { pages, exchange in
        let form = try exchange.form()
        if let id = try form.value("approve") {
            let verdict = try form.bulkVerdict
            let approval = try await pages.answers.approve(proposal: id, as: exchange.requester)
            if let purged = approval.purged { return Page(pages.site.purged(purged, for: exchange.reader)) }
            guard let verdicts = approval.verdicts else { throw Refusal(.internalError) }
            return Page(pages.site.decided(verdicts, verdict, for: exchange.reader))
        }
        if let id = try form.value("cancel") {
            try await pages.answers.cancel(proposal: id, as: exchange.requester)
            return Page(pages.site.canceledProposal(for: exchange.reader))
        }
        let open = try await pages.answers.proposals(as: exchange.requester)
        return Page(pages.site.proposals(open, asOf: pages.now, for: exchange.reader))
    }

    private static let audit = moderating(.get, "/audit", home: "/moderate/audit") { pages, exchange in
        try await pages.audit(AuditRequest(limit: auditEntries), exchange)
    }

    private static let earlierAudit = moderating(.post, "/audit", home: "/moderate/audit") { pages, exchange in
        let form = try exchange.form()
        let before = try form.chosen("before").map { text throws(Refusal) in
            guard let sequence = Int(text), 0...WireLimits.numberMax ~= sequence else { throw Refusal(.requestValue, field: "before") }
            return sequence
        }
        return try await pages.audit(
            AuditRequest(limit: auditEntries, before: before, action: try form.chosen("action"), by: try form.chosen("by")), exchange)
    }

    private static let auditEntries = 50
}

extension Pages {
    fileprivate func audit(_ asked: AuditRequest, _ exchange: PageExchange) async throws(Refusal) -> Page {
        Page(site.audit(try await answers.audit(asked, as: exchange.requester), asked: asked, asOf: now, for: exchange.reader))
    }
}

extension FormBody {
    /// One of the verdicts that the form for many plates offers. With a preview or a proposal, it only repeats the verdict that the page
    /// showed.
    fileprivate var bulkVerdict: Verdict? {
        get throws(Refusal) {
            let named = try value("verdict").flatMap(Verdict.init(rawValue:))
            return named.flatMap { Site.bulkVerdicts.contains($0) ? $0 : nil }
        }
    }
}

extension PreviewRequest {
    /// Reads the forms for many plates. The criteria are checked with the answer, as for JSON.
    fileprivate init(_ form: FormBody) throws(Refusal) {
        if try form.required("operation") == "purge" {
            let plates = form.lines("plates")
            guard plates.count <= WireLimits.verdictsPerRequest else { throw Refusal(.requestTooManyItems, field: "plates") }
            let age = try form.chosen("older_than_days")
            let days = age.flatMap { Int($0) }
            guard (age == nil) == (days == nil) else { throw Refusal(.requestValue, field: "older_than_days") }
            self.init(
                purge: PurgeBody(
                    area: try form.chosen("area"), olderThanDays: days, status: try form.chosen("status"),
                    plates: plates.isEmpty ? nil : plates))
            return
        }
        _ = try form.required("verdict")
        guard let verdict = try form.bulkVerdict else { throw Refusal(.verdictUnknown, field: "verdict") }
        var filter = QueueFilterBody(area: try form.chosen("area"))
        filter.reason = try form.word("reason", unknown: .queueReasonUnknown)
        filter.status = try form.word("status", unknown: .queueStatusUnknown)
        self.init(verdict, filter: filter)
    }
}
