import FoundationEssentials
import Glibc
import Vocabulary
package import Wire

/// The operator's areas as outlines on a grid of whole units. Made once at start.
///
/// Equal positions round to equal points, so borders that two areas share stay shared.
package struct AreaDrawing: Sendable {
    package struct Shape: Sendable {
        package let areaID: String
        /// Commands for a `path` element.
        package let path: String
        /// The point where a number fits; `nil` if the area is too narrow for one.
        package let label: Point?
    }

    package struct Point: Hashable, Sendable {
        package let x: Int
        package let y: Int
    }

    package let width: Int
    package let height: Int
    package let shapes: [Shape]

    /// The size of a number's letters.
    var fontSize: Int { max(1, width * 34 / Self.widthMax) }

    private static let widthMax = 1_000
    private static let widthMin = 125
    private static let pathBytesMax = 40_000
    /// The least share of the width that an area needs for its number.
    private static let labelShare = 0.06

    /// Halves the grid until the paths fit.
    package init(_ map: AreaMap) {
        let projection = Projection(map)
        var width = Self.widthMax
        var shapes = projection.shapes(of: map, width: width)
        while width / 2 >= Self.widthMin, shapes.reduce(0, { $0 + $1.path.utf8.count }) > Self.pathBytesMax {
            width /= 2
            shapes = projection.shapes(of: map, width: width)
        }
        self.width = width
        height = projection.height(width: width)
        self.shapes = shapes
    }

    /// Degrees to the plane: distances are right at the middle latitude.
    private struct Projection {
        private var (west, east, south, north) = (Double.infinity, -Double.infinity, Double.infinity, -Double.infinity)
        private let narrowing: Double

        init(_ map: AreaMap) {
            for position in map.areas.lazy.flatMap(\.polygons).flatMap(\.rings).joined() {
                (west, east) = (min(west, position.longitude), max(east, position.longitude))
                (south, north) = (min(south, position.latitude), max(north, position.latitude))
            }
            narrowing = cos((south + north) / 2 * .pi / 180)
        }

        private func scale(width: Int) -> Double {
            let extent = (east - west) * narrowing
            return extent > 0 ? Double(width) / extent : 0
        }

        func height(width: Int) -> Int {
            north > south ? max(1, Int(((north - south) * scale(width: width)).rounded())) : 1
        }

        func shapes(of map: AreaMap, width: Int) -> [Shape] {
            map.areas.compactMap { area in
                let rings = area.polygons.flatMap(\.rings).map { points($0, width: width) }.filter { $0.count >= 3 }
                guard !rings.isEmpty else { return nil }
                return Shape(
                    areaID: area.id.description, path: rings.map(AreaDrawing.path).joined(),
                    label: AreaDrawing.label(rings, widthMin: Int(Double(width) * AreaDrawing.labelShare)))
            }
        }

        /// The ring's points without repeats and without the closing one.
        private func points(_ ring: [Polygon.Position], width: Int) -> [Point] {
            let scale = scale(width: width)
            var points: [Point] = []
            for position in ring {
                let point = Point(
                    x: Int(((position.longitude - west) * narrowing * scale).rounded()),
                    y: Int(((north - position.latitude) * scale).rounded()))
                if points.last != point { points.append(point) }
            }
            if points.count > 1, points.first == points.last { points.removeLast() }
            return points
        }
    }

    /// `M12 34l5-3 2 7z`
    private static func path(_ ring: [Point]) -> String {
        var path = "M\(ring[0].x) \(ring[0].y)l"
        for (from, to) in zip(ring, ring.dropFirst()) {
            for step in [to.x - from.x, to.y - from.y] {
                if step >= 0, path.last != "l" { path += " " }
                path += String(step)
            }
        }
        return path + "z"
    }

    /// The center of gravity of the largest ring.
    private static func label(_ rings: [[Point]], widthMin: Int) -> Point? {
        guard let ring = rings.max(by: { abs(doubledSize($0)) < abs(doubledSize($1)) }) else { return nil }
        let size = doubledSize(ring)
        let width = (ring.map(\.x).max() ?? 0) - (ring.map(\.x).min() ?? 0)
        guard size != 0, width >= widthMin else { return nil }
        let sum = edges(ring).reduce((x: 0, y: 0)) { sum, edge in
            let cross = edge.0.x * edge.1.y - edge.1.x * edge.0.y
            return (sum.x + (edge.0.x + edge.1.x) * cross, sum.y + (edge.0.y + edge.1.y) * cross)
        }
        return Point(x: sum.x / (3 * size), y: sum.y / (3 * size))
    }

    private static func doubledSize(_ ring: [Point]) -> Int {
        edges(ring).reduce(0) { $0 + $1.0.x * $1.1.y - $1.1.x * $1.0.y }
    }

    private static func edges(_ ring: [Point]) -> some Sequence<(Point, Point)> {
        zip(ring, ring.dropFirst() + ring.prefix(1))
    }
}
