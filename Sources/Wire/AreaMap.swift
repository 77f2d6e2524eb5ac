package import Vocabulary

/// The operator's areas: names, and the outlines by which a volunteer's own machine finds the area of a position.
package struct AreaMap: Hashable, Sendable {
    package static let areasMax = 4_096
    /// The most positions of all outlines together.
    package static let positionsMax = 500_000
    package static let nameCharactersMax = 100

    /// In the operator's order, each ID once.
    package let areas: [Area]

    package struct Area: Hashable, Sendable {
        package let id: AreaID
        package let name: String
        /// Empty for an area that is only a name; no position is ever in it.
        package let polygons: [Polygon]

        package init(id: AreaID, name: String, polygons: [Polygon]) {
            self.id = id
            self.name = name
            self.polygons = polygons
        }

        package var squareKilometres: Double {
            polygons.reduce(0) { $0 + $1.squareKilometres }
        }
    }

    /// One area without an outline, for a registry that has no map yet.
    package static let everywhere: AreaMap = {
        guard let id = AreaID("everywhere") else { preconditionFailure("the built-in area's ID is well-formed") }
        return AreaMap(unchecked: [Area(id: id, name: "Everywhere", polygons: [])])
    }()

    private init(unchecked areas: [Area]) {
        self.areas = areas
    }

    /// - Throws: `areas.empty`, `areas.too_many`, `areas.id` or `areas.name`, naming the area.
    package init(_ areas: [Area]) throws(AreaMapError) {
        guard !areas.isEmpty else { throw AreaMapError(.areasEmpty) }
        guard areas.count <= Self.areasMax else { throw AreaMapError(.areasTooMany) }
        var positions = 0
        var ids: Set<AreaID> = []
        for (index, area) in areas.enumerated() {
            guard ids.insert(area.id).inserted else {
                throw AreaMapError(.areasID, feature: index, detail: "The ID \(area.id) is used twice.")
            }
            guard Self.isName(area.name) else { throw AreaMapError(.areasName, feature: index) }
            positions += area.polygons.reduce(0) { $0 + $1.rings.reduce(0) { $0 + $1.count } }
        }
        guard positions <= Self.positionsMax else { throw AreaMapError(.areasTooMany) }
        self.areas = areas
    }

    package subscript(id: AreaID) -> Area? {
        areas.first { $0.id == id }
    }

    /// The first area, in the operator's order, that contains the position in degrees; `nil` if none does.
    package func area(latitude: Double, longitude: Double) -> AreaID? {
        areas.first { $0.polygons.contains { $0.contains(latitude: latitude, longitude: longitude) } }?.id
    }

    /// Whether a text can be an area's name.
    static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.count <= nameCharactersMax && !text.unicodeScalars.contains(where: isControl)
    }

    static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format
    }
}

/// Why a map of areas is unusable.
package struct AreaMapError: Error, Hashable, Sendable {
    /// One of the `areas.*` codes.
    package let code: ErrorCode
    /// The offending feature's index in the collection.
    package let feature: Int?
    package let detail: String

    /// - Parameter id: the feature's own ID, if it has one.
    package init(_ code: ErrorCode, feature: Int? = nil, id: String? = nil, detail: String? = nil) {
        self.code = code
        self.feature = feature
        let subject = feature.map { "features[\($0)]\(id.map { " (\($0))" } ?? ""): " } ?? ""
        self.detail = subject + (detail.map { $0 + " " } ?? "") + code.advice
    }
}
