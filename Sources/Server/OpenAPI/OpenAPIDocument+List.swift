import Vocabulary
import Wire

/// The list for devices.
extension OpenAPIDocument {
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
