import Vocabulary
import Wire

extension OpenAPIDocument {
    static let answerSchemas: [String: JSONValue] = reportAnswers.merging(listingAnswers) { first, _ in first }
        .merging(documents) { first, _ in first }.merging(listSchemas) { first, _ in first }

    private static let reportAnswers: [String: JSONValue] = [
        "ReportsResponse": object(
            ["results": list(reference("ReportResult"))].merging(chapterLines) { first, _ in first }, required: ["results"]),
        "ReportResult": object(
            [
                "id": text("As sent; absent if it could not be read."),
                "result": words(["recorded", "merged", "refused"]),
                "replayed": flag.adding(["const": true, "description": "Set if this repeats the first answer."]),
                "plate": reference("Plate"),
                "warnings": list(reference("Warning")),
                "error": reference("Error"),
                "readings": list(reference("Plate"), 1...4).adding(
                    ["description": "For plate.ambiguous: the possible plates, the likeliest first."]),
            ],
            required: ["result"]),
        "Warning": object(["code": text(), "detail": text()], required: ["code", "detail"]),
        "WithdrawalsResponse": object(
            ["results": list(reference("WithdrawalResult"))].merging(chapterLines) { first, _ in first }, required: ["results"]),
        "WithdrawalResult": object(
            ["id": text(), "result": words(["withdrawn", "refused"]), "replayed": flag, "error": reference("Error")], required: ["result"]),
        "Error": object(
            ["code": reference("ErrorCode"), "detail": text("What to do."), "field": text("The offending field within the item.")],
            required: ["code", "detail"]),
        "ErrorCode": words(ErrorCode.allCases.filter { $0.status != nil }.map(\.rawValue)),
        "Problem": object(
            [
                "type": text("A link to the code in the error table."), "title": text(), "status": count,
                "code": reference("ErrorCode"),
                "detail": text("What to do."), "field": text("The offending field, such as reports[3].vehicle.color."),
            ].merging(chapterLines) { first, _ in first },
            required: ["type", "title", "status", "code", "detail"], "RFC 9457"),
    ]

    private static let listingAnswers: [String: JSONValue] = [
        "Plate": object(
            [
                "issuer": text("ISO 3166-2, a code of our own such as US-GOV or US-MN-RL, or ZZ for unknown.", example: "US-MN"),
                "characters": text(example: "ABC123"),
            ],
            required: ["issuer", "characters"]),
        "LookupsResponse": object(
            ["as_of": time, "results": list(reference("LookupResult"))].merging(chapterLines) { first, _ in first },
            required: ["as_of", "results"]),
        "LookupResult": object(
            [
                "query": text("As sent."),
                "outcome": words(["listed", "not_listed", "invalid"]),
                "readings": list(reference("Plate"), 1...4).adding(
                    [
                        "description":
                            "Set if the query is ambiguous: the plates that were looked up, the likeliest first."
                    ]),
                "listings": list(reference("Listing")).adding(["description": "Exact matches of any reading."]),
                "similar": list(reference("Similar")).adding(["description": "Similar plates, not matches."]),
                "cleared": list(reference("Cleared")).adding(["description": "For token holders."]),
                "error": reference("Error"),
            ],
            required: ["query", "outcome", "listings", "similar"]),
        "Similar": object(
            [
                "plate": reference("Plate"), "status": reference("Status"),
                "difference": words(["issuer", "confusable", "swap", "substitution", "insertion", "deletion"]),
                "vehicles": list(reference("Vehicle"), 1...3),
            ],
            required: ["plate", "status", "difference"]),
        "Cleared": object(["plate": reference("Plate"), "cleared_on": day], required: ["plate", "cleared_on"]),
        "Status": words([Status.confirmed.rawValue, Status.suspected.rawValue]),
        "Listing": object(
            [
                "plate": reference("Plate"),
                "status": reference("Status"),
                "first_day": day,
                "last_day": day,
                "signs": list(words(Sign.self)),
                "vehicles": list(reference("Vehicle"), 0...3),
                "reporters": text("An exact number for moderators.", example: "up to 5", pattern: "^(up to 5|6–10|over 10|[0-9]+)$"),
                "areas": list(text("An area's ID.")).adding(["description": "Of the last 30 days; empty if the requester may not see them."]
                ),
                "live": list(object(["area": text(), "slot": time], required: ["area", "slot"]))
                    .adding(["description": "For token holders: the live window."]),
                "sightings": list(object(["area": text(), "day": day, "week": day], required: ["area"]))
                    .adding(["description": "For moderators: by day or week."]),
                "seen_on_several_vehicles": flag,
            ],
            required: ["plate", "status", "first_day", "last_day", "signs", "vehicles", "reporters", "areas"]),
        "ListingsPage": object(
            [
                "as_of": time, "listings": list(reference("Listing")), "next": text("The next page's cursor; absent on the last."),
                "more": flag.adding(["const": true, "description": "Set if more listings fit than a search by keys returns."]),
            ]
            .merging(chapterLines) { first, _ in first },
            required: ["as_of", "listings"]),
    ]

    private static let documents: [String: JSONValue] = [
        "Vocabulary": object(
            [
                "name": text("The registry's name."),
                "areas": object(
                    ["type": text(), "features": list(["type": "object"])], required: ["type", "features"], "GeoJSON, RFC 7946"),
                "signs": list(reference("Term")),
                "colors": list(reference("Term")),
                "bodies": list(reference("Term")),
                "makes": list(reference("Term")),
                "issuers": list(
                    object(
                        [
                            "code": text(), "name": text(), "abbreviation": text(),
                            "own_code": flag.adding(["const": true, "description": "Set if ISO 3166-2 has no code, and this is our own."]
                            ),
                        ],
                        required: ["code", "name", "abbreviation"])),
                "rules": object(
                    [
                        "slot_minutes": count, "report_age_hours_max": count,
                        "utc_offset": text("Days begin at midnight of this offset: -06:00."), "country": text(),
                        "issuer": text(),
                    ],
                    required: ["slot_minutes", "report_age_hours_max", "utc_offset", "country"]),
                "list_key": reference("ListKey"),
            ].merging(chapterLines) { first, _ in first },
            required: ["areas", "signs", "colors", "bodies", "makes", "issuers", "rules"]),
        "Term": object(["id": text(), "name": text(), "explanation": text()], required: ["id", "name"]),
        "Stats": object(
            [
                "as_of": time,
                "days": list(object(["day": day, "sightings": count], required: ["day", "sightings"]))
                    .adding(["description": "Confirmed sightings of the whole registry by finished day."]),
                "weeks": list(object(["week": day, "area": text(), "sightings": count], required: ["week", "area", "sightings"]))
                    .adding(["description": "By area and finished week, if at least five confirmed plates are counted."]),
                "listings": object(["confirmed": count, "suspected": count], required: []),
                "aged_out": object(["sightings": count, "plates": count], required: ["sightings", "plates"]),
            ].merging(chapterLines) { first, _ in first },
            required: ["as_of", "days", "weeks", "listings", "aged_out"]),
        "OpenAPI": object(["openapi": text()], required: ["openapi"]),
    ]
}
