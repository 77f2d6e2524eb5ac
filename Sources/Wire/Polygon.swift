import Glibc

/// One outer ring and its holes, in degrees.
package struct Polygon: Hashable, Sendable {
    package struct Position: Hashable, Sendable {
        package let longitude: Double
        package let latitude: Double

        package init(longitude: Double, latitude: Double) {
            self.longitude = longitude
            self.latitude = latitude
        }
    }

    /// The first is the outer one; each is closed.
    package let rings: [[Position]]

    /// `nil` unless there is an outer ring, and each ring is closed, has four or more positions on the globe and does not cross the 180th
    /// meridian.
    package init?(rings: [[Position]]) {
        guard !rings.isEmpty, rings.allSatisfy({ Self.problem(of: $0) == nil }) else { return nil }
        self.rings = rings
    }

    /// By even and odd crossings of all rings, so that holes are outside.
    package func contains(latitude: Double, longitude: Double) -> Bool {
        var isInside = false
        for ring in rings {
            for (from, to) in zip(ring, ring.dropFirst()) where (from.latitude > latitude) != (to.latitude > latitude) {
                let share = (latitude - from.latitude) / (to.latitude - from.latitude)
                if longitude < from.longitude + share * (to.longitude - from.longitude) { isInside.toggle() }
            }
        }
        return isInside
    }

    /// On a sphere of the earth's mean radius: within half a percent of the ellipsoid's.
    package var squareKilometres: Double {
        let areas = rings.map(Self.squareKilometres)
        return max(0, areas[0] - areas.dropFirst().reduce(0, +))
    }

    /// The sizes of the polygon without its holes and of each ring, with their names.
    var sizes: [(part: String, squareKilometres: Double)] {
        let rings = rings.map(Self.squareKilometres)
        let parts = rings.enumerated().map { index, size in (part: index == 0 ? "The outline" : "Hole \(index)", squareKilometres: size) }
        // Without a hole the outline is the polygon.
        return rings.count == 1 ? parts : [(part: "The area outside the holes", squareKilometres: squareKilometres)] + parts
    }

    /// Why a ring is unusable, as a phrase after "Ring 1"; `nil` if it is usable.
    static func problem(of ring: [Position]) -> String? {
        guard ring.allSatisfy({ -180...180 ~= $0.longitude && -90...90 ~= $0.latitude }) else {
            return "has a position that is not on the globe"
        }
        guard ring.count >= 4 else { return "has fewer than four positions" }
        guard ring.first == ring.last else { return "is not closed" }
        guard zip(ring, ring.dropFirst()).allSatisfy({ abs($1.longitude - $0.longitude) <= 180 }) else {
            return "crosses the 180th meridian"
        }
        return nil
    }

    /// After Chamberlain and Duquette, "Some algorithms for polygons on a sphere" (JPL, 2007).
    private static func squareKilometres(_ ring: [Position]) -> Double {
        let earthRadiusKilometres = 6_371.0088
        let radians = Double.pi / 180
        let sum = zip(ring, ring.dropFirst()).reduce(0.0) { sum, edge in
            let (from, to) = edge
            return sum + (to.longitude - from.longitude) * radians * (2 + sin(from.latitude * radians) + sin(to.latitude * radians))
        }
        return abs(sum) * earthRadiusKilometres * earthRadiusKilometres / 2
    }
}
