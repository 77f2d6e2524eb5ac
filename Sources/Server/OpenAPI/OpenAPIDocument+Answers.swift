import Vocabulary
import Wire

extension OpenAPIDocument {
    static let reportAnswers: [String: JSONValue] = [
        "ReportsResponse": object(["results": list(reference("ReportResult"))], hasChapterLines: true),
        "ReportResult": object([
            "id?": text("As sent; absent if it could not be read."),
            "result": words(["recorded", "merged", "refused"]),
            "replayed?": flag.adding(["const": true, "description": "Set if this repeats the first answer."]),
            "plate?": reference("Plate"),
            "warnings?": list(reference("Warning")),
            "error?": reference("Error"),
            "readings?": list(reference("Plate"), 1...4).described("For plate.ambiguous: the possible plates, the likeliest first."),
        ]),
        "Warning": object(["code": text(), "detail": text()]),
        "WithdrawalsResponse": object(["results": list(reference("WithdrawalResult"))], hasChapterLines: true),
        "WithdrawalResult": object([
            "id?": text(), "result": words(["withdrawn", "refused"]), "replayed?": flag, "error?": reference("Error"),
        ]),
        "Error": object([
            "code": reference("ErrorCode"), "detail": text("What to do."), "field?": text("The offending field within the item."),
        ]),
        "ErrorCode": words(ErrorCode.allCases.filter { $0.status != nil }.map(\.rawValue)),
        "Problem": object(
            [
                "type": text("A link to the code in the error table."), "title": text(), "status": count,
                "code": reference("ErrorCode"),
                "detail": text("What to do."), "field?": text("The offending field, such as reports[3].vehicle.color."),
            ],
            hasChapterLines: true, "RFC 9457"),
    ]

    static let listingAnswers: [String: JSONValue] = [
        "Plate": object([
            "issuer": text("ISO 3166-2, a code of our own such as US-GOV or US-MN-RL, or ZZ for unknown.", example: "US-MN"),
            "characters": text(example: "ABC123"),
        ]),
        "LookupsResponse": object(["as_of": time, "results": list(reference("LookupResult"))], hasChapterLines: true),
        "LookupResult": object([
            "query": text("As sent."),
            "outcome": words(["listed", "not_listed", "invalid"]),
            "readings?": list(reference("Plate"), 1...4).described(
                "Set if the query is ambiguous: the plates that were looked up, the likeliest first."),
            "listings": list(reference("Listing")).described("Exact matches of any reading."),
            "similar": list(reference("Similar")).described("Similar plates, not matches."),
            "cleared?": list(reference("Cleared")).described("For token holders."),
            "error?": reference("Error"),
        ]),
        "Similar": object([
            "plate": reference("Plate"), "status": reference("Status"),
            "difference": words(["issuer", "confusable", "swap", "substitution", "insertion", "deletion"]),
            "vehicles?": list(reference("Vehicle"), 1...3),
        ]),
        "Cleared": object(["plate": reference("Plate"), "cleared_on": day]),
        "Status": words([Status.confirmed.rawValue, Status.suspected.rawValue]),
        "Listing": object([
            "plate": reference("Plate"),
            "status": reference("Status"),
            "first_day": day,
            "last_day": day,
            "signs": list(words(Sign.self)),
            "vehicles": list(reference("Vehicle"), 0...3),
            "reporters": text("An exact number for moderators.", example: "up to 5", pattern: "^(up to 5|6–10|over 10|[0-9]+)$"),
            "areas": list(text("An area's ID.")).described("Of the last 30 days; empty if the requester may not see them."),
            "live?": list(object(["area": text(), "slot": time])).described("For token holders: the live window."),
            "sightings?": list(object(["area": text(), "day?": day, "week?": day])).described("For moderators: by day or week."),
            "seen_on_several_vehicles?": flag,
        ]),
        "ListingsPage": object(
            [
                "as_of": time, "listings": list(reference("Listing")), "next?": text("The next page's cursor; absent on the last."),
                "more?": flag.adding(["const": true, "description": "Set if more listings fit than a search by keys returns."]),
            ],
            hasChapterLines: true),
    ]

    static let documents: [String: JSONValue] = [
        "Vocabulary": object(
            [
                "name?": text("The registry's name."),
                "areas": object(["type": text(), "features": list(["type": "object"])], "GeoJSON, RFC 7946"),
                "signs": list(reference("Term")),
                "colors": list(reference("Term")),
                "bodies": list(reference("Term")),
                "makes": list(reference("Term")),
                "issuers": list(
                    object([
                        "code": text(), "name": text(), "abbreviation": text(),
                        "own_code?": flag.adding(["const": true, "description": "Set if ISO 3166-2 has no code, and this is our own."]
                        ),
                    ])),
                "rules": object([
                    "slot_minutes": count, "report_age_hours_max": count,
                    "utc_offset": text("Days begin at midnight of this offset: -06:00."), "country": text(),
                    "issuer?": text(),
                ]),
                "list_key?": reference("ListKey"),
            ],
            hasChapterLines: true),
        "Term": object(["id": text(), "name": text(), "explanation?": text()]),
        "Stats": object(
            [
                "as_of": time,
                "days": list(object(["day": day, "sightings": count])).described(
                    "Confirmed sightings of the whole registry by finished day."),
                "weeks": list(object(["week": day, "area": text(), "sightings": count])).described(
                    "By area and finished week, if at least five confirmed plates are counted."),
                "listings": object(["confirmed?": count, "suspected?": count]),
                "aged_out": object(["sightings": count, "plates": count]),
            ],
            hasChapterLines: true),
        "OpenAPI": object(["openapi": text()]),
    ]

    static let listSchemas: [String: JSONValue] = [
        "List": deviceList, "ListedPlate": listedPlate, "ListKey": listKey, "FormerListKey": formerListKey,
    ]

    private static let deviceList: JSONValue = object(
        [
            "format": ["type": "integer", "const": .number(ListHead.formatKnown)],
            "registry": text("The fingerprint of the key that signed it.", pattern: "^[0-9a-f]{32}$"),
            "as_of": time,
            "valid_until": time.described("Erase it at this time."),
            "truncated?": flag.adding(["const": true, "description": "Set if more plates are confirmed; then these are the newest."]),
            "listings": list(reference("ListedPlate")).adding(
                ["maxItems": .number(WireLimits.listingsPerList), "description": "In the order of issuer and characters."]),
        ],
        hasChapterLines: true, "Signed in the header Thaw-Signature.")

    private static let listedPlate: JSONValue = object([
        "plate": reference("Plate"), "status": words([Status.confirmed.rawValue]), "signs": list(words(Sign.self)),
        "vehicles?": list(reference("Vehicle"), 1...WireLimits.vehiclesPerListing), "last_day": day,
    ])

    private static let listKey: JSONValue = object(
        ["ed25519": text("The public key, 64 hexadecimal digits."), "former?": reference("FormerListKey")],
        "The key that signs the list for devices.")

    private static let formerListKey: JSONValue = object(
        ["ed25519": text("The previous key, 64 hexadecimal digits."), "signature": text("Its signature of the new key, 128 digits.")],
        "The previous key, which announces the new one.")
}
