import Vocabulary

/// The server's own GeoJSON; ``AreaFile`` reads operators' files.
extension AreaMap: Codable {
    package init(from decoder: any Decoder) throws {
        let collection = try FeatureCollection(from: decoder)
        guard collection.type == "FeatureCollection" else { throw AreaMapError(.areasMalformed, detail: "It is not a FeatureCollection.") }
        guard collection.features.count <= Self.areasMax else { throw AreaMapError(.areasTooMany) }
        var areas: [Area] = []
        for (index, feature) in collection.features.enumerated() {
            guard feature.type == "Feature" else { throw AreaMapError(.areasMalformed, feature: index, detail: "It is not a Feature.") }
            guard let id = feature.properties.id.flatMap(AreaID.init) else { throw AreaMapError(.areasID, feature: index) }
            guard let name = feature.properties.name else { throw AreaMapError(.areasName, feature: index) }
            guard let polygons = (feature.geometry ?? Geometry(polygons: [])).polygons else {
                throw AreaMapError(.areasGeometry, feature: index)
            }
            areas.append(Area(id: id, name: name, polygons: polygons))
        }
        self = try AreaMap(areas)
    }

    package func encode(to encoder: any Encoder) throws {
        let features = areas.map { area in
            Feature(
                type: "Feature", properties: Properties(id: area.id.description, name: area.name),
                geometry: area.polygons.isEmpty ? nil : Geometry(polygons: area.polygons))
        }
        try FeatureCollection(type: "FeatureCollection", features: features).encode(to: encoder)
    }
}

private struct FeatureCollection: Codable {
    let type: String
    let features: [Feature]
}

private struct Feature: Codable {
    let type: String
    let properties: Properties
    let geometry: Geometry?

    /// Like the synthesized one, but with a geometry member even if it is null (RFC 7946, section 3.2).
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(type, forKey: .type)
        try container.encode(properties, forKey: .properties)
        try container.encode(geometry, forKey: .geometry)
    }
}

private struct Properties: Codable {
    let id: String?
    let name: String?
}

private struct Geometry: Codable {
    /// `nil` if the rings do not form a polygon.
    let polygons: [Polygon]?

    private enum CodingKeys: CodingKey {
        case type, coordinates
    }

    init(polygons: [Polygon]) {
        self.polygons = polygons
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        switch try container.decode(String.self, forKey: .type) {
        case "Polygon":
            polygons = Self.polygons([try container.decode([[[Double]]].self, forKey: .coordinates)])
        case "MultiPolygon":
            polygons = Self.polygons(try container.decode([[[[Double]]]].self, forKey: .coordinates))
        default:
            polygons = nil
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        let coordinates = (polygons ?? []).map { $0.rings.map { $0.map { [$0.longitude, $0.latitude] } } }
        if coordinates.count == 1 {
            try container.encode("Polygon", forKey: .type)
            try container.encode(coordinates[0], forKey: .coordinates)
        } else {
            try container.encode("MultiPolygon", forKey: .type)
            try container.encode(coordinates, forKey: .coordinates)
        }
    }

    private static func polygons(_ coordinates: [[[[Double]]]]) -> [Polygon]? {
        guard !coordinates.isEmpty else { return nil }
        var polygons: [Polygon] = []
        for rings in coordinates {
            guard rings.allSatisfy({ $0.allSatisfy { $0.count >= 2 } }) else { return nil }
            guard let polygon = Polygon(rings: rings.map { $0.map { Polygon.Position(longitude: $0[0], latitude: $0[1]) } }) else {
                return nil
            }
            polygons.append(polygon)
        }
        return polygons
    }
}
