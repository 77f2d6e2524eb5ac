import Vocabulary
import Wire

extension OpenAPIDocument {
    static let requestSchemas: [String: JSONValue] = [
        "ReportsRequest": object(
            [
                "reports": list(reference("Report"), 1...WireLimits.reportsPerRequest),
                "import?": flag.adding(["default": false, "description": "Older records, at most 30 days back; for moderators and admins."]
                ),
            ],
            isRequest: true),
        "Report": object(
            [
                "id": text("128 random bits from the client; a retry sends the same.", pattern: "^[0-9a-f]{32}$"),
                "plate": text("As people write it, with or without an issuer.", example: "MN ABC-123"),
                "seen_at": time.described("At most 24 hours back; clients round it down to the slot."),
                "area": text("An area's ID.", example: "powderhorn"),
                "vehicle?": reference("Vehicle"),
                "signs?": list(words(Sign.self), 0...WireLimits.signsPerReport),
            ],
            isRequest: true),
        "Vehicle": object(
            ["color?": words(Color.self), "body?": words(Body.self), "make?": words(Make.self)], isRequest: true,
            "Each part only if it is known."),
        "WithdrawalsRequest": object(
            [
                "withdrawals": list(reference("Report"), 1...WireLimits.withdrawalsPerRequest).described("Each exactly as it was reported.")
            ],
            isRequest: true),
        "LookupsRequest": object(
            [
                "plates": list(text(example: "MN ABC-123"), 1...WireLimits.platesPerLookup),
                "similar?": flag.adding([
                    "default": false, "description": .text("Adds near misses; \(WireLimits.platesPerSimilarLookup) plates at most."),
                ]),
            ],
            isRequest: true),
        "SearchRequest": object(
            [
                "pattern?": text("? is one character, * any number; at least two others.", example: "7?K*3"),
                "keys?": text(
                    "The telephone's keys for a whole plate: 2 is A, B, C or 2. Finds at most three confirmed listings, without a cursor.",
                    example: "556456", pattern: "^[0-9]{5,10}$"),
                "color?": words(Color.self),
                "body?": words(Body.self),
                "make?": words(Make.self),
                "sign?": words(Sign.self),
                "area?": text("An area's ID; below moderator it matches confirmed listings only."),
                "status?": words([Status.confirmed.rawValue, Status.suspected.rawValue]),
                "limit?": ["type": "integer", "minimum": 1, "maximum": .number(WireLimits.pageItemsMax)],
                "cursor?": text("From the previous page; the rest must be the same."),
            ],
            isRequest: true
        ).adding(["minProperties": 1]),
    ]
}
