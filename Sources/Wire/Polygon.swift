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

    /// `nil` unless there is an outer ring, and each ring is closed, has four positions or more, all of them on the globe, and does not cross
    /// the 180th meridian.
    package init?(rings: [[Position]]) {
        guard !rings.isEmpty, rings.allSatisfy(Self.isUsable) else { return nil }
        self.rings = rings
    }

    /// By even and odd crossings of every ring, so that holes are outside.
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

    private static func isUsable(_ ring: [Position]) -> Bool {
        guard ring.count >= 4, ring.first == ring.last else { return false }
        guard ring.allSatisfy({ -180...180 ~= $0.longitude && -90...90 ~= $0.latitude }) else { return false }
        return zip(ring, ring.dropFirst()).allSatisfy { abs($1.longitude - $0.longitude) <= 180 }
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
