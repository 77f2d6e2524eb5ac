package import FoundationEssentials
import Vocabulary

/// The areas of an operator's file, and warnings about likely mistakes in it.
package struct AreaFile: Sendable {
    package let map: AreaMap
    /// One sentence each; it names the features.
    package let warnings: [String]

    /// Which properties hold an area's ID and its name, and how large an area must be.
    package struct Format: Hashable, Sendable {
        package var idProperty = "id"
        package var nameProperty = "name"
        /// The least size of each polygon and ring, so that no area means one house or school.
        package var squareKilometresMin = 0.5

        package init() {}
    }

    /// Reads a GeoJSON FeatureCollection (RFC 7946), such as a city's list of neighborhoods.
    ///
    /// Turns other texts and numbers into IDs: `Powderhorn Park` is `powderhorn-park`. Drops all other properties and members, so that
    /// they are never served.
    /// - Throws: every problem of the file, feature by feature.
    package init(geoJSON: Data, _ format: Format) throws(AreaFileError) {
        let collection: FileCollection
        do {
            collection = try WireJSON.read(from: geoJSON)
        } catch {
            let field = WireError(error).field
            throw AreaFileError([AreaMapError(.areasMalformed, detail: field.map { "Its member \($0) is missing or malformed." })])
        }
        guard collection.type == "FeatureCollection" else {
            throw AreaFileError([AreaMapError(.areasMalformed, detail: "It is not a FeatureCollection.")])
        }
        guard collection.features.count <= AreaMap.areasMax else { throw AreaFileError([AreaMapError(.areasTooMany)]) }
        var reading = Reading(format)
        for (index, feature) in collection.features.enumerated() { reading.read(feature, at: index) }
        reading.compare()
        guard reading.problems.isEmpty else { throw AreaFileError(reading.problems) }
        do throws(AreaMapError) {
            map = try AreaMap(reading.areas.map(\.area))
        } catch {
            throw AreaFileError([error])
        }
        warnings = reading.warnings
    }
}

/// Every problem of an areas file.
package struct AreaFileError: Error, Hashable, Sendable {
    /// Never empty; in feature order.
    package let problems: [AreaMapError]

    init(_ problems: [AreaMapError]) {
        precondition(!problems.isEmpty, "an error has a cause")
        self.problems = problems
    }
}

/// Areas, problems and warnings collected while the features are read one by one.
private struct Reading {
    let format: AreaFile.Format
    var areas: [(feature: Int, area: AreaMap.Area)] = []
    var problems: [AreaMapError] = []
    var warnings: [String] = []
    private var features: [AreaID: Int] = [:]
    private var positions = 0

    init(_ format: AreaFile.Format) {
        self.format = format
    }

    mutating func read(_ feature: FileFeature, at index: Int) {
        guard feature.isFeature else {
            problems.append(AreaMapError(.areasMalformed, feature: index, detail: "It is not a Feature."))
            return
        }
        let written = feature.properties[format.idProperty]
        let shown = written.map(Self.shown)
        func refuse(_ code: ErrorCode, _ detail: String) {
            problems.append(AreaMapError(code, feature: index, id: shown, detail: detail))
        }
        let id = written.flatMap(AreaID.made)
        if let id {
            if let first = features.updateValue(index, forKey: id) { refuse(.areasID, "features[\(first)] has the ID \(id) too.") }
            if let meaning = vocabularyMeaning(of: id.description) { refuse(.areasWord, "The ID \(id) is \(meaning).") }
        } else {
            let what = written == nil ? "is missing, or not a text or whole number" : "has no characters for an ID"
            refuse(.areasID, "The property \(format.idProperty) \(what).")
        }
        let name = feature.properties[format.nameProperty].flatMap { AreaMap.isName($0) ? $0 : nil }
        if let name {
            if let meaning = vocabularyMeaning(of: name) {
                warnings.append(
                    "features[\(index)]\(shown.map { " (\($0))" } ?? ""): the name \(Self.shown(name)) is also \(meaning). "
                        + "In reports the word will mean the area. Use a longer name.")
            }
        } else {
            refuse(.areasName, "The property \(format.nameProperty) is missing or malformed.")
        }
        let polygons = feature.outline.polygons { refuse(.areasGeometry, $0) }
        for (number, polygon) in polygons.enumerated() {
            for size in polygon.sizes where size.squareKilometres < format.squareKilometresMin {
                let hundredths = (size.squareKilometres * 100).rounded(.down) / 100
                refuse(
                    .areasTooSmall,
                    "\(size.part) of polygon \(number + 1) has \(hundredths) km², less than \(format.squareKilometresMin).")
            }
        }
        positions += polygons.reduce(0) { $0 + $1.rings.reduce(0) { $0 + $1.count } }
        if let id { areas.append((index, AreaMap.Area(id: id, name: name ?? "", polygons: polygons))) }
    }

    /// Checks all features together.
    mutating func compare() {
        guard positions <= AreaMap.positionsMax else {
            problems.append(AreaMapError(.areasTooMany))
            return
        }
        for overlap in AreaOverlap.all(of: areas.map(\.area)) {
            let (first, second) = (areas[overlap.first], areas[overlap.second])
            let percent = max(0.01, (overlap.share * 10_000).rounded() / 100)
            let others = "features[\(first.feature)] (\(first.area.id))"
            let sentence = "It shares \(percent)% of the smaller area with \(others)."
            guard overlap.share > AreaOverlap.shareMax else {
                warnings.append("features[\(second.feature)] (\(second.area.id)): \(sentence) The first in the file gets the shared part.")
                continue
            }
            problems.append(
                AreaMapError(.areasOverlap, feature: second.feature, id: second.area.id.description, detail: sentence))
        }
        problems.sort { ($0.feature ?? 0) < ($1.feature ?? 0) }
    }

    /// A text of the file, safe to print on a terminal.
    private static func shown(_ text: String) -> String {
        let scalars = text.unicodeScalars.prefix(AreaID.lengthMax).filter { !AreaMap.isControl($0) }
        var shown = ""
        shown.unicodeScalars.append(contentsOf: scalars)
        return shown
    }
}

/// What a text means in a report line, if it is a word of a list there. No area may have such a word as its ID.
private func vocabularyMeaning(of text: String) -> String? {
    let lists = [
        ("a sign", Sign(word: text) != nil), ("a color", Color(word: text) != nil), ("a body", Body(word: text) != nil),
        ("a make", Make(word: text) != nil), ("a status", Status(rawValue: text.lowercased()) != nil),
    ]
    return lists.first { $0.1 }?.0
}

// MARK: The file's shape

private struct FileCollection: Decodable {
    let type: String
    let features: [FileFeature]
}

/// A feature, as far as it can be read: a malformed one must not hide problems of the others.
private struct FileFeature: Decodable {
    let isFeature: Bool
    /// The properties whose value is a text or a number.
    let properties: [String: String]
    let outline: FileOutline

    private enum CodingKeys: CodingKey {
        case type, properties, geometry
    }

    init(from decoder: any Decoder) {
        let container = try? decoder.container(keyedBy: CodingKeys.self)
        isFeature = (try? container?.decode(String.self, forKey: .type)) == "Feature"
        let values = (try? container?.decode([String: FileValue].self, forKey: .properties)) ?? [:]
        properties = values.compactMapValues(\.text)
        outline = (try? container?.decode(FileOutline.self, forKey: .geometry)) ?? .missing
    }
}

private struct FileValue: Decodable {
    let text: String?

    init(from decoder: any Decoder) {
        let container = try? decoder.singleValueContainer()
        text = (try? container?.decode(String.self)) ?? (try? container?.decode(Int64.self)).map { String($0) }
    }
}

private enum FileOutline: Decodable {
    case missing
    case other(String)
    case malformed
    case positions([[[[Double]]]])

    private enum CodingKeys: CodingKey {
        case type, coordinates
    }

    init(from decoder: any Decoder) {
        guard let container = try? decoder.container(keyedBy: CodingKeys.self),
            let type = try? container.decode(String.self, forKey: .type)
        else {
            self = .missing
            return
        }
        switch type {
        case "Polygon": self = (try? container.decode([[[Double]]].self, forKey: .coordinates)).map { .positions([$0]) } ?? .malformed
        case "MultiPolygon": self = (try? container.decode([[[[Double]]]].self, forKey: .coordinates)).map { .positions($0) } ?? .malformed
        default: self = .other(type)
        }
    }

    /// The usable polygons; calls `refuse` for each unusable ring.
    func polygons(refuse: (String) -> Void) -> [Polygon] {
        switch self {
        case .missing: refuse("It has no outline.")
        case .other: refuse("Its outline is not a Polygon or MultiPolygon.")
        case .malformed: refuse("Its coordinates are malformed.")
        case .positions(let polygons) where polygons.isEmpty: refuse("It has no outline.")
        case .positions(let polygons): return polygons.enumerated().compactMap { Self.polygon($1, number: $0 + 1, refuse) }
        }
        return []
    }

    private static func polygon(_ coordinates: [[[Double]]], number: Int, _ refuse: (String) -> Void) -> Polygon? {
        guard coordinates.allSatisfy({ $0.allSatisfy { $0.count >= 2 } }) else {
            refuse("A position of polygon \(number) has fewer than two numbers.")
            return nil
        }
        let rings = coordinates.map { $0.map { Polygon.Position(longitude: $0[0], latitude: $0[1]) } }
        for (index, ring) in rings.enumerated() {
            if let problem = Polygon.problem(of: ring) { refuse("Ring \(index + 1) of polygon \(number) \(problem).") }
        }
        if rings.isEmpty { refuse("Polygon \(number) has no ring.") }
        return Polygon(rings: rings)
    }
}
