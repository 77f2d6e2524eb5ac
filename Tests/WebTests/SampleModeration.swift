import Plates
import Vocabulary
import Web
import Wire

extension SamplePage {
    /// Moderators' pages.
    static let moderation: [SamplePage] = cards + questions + manyPlates + alerts + access

    private static func reader(_ language: Language, _ path: String = "/moderate", role: Role = .moderator) -> PageReader {
        var reader = PageReader(language: language, role: role, path: path)
        reader.tokenID = "7GQK"
        return reader
    }

    private static func card(_ name: String, _ fill: @escaping @Sendable (inout CardAnswer) -> Void) -> SamplePage {
        SamplePage("card" + name) { site, language in
            var answer = CardAnswer(asOf: Site.sampleNow, filter: ModerationFilter())
            fill(&answer)
            return site.card(answer, for: reader(language))
        }
    }

    private static let cards = [
        SamplePage("moderate") { $0.moderate(for: reader($1)) },
        card("") { answer in
            (answer.row, answer.waiting, answer.isFromQueue) = (.sample, 488, true)
            (answer.filter.reason, answer.filter.status, answer.filter.area) = (.suspected, .suspected, "area-0")
            (answer.filter.showsSkipped, answer.filter.cursor) = (true, "cursor")
        },
        card("-done") { answer in
            (answer.row, answer.waiting, answer.isFromQueue) = (.plain, 1, true)
            answer.read = ReadBody(today: 4_900, limit: 5_000)
            answer.done = .decided(.confirm, .sample, decision: "41")
        },
        card("-misread") { answer in
            (answer.row, answer.isFromQueue) = (.plain, true)
            let report = ReportBody(id: "0123", plate: "US-MN ABC12B", seenAt: "2026-11-22T21:30:00Z", area: "area-0")
            answer.done = .misread(.sample, decision: "41", report)
        },
        card("-unreported") { answer in
            (answer.row, answer.isFromQueue) = (.plain, true)
            answer.done = .misreadUnreported(.sample, decision: "41", .quotaSpent)
        },
        card("-conflict") { answer in
            (answer.row, answer.notice) = (.sample, .refused(.verdictConflict))
        },
        card("-no-sign") { answer in
            (answer.row, answer.notice) = (.plain, .refused(.verdictSignsMissing))
        },
        card("-too-old") { answer in
            (answer.row, answer.notice) = (.plain, .nothingToReport)
        },
        card("-protected") { answer in
            (answer.row, answer.isProtected) = (.sample, true)
        },
        card("-none") { answer in
            (answer.waiting, answer.isFromQueue, answer.done) = (0, true, .skipped(.sample))
        },
        card("-another-none") { answer in
            (answer.asked, answer.done) = ("mn abc128", .undone(.sample))
        },
        card("-another-protected") { answer in
            (answer.asked, answer.isProtected) = ("mn abc128", true)
        },
        card("-another-several") { answer in
            (answer.asked, answer.rows) = ("abc128", [.sample, .plain])
        },
        card("-unprotected") { answer in
            (answer.isFromQueue, answer.done) = (true, .decided(.unprotect, .sample, decision: "42", remains: true))
        },
    ]

    private static let fields = [HiddenField(name: "plate", value: "US-MN ABC128"), HiddenField(name: "version", value: "0")]

    private static let questions = [
        SamplePage("ask-protect") { $0.ask(.protect("MN ABC128"), fields: fields, for: reader($1)) },
        SamplePage("ask-skip") { $0.ask(.skip("MN ABC128"), fields: fields, for: reader($1)) },
        SamplePage("ask-misread") { $0.ask(.misread("MN ABC128", besides: ["US-MN ABC12B"]), fields: fields, for: reader($1)) },
        SamplePage("ask-revoke") { $0.ask(.revoke(.sample, asOf: Site.sampleNow), fields: [], for: reader($1, "/moderate/tokens")) },
    ]

    private static let manyPlates = [
        SamplePage("bulk") { $0.bulk(for: reader($1, "/moderate/bulk")) },
        SamplePage("preview-purge") {
            $0.preview(
                PreviewBody(
                    preview: "preview", expiresAt: "2026-11-22T21:56:00Z", plates: 152, erased: 148, sightings: 310, voices: 42,
                    byStatus: ["watched": 150, "suspected": 2],
                    stays: ["newer": 1, "week": 2, "other-area": 3, "voices": 4, "status": 5], first: [.sample], needsSecond: true),
                of: PreviewRequest(purge: PurgeBody(area: "area-0", olderThanDays: 14)), for: reader($1, "/moderate/bulk"))
        },
        SamplePage("preview-verdict") {
            $0.preview(
                PreviewBody(
                    preview: "preview", expiresAt: "2026-11-22T21:56:00Z", plates: 1, erased: 0, sightings: 0, voices: 0,
                    byStatus: ["watched": 1], byReason: ["misread": 1, "conflicting": 1], unsigned: 3, first: [.sample],
                    needsSecond: false),
                of: PreviewRequest(.confirm, filter: QueueFilterBody(status: .watched)), for: reader($1, "/moderate/bulk"))
        },
        SamplePage("preview-none") {
            $0.preview(
                PreviewBody(
                    preview: "preview", expiresAt: "2026-11-22T21:56:00Z", plates: 0, erased: 0, sightings: 0, voices: 0, byStatus: [:],
                    first: [], needsSecond: false),
                of: PreviewRequest(purge: PurgeBody(status: "cleared", plates: ["MN ABC128"])), for: reader($1, "/moderate/bulk"))
        },
        SamplePage("purged") {
            $0.purged(PurgedBody(plates: 152, erased: 148, sightings: 310, voices: 42), for: reader($1, "/moderate/bulk"))
        },
        SamplePage("decided") {
            let refused = VerdictsResponse.Result(plate: .sample, result: .refused, error: ErrorBody(.verdictConflict))
            return $0.decided(
                VerdictsResponse(decision: "41", undoUntil: Site.sampleNow, decided: 2, results: [refused]),
                .confirm, for: reader($1, "/moderate/bulk"))
        },
        SamplePage("proposed") { $0.proposed(for: reader($1, "/moderate/bulk")) },
        SamplePage("undone") { $0.undone(UndoResponse(verdict: .dismiss, undone: 40, superseded: 1), for: reader($1)) },
        SamplePage("proposals-closed") { $0.proposals(nil, asOf: Site.sampleNow, for: reader($1, "/moderate/proposals")) },
        SamplePage("proposals-none") {
            $0.proposals(ProposalsBody(proposals: []), asOf: Site.sampleNow, for: reader($1, "/moderate/proposals"))
        },
        SamplePage("proposals") { $0.proposals(.sample, asOf: Site.sampleNow, for: reader($1, "/moderate/proposals")) },
        SamplePage("proposal-canceled") { $0.canceledProposal(for: reader($1, "/moderate/proposals")) },
    ]

    private static let alerts = [
        SamplePage("alerts") { $0.alerts(.sample, asOf: Site.sampleNow, for: reader($1, "/moderate/alerts")) },
        SamplePage("alerts-held") {
            $0.alerts(
                .sample, done: AlertHoldRequest(output: "south", held: true), asOf: Site.sampleNow, for: reader($1, "/moderate/alerts"))
        },
        SamplePage("alerts-resumed") {
            $0.alerts(
                AlertOutputsBody(outputs: [AlertOutputBody(name: "north", events: [.seen], areas: nil)]),
                done: AlertHoldRequest(output: "north", held: false), asOf: Site.sampleNow, for: reader($1, "/moderate/alerts"))
        },
        SamplePage("alerts-none") {
            $0.alerts(AlertOutputsBody(outputs: []), asOf: Site.sampleNow, for: reader($1, "/moderate/alerts"))
        },
    ]

    private static let access = [
        SamplePage("audit") {
            $0.audit(
                .sample, asked: AuditRequest(limit: 50, action: "confirm", by: "K7PX"), asOf: Site.sampleNow,
                for: reader($1, "/moderate/audit"))
        },
        SamplePage("invites") {
            let invites = [
                InvitesBody.OpenInvite(id: "3", role: .volunteer, trusted: false, invitedBy: "7GQK", expiresAt: "2026-11-29T21:41:00Z"),
                InvitesBody.OpenInvite(id: "4", role: .admin, trusted: true, invitedBy: "shell", expiresAt: "2026-11-29T21:41:00Z"),
            ]
            return $0.invites(
                InvitesBody(invites: invites), asOf: Site.sampleNow, for: reader($1, "/moderate/invites", role: .admin))
        },
        SamplePage("invites-none") {
            $0.invites(InvitesBody(invites: []), asOf: Site.sampleNow, for: reader($1, "/moderate/invites"))
        },
        SamplePage("invited") {
            let invite = InviteBody(
                invite: "invite-code", id: "3", role: .volunteer, trusted: false, expiresAt: "2026-11-29T21:41:00Z")
            return $0.invited(invite, asOf: Site.sampleNow, for: reader($1, "/moderate/invites"))
        },
        SamplePage("invite-canceled") { $0.canceledInvite(for: reader($1, "/moderate/invites")) },
        SamplePage("tokens") {
            var revoked = TokenBody.sample
            (revoked.id, revoked.role, revoked.trusted, revoked.revoked, revoked.invitedBy) = ("9ABC", .moderator, true, true, "shell")
            return $0.tokens(TokensBody(tokens: [.sample, revoked]), asOf: Site.sampleNow, for: reader($1, "/moderate/tokens"))
        },
        SamplePage("token-revoked") { $0.revokedToken("K7PX", for: reader($1, "/moderate/tokens")) },
    ]
}

extension PlateBody {
    static let sample = PlateBody(Plate.sample("MN ABC128")[0])
}

extension PreviewRow {
    static let sample = PreviewRow(plate: .sample, status: .watched, firstDay: "2026-11-02", lastDay: "2026-11-08")
}

extension ReviewBody {
    /// With everything that a row can have.
    static let sample = ReviewBody(
        plate: .sample, status: .suspected, reasons: [.suspected, .conflicting, .misread], version: 41, evidence: 2.35,
        voices: VoicesBody(trusted: 3, probation: 1, muted: 2), firstDay: "2026-11-02", lastDay: "2026-11-22",
        sightings: [
            SeenBody(area: "area-0", slot: "2026-11-22T21:30:00Z", reports: 3), SeenBody(area: "area-1", day: "2026-11-20", reports: 1),
            SeenBody(area: "area-0", week: "2026-11-02", reports: 4),
        ],
        vehicles: [VehicleCountBody(vehicle: Vehicle.sample, voices: 3), VehicleCountBody(vehicle: VehicleBody(body: "van"), voices: 1)],
        signs: [SignCountBody(sign: "convoy", voices: 3), SignCountBody(sign: "tactical-gear", voices: 1)], conflicting: true,
        misreads: [
            MisreadBody(plate: PlateBody(Plate.sample("MN ABC12B")[0]), status: .confirmed, area: "area-0", day: "2026-11-21")
        ],
        otherIssuers: [
            PreviewRow(
                plate: PlateBody(Plate.sample("WI ABC128")[0]), status: .suspected, firstDay: "2026-11-20", lastDay: "2026-11-20")
        ],
        nearby: [
            NearbyBody(plate: PlateBody(Plate.sample("IL QRS456")[0]), status: .watched, area: "area-0", slot: "2026-11-22T21:30:00Z")
        ],
        confirmedOn: "2026-10-02", lapsesOn: "2026-11-29", clearedOn: "2026-10-01",
        skips: [SkipBody(by: "K7PX", reason: .tooClose)],
        earlier: [
            EarlierBody(action: "dismiss", by: "K7PX", day: "2026-11-22"), EarlierBody(action: "undo", by: "shell", day: "2026-11-01"),
        ],
        alerts: [
            SentAlertBody(event: .seen, area: "area-0", slot: "2026-11-22T21:30:00Z", outputs: ["north", "south"]),
            SentAlertBody(event: .confirmed, area: nil, day: "2026-11-21", outputs: ["north"]),
        ],
        decided: DecidedBody(decision: "41", verdict: .dismiss, by: "K7PX", undoUntil: "2026-11-23T21:41:00Z"))

    /// With nothing that a row can lack.
    static let plain = ReviewBody(
        plate: PlateBody(Plate.sample("WI XYZ9874")[0]), status: .watched, reasons: [], version: 0, evidence: 1,
        voices: VoicesBody(trusted: 1, probation: 0, muted: 0), firstDay: "2026-11-22", lastDay: "2026-11-22", sightings: [],
        vehicles: [], signs: [], conflicting: false, misreads: [], confirmedOn: nil, lapsesOn: nil, clearedOn: nil, decided: nil)
}

extension AlertOutputsBody {
    static let sample = AlertOutputsBody(outputs: [
        AlertOutputBody(name: "north", events: [.seen, .confirmed], areas: nil),
        AlertOutputBody(name: "south", events: [.seen], areas: ["area-0", "area-1"], heldBy: "K7PX", heldSince: "2026-11-22"),
    ])
}

extension ProposalsBody {
    static let sample = ProposalsBody(proposals: [
        ProposalBody(
            id: "3", purge: PurgeBody(area: "area-0", olderThanDays: 14, status: "watched"), verdict: nil, signs: nil, by: "K7PX",
            expiresAt: "2026-11-23T21:41:00Z", plates: 152, approvable: true, byStatus: ["watched": 150, "suspected": 2],
            first: [.sample]),
        ProposalBody(
            id: "4", purge: nil, verdict: .confirm, signs: ["convoy"],
            filter: QueueFilterBody(reason: .lapsing, status: .confirmed, area: "gone"), named: true, by: "7GQK",
            expiresAt: "2026-11-23T21:41:00Z", plates: 1, approvable: false),
    ])
}

extension AuditPage {
    static let sample: AuditPage = {
        let head = SignedHeadBody(sequence: 42, hash: "", signature: "", publicKey: "")
        let entries = ["confirm", "purge", "read", "newer-action"].enumerated().map { index, action in
            AuditEntryBody(
                sequence: 42 - index, day: "2026-11-22", by: index == 1 ? "shell" : "K7PX", action: action, count: 1 + index * 999,
                plateName: nil, hash: "")
        }
        return AuditPage(entries: entries, more: true, checkpoint: head, head: head)
    }()
}
