package import Vocabulary

/// One report as sent: words, not yet checked.
///
/// A retry must send the same fields; the server compares them.
package struct ReportBody: Codable, Hashable, Sendable {
    /// 32 lower-case hexadecimal digits: 128 random bits that the client made.
    package var id: String
    /// A plate as people write it, with or without its issuer.
    package var plate: String
    /// RFC 3339; clients round it down to the slot.
    package var seenAt: String
    package var area: String
    package var vehicle: VehicleBody
    package var signs: [String]

    package init(id: String, plate: String, seenAt: String, area: String, vehicle: VehicleBody = VehicleBody(), signs: [String] = []) {
        self.id = id
        self.plate = plate
        self.seenAt = seenAt
        self.area = area
        self.vehicle = vehicle
        self.signs = signs
    }

    private enum CodingKeys: String, CodingKey {
        case id, plate, area, vehicle, signs
        case seenAt = "seen_at"
    }

    package init(from decoder: any Decoder) throws {
        let fields = try StrictFields(decoder, of: CodingKeys.self)
        id = try fields.required(.id)
        plate = try fields.required(.plate)
        seenAt = try fields.required(.seenAt)
        area = try fields.required(.area)
        vehicle = try fields.optional(.vehicle) ?? VehicleBody()
        signs = try fields.optional(.signs) ?? []
        if signs.count > WireLimits.signsPerReport { throw fields.refusal(.requestTooManyItems, at: .signs) }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(plate, forKey: .plate)
        try container.encode(seenAt, forKey: .seenAt)
        try container.encode(area, forKey: .area)
        if vehicle != VehicleBody() { try container.encode(vehicle, forKey: .vehicle) }
        if !signs.isEmpty { try container.encode(signs, forKey: .signs) }
    }
}

/// A vehicle's looks: IDs from the vocabulary, each optional.
package struct VehicleBody: Codable, Hashable, Sendable {
    package var color: String?
    package var body: String?
    package var make: String?

    package init(color: String? = nil, body: String? = nil, make: String? = nil) {
        self.color = color
        self.body = body
        self.make = make
    }

    package init(_ vehicle: Vehicle) {
        self.init(color: vehicle.color?.rawValue, body: vehicle.body?.rawValue, make: vehicle.make?.rawValue)
    }

    package init(from decoder: any Decoder) throws {
        let fields = try StrictFields(decoder, of: CodingKeys.self)
        color = try fields.optional(.color)
        body = try fields.optional(.body)
        make = try fields.optional(.make)
    }
}

/// One item of a batch: a report or its error, so that a bad item never stops the others.
package enum ReportItem: Codable, Hashable, Sendable {
    case report(ReportBody)
    /// The ID is set if one could be read.
    case malformed(id: String?, WireError)

    package init(from decoder: any Decoder) throws {
        do {
            self = .report(try ReportBody(from: decoder))
        } catch {
            let readable = try? decoder.container(keyedBy: IDKey.self).decode(String.self, forKey: .id)
            self = .malformed(id: readable, WireError(error, below: decoder.codingPath.count))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .report(let report):
            try report.encode(to: encoder)
        case .malformed(let id, _):
            throw EncodingError.invalidValue(
                id as Any, EncodingError.Context(codingPath: encoder.codingPath, debugDescription: "a malformed report is never sent"))
        }
    }

    private enum IDKey: String, CodingKey {
        case id
    }
}
