import FoundationEssentials
import Vocabulary

extension LookupsRequest {
    /// Reads a body as ``WireJSON/decode(_:from:)`` does, with the same errors; a plain one in a tenth of the time.
    package init(json body: UnsafeRawBufferPointer) throws(WireError) {
        if let plain = Self(plain: body) { self = plain } else { self = try WireJSON.decode(from: Data(body)) }
    }

    /// nil if the body is not plain, not complete or over the limits.
    private init?(plain body: UnsafeRawBufferPointer) {
        var json = PlainJSON(body)
        var plates: [String]?
        var similar: Bool?
        let isPlain = json.object { json, name in
            switch name {
            case "plates": json.read(into: &plates) { $0.list(limit: WireLimits.platesPerLookup) { $0.text() } }
            case "similar": json.read(into: &similar) { $0.flag() }
            default: false
            }
        }
        guard isPlain, json.isAtEnd(), let plates else { return nil }
        guard similar != true || plates.count <= WireLimits.platesPerSimilarLookup else { return nil }
        self.init(plates: plates, similar: similar ?? false)
    }
}

extension LookupsResponse {
    /// The same bytes as ``WireJSON/encode(_:)``, in a tenth of the time.
    package var json: [UInt8] {
        var json = JSONText(capacity: 512 + 96 * results.count)
        json.write(#"{"as_of":"#, text: asOf)
        json.write(#","contact":"#, text: contact)
        json.write(#","help":"#, text: help)
        json.write(#","results":"#, list: results) { $1.write(to: &$0) }
        json.write("}")
        return json.bytes
    }

    /// ``json`` with blanks up to whole blocks, so that its length on an encrypted connection does not say which plates are listed.
    ///
    /// The request alone decides how long a block is. It holds a full listing for each of up to 20 plates. With near misses, one plate
    /// takes as much as on a page.
    ///
    /// - Parameter similar: whether near misses were asked for.
    package func paddedJSON(similar: Bool) -> PaddedBody {
        let plates = max(1, min(results.count, WireLimits.platesPerSimilarLookup))
        return PaddedBody(json, toBlocksOf: 1024 * (similar ? 4 * (plates + 1) : 2 * plates))
    }
}

extension LookupResult {
    fileprivate func write(to json: inout JSONText) {
        json.write("{")
        if let cleared {
            json.write(#""cleared":"#, list: cleared) { $1.write(to: &$0) }
            json.write(",")
        }
        if let error {
            json.write(#""error":"#)
            json.write(value: error)
            json.write(",")
        }
        json.write(#""listings":"#, list: listings) { $1.write(to: &$0) }
        json.write(#","outcome":"#, text: outcome.rawValue)
        json.write(#","query":"#, text: query)
        json.write(#","readings":"#, list: readings) { $1.write(to: &$0) }
        json.write(#","similar":"#, list: similar) { $1.write(to: &$0) }
        json.write("}")
    }
}

extension ListingBody {
    fileprivate func write(to json: inout JSONText) {
        json.write(#"{"areas":"#, list: areas) { $0.write(text: $1) }
        json.write(#","first_day":"#, text: firstDay)
        json.write(#","last_day":"#, text: lastDay)
        json.write(#","live":"#, list: live) { $1.write(to: &$0) }
        json.write(#","plate":"#)
        plate.write(to: &json)
        json.write(#","reporters":"#, text: reporters)
        if let seenOnSeveralVehicles {
            json.write(#","seen_on_several_vehicles":"#)
            json.write(seenOnSeveralVehicles ? "true" : "false")
        }
        json.write(#","sightings":"#, list: sightings) { $1.write(to: &$0) }
        json.write(#","signs":"#, list: signs) { $0.write(text: $1) }
        json.write(#","status":"#, text: status.rawValue)
        json.write(#","vehicles":"#, list: vehicles) { $1.write(to: &$0) }
        json.write("}")
    }
}

extension PlateBody {
    func write(to json: inout JSONText) {
        json.write(fields: [("characters", characters), ("issuer", issuer)])
    }
}

extension VehicleBody {
    func write(to json: inout JSONText) {
        json.write(fields: [("body", body), ("color", color), ("make", make)])
    }
}

extension LiveBody {
    fileprivate func write(to json: inout JSONText) {
        json.write(fields: [("area", area), ("slot", slot)])
    }
}

extension SightingBody {
    fileprivate func write(to json: inout JSONText) {
        json.write(fields: [("area", area), ("day", day), ("week", week)])
    }
}

extension SimilarBody {
    fileprivate func write(to json: inout JSONText) {
        json.write(#"{"difference":"#, text: difference)
        json.write(#","plate":"#)
        plate.write(to: &json)
        json.write(#","status":"#, text: status.rawValue)
        json.write(#","vehicles":"#, list: vehicles) { $1.write(to: &$0) }
        json.write("}")
    }
}

extension ClearedBody {
    fileprivate func write(to json: inout JSONText) {
        json.write(#"{"cleared_on":"#, text: clearedOn)
        json.write(#","plate":"#)
        plate.write(to: &json)
        json.write("}")
    }
}
