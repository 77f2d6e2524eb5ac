import Sightings
import Vocabulary
import Wire

extension OpenAPIDocument {
    static let moderationSchemas: [String: JSONValue] = moderationRequests.merging(reviews) { first, _ in first }
        .merging(decisions) { first, _ in first }.merging(purges) { first, _ in first }.merging(audits) { first, _ in first }
        .merging(alerts) { first, _ in first }

    private static let anyStatus = words(Status.allCases.map(\.rawValue))
    private static let reason = words(QueueReason.allCases.map(\.rawValue))
    private static let skipReason = words(SkipReason.allCases.map(\.rawValue))
    private static let verdict = words(Verdict.allCases.map(\.rawValue))
    private static let number: JSONValue = ["type": "integer", "minimum": 0, "maximum": .number(WireLimits.numberMax)]
    private static let counts: JSONValue = ["type": "object", "additionalProperties": count]
    private static let alertEvent = words(AlertEvent.allCases.map(\.rawValue))
    private static let signList = list(words(Sign.self), 0...WireLimits.signsPerReport)

    private static let moderationRequests: [String: JSONValue] = [
        "QueueRequest": object(
            [
                "limit": ["type": "integer", "minimum": 1, "maximum": .number(WireLimits.reviewsPerPage)],
                "cursor": text("From the previous page; the rest must be the same."), "reason": reason, "status": anyStatus,
                "area": text("An area's ID."), "skipped": flag.adding(["description": "Include plates that the requester skipped."]),
            ],
            required: [], isRequest: true),
        "PlatesRequest": object(
            ["plates": list(text(example: "MN ABC-123"), 1...WireLimits.platesPerReview)], required: ["plates"], isRequest: true),
        "SkipsRequest": object(
            [
                "plates": list(text(example: "MN ABC-123"), 1...WireLimits.platesPerReview),
                "reason": skipReason.adding(["default": "other"]),
            ],
            required: ["plates"], isRequest: true),
        "VerdictsRequest": object(
            [
                "verdict": verdict,
                "signs": signList.adding([
                    "description":
                        "For confirm. One plate needs at least one sign. Of several plates each gets its own reports' signs, limited to these if any are sent."
                ]),
                "plates": list(
                    object(
                        [
                            "plate": text(example: "MN ABC-123"),
                            "version": number.adding(["description": "The version of the row that the moderator saw; 0 for none."]),
                        ],
                        required: ["plate"], isRequest: true), 1...WireLimits.verdictsPerRequest),
                "preview": text("A preview's ID, instead of all other fields."),
            ],
            required: [], isRequest: true),
        "UndoRequest": object(["decision": text("The decision's ID.")], required: ["decision"], isRequest: true),
        "PreviewRequest": object(
            [
                "purge": reference("Purge"), "verdict": verdict,
                "signs": signList.adding(["description": "For confirm: each plate gets only these of its own reports' signs."]),
                "filter": reference("QueueFilter"),
            ],
            required: [], isRequest: true, "Either purge, or verdict and filter."),
        "QueueFilter": object(
            ["reason": reason, "status": anyStatus, "area": text("An area's ID.")], required: [], isRequest: true,
            "Plates of the queue that match every part that is set; a plate matches each of its reasons."),
        "Purge": object(
            [
                "area": text("Only sightings in this area, by its ID."),
                "older_than_days": [
                    "type": "integer", "minimum": 0, "maximum": .number(WireLimits.purgeAgeDaysMax),
                    "description":
                        "Sightings, and without an area voices, that are wholly this old. A sighting of a week counts from the week's end.",
                ],
                "status": words(["watched", "suspected", "confirmed", "cleared"]),
                "plates": list(text(example: "MN ABC-123"), 1...WireLimits.verdictsPerRequest),
            ],
            required: [], isRequest: true, "Selects rows that match every part that is set."),
        "PurgeRequest": object(["preview": text("A preview's ID.")], required: ["preview"], isRequest: true),
        "AuditRequest": object(
            [
                "limit": ["type": "integer", "minimum": 1, "maximum": .number(WireLimits.pageItemsMax)],
                "after": number.adding(["description": "Entries after this one, oldest first."]),
                "before": number.adding(["description": "Entries before this one, newest first."]),
                "action": words(AuditAction.allCases.map(\.rawValue)), "by": text("A token's short ID, or shell."),
                "plate": text(example: "MN ABC-123"),
            ],
            required: [], isRequest: true),
        "AgeingRequest": object(["dry_run": flag.adding(["default": false])], required: [], isRequest: true),
        "AlertHoldRequest": object(
            ["output": text("An output's name."), "held": flag.adding(["description": "False to resume it."])],
            required: ["output", "held"], isRequest: true),
    ]

    private static let reviews: [String: JSONValue] = [
        "QueuePage": object(
            [
                "as_of": time, "rows": list(reference("Review")), "next": text("The next page's cursor; absent on the last."),
                "waiting": count.adding(["description": "Plates that fit the filter."]),
                "by_reason": counts.adding(["description": "Plates by reason; a plate counts under each of its reasons."]),
                "read": reference("Read"),
            ],
            required: ["as_of", "rows", "waiting", "by_reason", "read"]),
        "Read": object(
            ["today": count, "limit": count], required: ["today", "limit"], "Plates that the requester read today, and the limit."),
        "PlatesResponse": object(
            [
                "as_of": time, "read": reference("Read"),
                "results": list(
                    object(
                        [
                            "query": text("As sent."), "rows": list(reference("Review")), "protected": flag, "error": reference("Error"),
                        ],
                        required: ["query", "rows", "protected"])),
            ],
            required: ["as_of", "read", "results"]),
        "Review": object(
            [
                "plate": reference("Plate"), "status": anyStatus, "reason": reason.adding(["description": "The riskiest of its reasons."]),
                "reasons": list(reason), "version": number.adding(["description": "Send it back with a verdict."]),
                "evidence": ["type": "number"],
                "voices": object(["trusted": count, "probation": count, "muted": count], required: ["trusted", "probation", "muted"]),
                "first_day": day, "last_day": day,
                "sightings": list(
                    object(["area": text(), "slot": time, "day": day, "week": day, "reports": count], required: ["area", "reports"])),
                "vehicles": list(object(["vehicle": reference("Vehicle"), "voices": count], required: ["vehicle", "voices"])),
                "signs": list(object(["sign": words(Sign.self), "voices": count], required: ["sign", "voices"])),
                "conflicting": flag,
                "misreads": list(
                    object(
                        ["plate": reference("Plate"), "status": anyStatus, "area": text(), "day": day],
                        required: ["plate", "status", "area", "day"])),
                "other_issuers": list(reference("PreviewRow")),
                "nearby": list(
                    object(
                        ["plate": reference("Plate"), "status": anyStatus, "area": text(), "slot": time],
                        required: ["plate", "status", "area", "slot"])),
                "confirmed_on": day, "lapses_on": day, "cleared_on": day,
                "skips": list(object(["by": text("A token's short ID."), "reason": skipReason], required: ["by", "reason"])),
                "earlier": list(
                    object(
                        ["action": words(AuditAction.allCases.map(\.rawValue)), "by": text("A token's short ID, or shell."), "day": day],
                        required: ["action", "by", "day"])),
                "alerts": list(reference("SentAlert")),
                "decided": object(
                    ["decision": text(), "verdict": verdict, "by": text(), "undo_until": time],
                    required: ["decision", "verdict", "by", "undo_until"]),
            ],
            required: [
                "plate", "status", "reasons", "version", "evidence", "voices", "first_day", "last_day", "sightings", "vehicles", "signs",
            ]),
    ]

    private static let decisions: [String: JSONValue] = [
        "VerdictsResponse": object(
            [
                "decision": text("Names the decision to undo it."), "undo_until": time, "decided": count,
                "results": list(
                    object(
                        [
                            "plate": reference("Plate"), "result": words(["decided", "refused"]), "protected": flag,
                            "error": reference("Error"),
                        ],
                        required: ["result"])),
                "waiting": reference("Proposal"),
            ],
            required: ["decided", "results"]),
        "UndoResponse": object(
            ["verdict": verdict, "undone": count, "superseded": count], required: ["verdict", "undone", "superseded"]),
    ]

    private static let purges: [String: JSONValue] = [
        "Preview": object(
            [
                "preview": text("Works once."), "expires_at": time, "plates": count, "erased": count, "sightings": count, "voices": count,
                "by_status": counts,
                "by_reason": counts.adding(["description": "For a bulk verdict."]),
                "stays": counts.adding(["description": "Plates that stay in whole or in part, by reason."]),
                "unsigned": count.adding(["description": "Plates left out of a bulk confirmation because no report gave a sign."]),
                "first": list(reference("PreviewRow")), "needs_second": flag,
            ],
            required: [
                "preview", "expires_at", "plates", "erased", "sightings", "voices", "by_status", "first", "needs_second",
            ]),
        "PreviewRow": object(
            [
                "plate": reference("Plate"), "status": anyStatus, "first_day": day, "last_day": day,
                "stays": list(words(StayReason.allCases.map(\.rawValue))),
            ],
            required: ["plate", "status", "first_day", "last_day"]),
        "PurgeResponse": object(["purged": reference("Purged"), "waiting": reference("Proposal")], required: []),
        "Purged": object(
            ["plates": count, "erased": count, "sightings": count, "voices": count], required: ["plates", "erased", "sightings", "voices"]),
        "Proposals": object(["proposals": list(reference("Proposal"))], required: ["proposals"]),
        "Proposal": object(
            [
                "id": text(), "purge": reference("Purge"), "verdict": verdict, "signs": list(words(Sign.self)),
                "filter": reference("QueueFilter"), "named": flag.adding(["description": "True if the plates were named."]),
                "by": text("A token's short ID."), "expires_at": time, "plates": count, "approvable": flag, "by_status": counts,
                "first": list(reference("PreviewRow")),
            ],
            required: ["id", "by", "expires_at", "plates", "approvable"]),
        "Approval": object(["purged": reference("Purged"), "verdicts": reference("VerdictsResponse")], required: []),
        "Ageing": object(
            [
                "as_of": time, "plates": count, "next_at": time, "lapsing": count,
                "first": list(object(["plate": reference("Plate"), "lapses_on": day], required: ["plate", "lapses_on"])),
                "read": reference("Read"),
            ],
            required: ["as_of", "plates", "lapsing", "first", "read"]),
    ]

    private static let alerts: [String: JSONValue] = [
        "AlertOutputs": object(
            [
                "outputs": list(
                    object(
                        [
                            "name": text(), "events": list(alertEvent),
                            "areas": list(text()).adding(["description": "Absent for every area."]),
                            "held_by": text("The short ID of the token that holds it; absent if none does."), "held_since": day,
                        ],
                        required: ["name", "events"]))
            ],
            required: ["outputs"]),
        "SentAlert": object(
            [
                "event": alertEvent, "area": text("Absent for a plate that became confirmed."), "slot": time, "day": day,
                "outputs": list(text()),
            ],
            required: ["event", "outputs"], "An alert that went out about the plate: in a slot, later on a day."),
    ]

    private static let audits: [String: JSONValue] = [
        "AuditPage": object(
            [
                "entries": list(
                    object(
                        [
                            "sequence": number, "day": day, "by": text(), "action": words(AuditAction.allCases.map(\.rawValue)),
                            "count": count, "plate_name": text("Meaningless without the plate's salt.", pattern: "^[0-9a-f]{32}$"),
                            "hash": text(pattern: "^[0-9a-f]{64}$"),
                        ],
                        required: ["sequence", "day", "by", "action", "count", "hash"])),
                "more": flag, "checkpoint": reference("SignedHead"), "head": reference("SignedHead"),
            ],
            required: ["entries", "more", "checkpoint", "head"]),
        "SignedHead": object(
            [
                "sequence": number, "hash": text(pattern: "^[0-9a-f]{64}$"), "signature": text("Ed25519.", pattern: "^[0-9a-f]{128}$"),
                "public_key": text(pattern: "^[0-9a-f]{64}$"),
            ],
            required: ["sequence", "hash", "signature", "public_key"]),
    ]
}
