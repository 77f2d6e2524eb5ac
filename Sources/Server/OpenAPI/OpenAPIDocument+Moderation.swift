import Sightings
import Vocabulary
import Wire

extension OpenAPIDocument {
    private static let anyStatus = words(Status.allCases.map(\.rawValue))
    private static let reason = words(QueueReason.allCases.map(\.rawValue))
    private static let skipReason = words(SkipReason.allCases.map(\.rawValue))
    private static let verdict = words(Verdict.allCases.map(\.rawValue))
    private static let number: JSONValue = ["type": "integer", "minimum": 0, "maximum": .number(WireLimits.numberMax)]
    private static let counts: JSONValue = ["type": "object", "additionalProperties": count]
    private static let alertEvent = words(AlertEvent.allCases.map(\.rawValue))
    private static let signList = list(words(Sign.self), 0...WireLimits.signsPerReport)

    static let moderationRequests: [String: JSONValue] = [
        "QueueRequest": object(
            [
                "limit?": ["type": "integer", "minimum": 1, "maximum": .number(WireLimits.reviewsPerPage)],
                "cursor?": text("From the previous page; the rest must be the same."), "reason?": reason, "status?": anyStatus,
                "area?": text("An area's ID."), "skipped?": flag.described("Include plates that the requester skipped."),
            ],
            isRequest: true),
        "PlatesRequest": object(["plates": list(text(example: "MN ABC-123"), 1...WireLimits.platesPerReview)], isRequest: true),
        "SkipsRequest": object(
            [
                "plates": list(text(example: "MN ABC-123"), 1...WireLimits.platesPerReview),
                "reason?": skipReason.adding(["default": "other"]),
            ],
            isRequest: true),
        "VerdictsRequest": object(
            [
                "verdict?": verdict,
                "signs?": signList.described(
                    "For confirm. One plate needs at least one sign. Of several plates each gets its own reports' signs, limited to these if any are sent."
                ),
                "plates?": list(
                    object(
                        [
                            "plate": text(example: "MN ABC-123"),
                            "version?": number.described("The version of the row that the moderator saw; 0 for none."),
                        ],
                        isRequest: true), 1...WireLimits.verdictsPerRequest),
                "preview?": text("A preview's ID, instead of all other fields."),
            ],
            isRequest: true),
        "UndoRequest": object(["decision": text("The decision's ID.")], isRequest: true),
        "PreviewRequest": object(
            [
                "purge?": reference("Purge"), "verdict?": verdict,
                "signs?": signList.described("For confirm: each plate gets only these of its own reports' signs."),
                "filter?": reference("QueueFilter"),
            ],
            isRequest: true, "Either purge, or verdict and filter."),
        "QueueFilter": object(
            ["reason?": reason, "status?": anyStatus, "area?": text("An area's ID.")], isRequest: true,
            "Plates of the queue that match every part that is set; a plate matches each of its reasons."),
        "Purge": object(
            [
                "area?": text("Only sightings in this area, by its ID."),
                "older_than_days?": [
                    "type": "integer", "minimum": 0, "maximum": .number(WireLimits.purgeAgeDaysMax),
                    "description":
                        "Sightings, and without an area voices, that are wholly this old. A sighting of a week counts from the week's end.",
                ],
                "status?": words(["watched", "suspected", "confirmed", "cleared"]),
                "plates?": list(text(example: "MN ABC-123"), 1...WireLimits.verdictsPerRequest),
            ],
            isRequest: true, "Selects rows that match every part that is set."),
        "PurgeRequest": object(["preview": text("A preview's ID.")], isRequest: true),
        "AuditRequest": object(
            [
                "limit?": ["type": "integer", "minimum": 1, "maximum": .number(WireLimits.pageItemsMax)],
                "after?": number.described("Entries after this one, oldest first."),
                "before?": number.described("Entries before this one, newest first."),
                "action?": words(AuditAction.allCases.map(\.rawValue)), "by?": text("A token's short ID, or shell."),
                "plate?": text(example: "MN ABC-123"),
            ],
            isRequest: true),
        "AgeingRequest": object(["dry_run?": flag.adding(["default": false])], isRequest: true),
        "AlertHoldRequest": object(["output": text("An output's name."), "held": flag.described("False to resume it.")], isRequest: true),
    ]

    static let reviews: [String: JSONValue] = [
        "QueuePage": object([
            "as_of": time, "rows": list(reference("Review")), "next?": text("The next page's cursor; absent on the last."),
            "waiting": count.described("Plates that fit the filter."),
            "by_reason": counts.described("Plates by reason; a plate counts under each of its reasons."),
            "read": reference("Read"),
        ]),
        "Read": object(["today": count, "limit": count], "Plates that the requester read today, and the limit."),
        "PlatesResponse": object([
            "as_of": time, "read": reference("Read"),
            "results": list(
                object([
                    "query": text("As sent."), "rows": list(reference("Review")), "protected": flag, "error?": reference("Error"),
                ])),
        ]),
        "Review": object([
            "plate": reference("Plate"), "status": anyStatus, "reason?": reason.described("The riskiest of its reasons."),
            "reasons": list(reason), "version": number.described("Send it back with a verdict."),
            "evidence": ["type": "number"],
            "voices": object(["trusted": count, "probation": count, "muted": count]),
            "first_day": day, "last_day": day,
            "sightings": list(
                object(["area": text(), "slot?": time, "day?": day, "week?": day, "reports": count])),
            "vehicles": list(object(["vehicle": reference("Vehicle"), "voices": count])),
            "signs": list(object(["sign": words(Sign.self), "voices": count])),
            "conflicting?": flag,
            "misreads?": list(
                object(["plate": reference("Plate"), "status": anyStatus, "area": text(), "day": day])),
            "other_issuers?": list(reference("PreviewRow")),
            "nearby?": list(
                object(["plate": reference("Plate"), "status": anyStatus, "area": text(), "slot": time])),
            "confirmed_on?": day, "lapses_on?": day, "cleared_on?": day,
            "skips?": list(object(["by": text("A token's short ID."), "reason": skipReason])),
            "earlier?": list(
                object(["action": words(AuditAction.allCases.map(\.rawValue)), "by": text("A token's short ID, or shell."), "day": day])),
            "alerts?": list(reference("SentAlert")),
            "decided?": object(["decision": text(), "verdict": verdict, "by": text(), "undo_until": time]),
        ]),
    ]

    static let decisions: [String: JSONValue] = [
        "VerdictsResponse": object([
            "decision?": text("Names the decision to undo it."), "undo_until?": time, "decided": count,
            "results": list(
                object([
                    "plate?": reference("Plate"), "result": words(["decided", "refused"]), "protected?": flag,
                    "error?": reference("Error"),
                ])),
            "waiting?": reference("Proposal"),
        ]),
        "UndoResponse": object(["verdict": verdict, "undone": count, "superseded": count]),
    ]

    static let purges: [String: JSONValue] = [
        "Preview": object([
            "preview": text("Works once."), "expires_at": time, "plates": count, "erased": count, "sightings": count, "voices": count,
            "by_status": counts,
            "by_reason?": counts.described("For a bulk verdict."),
            "stays?": counts.described("Plates that stay in whole or in part, by reason."),
            "unsigned?": count.described("Plates left out of a bulk confirmation because no report gave a sign."),
            "first": list(reference("PreviewRow")), "needs_second": flag,
        ]),
        "PreviewRow": object([
            "plate": reference("Plate"), "status": anyStatus, "first_day": day, "last_day": day,
            "stays?": list(words(StayReason.allCases.map(\.rawValue))),
        ]),
        "PurgeResponse": object(["purged?": reference("Purged"), "waiting?": reference("Proposal")]),
        "Purged": object(["plates": count, "erased": count, "sightings": count, "voices": count]),
        "Proposals": object(["proposals": list(reference("Proposal"))]),
        "Proposal": object([
            "id": text(), "purge?": reference("Purge"), "verdict?": verdict, "signs?": list(words(Sign.self)),
            "filter?": reference("QueueFilter"), "named?": flag.described("True if the plates were named."),
            "by": text("A token's short ID."), "expires_at": time, "plates": count, "approvable": flag, "by_status?": counts,
            "first?": list(reference("PreviewRow")),
        ]),
        "Approval": object(["purged?": reference("Purged"), "verdicts?": reference("VerdictsResponse")]),
        "Ageing": object([
            "as_of": time, "plates": count, "next_at?": time, "lapsing": count,
            "first": list(object(["plate": reference("Plate"), "lapses_on": day])),
            "read": reference("Read"),
        ]),
    ]

    static let alerts: [String: JSONValue] = [
        "AlertOutputs": object([
            "outputs": list(
                object([
                    "name": text(), "events": list(alertEvent),
                    "areas?": list(text()).described("Absent for every area."),
                    "held_by?": text("The short ID of the token that holds it; absent if none does."), "held_since?": day,
                ]))
        ]),
        "SentAlert": object(
            [
                "event": alertEvent, "area?": text("Absent for a plate that became confirmed."), "slot?": time, "day?": day,
                "outputs": list(text()),
            ],
            "An alert that went out about the plate: in a slot, later on a day."),
    ]

    static let audits: [String: JSONValue] = [
        "AuditPage": object([
            "entries": list(
                object([
                    "sequence": number, "day": day, "by": text(), "action": words(AuditAction.allCases.map(\.rawValue)),
                    "count": count, "plate_name?": text("Meaningless without the plate's salt.", pattern: "^[0-9a-f]{32}$"),
                    "hash": text(pattern: "^[0-9a-f]{64}$"),
                ])),
            "more": flag, "checkpoint": reference("SignedHead"), "head": reference("SignedHead"),
        ]),
        "SignedHead": object([
            "sequence": number, "hash": text(pattern: "^[0-9a-f]{64}$"), "signature": text("Ed25519.", pattern: "^[0-9a-f]{128}$"),
            "public_key": text(pattern: "^[0-9a-f]{64}$"),
        ]),
    ]
}
