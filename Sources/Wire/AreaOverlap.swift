import Glibc

/// Two areas that overlap.
struct AreaOverlap {
    /// Indexes in the list of areas.
    let first: Int
    let second: Int
    /// The shared part of the smaller area's size, up to about 1.
    let share: Double

    /// The share that is allowed: outlines drawn one by one never fit to the meter.
    static let shareMax = 0.01
    /// Rounding error of two outlines that share their border exactly.
    private static let shareNoise = 0.000_01

    /// Every pair that shares more than a rounding error.
    ///
    /// Measures each pair whose bounding boxes meet, along lines of latitude.
    static func all(of areas: [AreaMap.Area]) -> [AreaOverlap] {
        let shapes = areas.map { area in area.polygons.map(Shape.init) }
        let sizes = areas.map(\.squareKilometres)
        var found: [AreaOverlap] = []
        for second in areas.indices {
            for first in areas.indices.prefix(second) {
                let smaller = min(sizes[first], sizes[second])
                guard smaller > 0 else { continue }
                var shared = 0.0
                for shape in shapes[first] {
                    for other in shapes[second] { shared += shape.squareKilometres(sharedWith: other) }
                }
                let share = shared / smaller
                if share > shareNoise { found.append(AreaOverlap(first: first, second: second, share: share)) }
            }
        }
        return found
    }
}

/// A polygon's edges and its bounding box, in degrees.
private struct Shape {
    struct Edge {
        let south: Double
        let north: Double
        /// The longitude at the southern end.
        let longitude: Double
        /// Degrees of longitude per degree of latitude.
        let slope: Double
    }

    private let edges: [Edge]
    private let latitudes: ClosedRange<Double>
    private let longitudes: ClosedRange<Double>

    /// So close that the strip between two lines does not matter to any area's share.
    private static let lines = 2_048
    private static let earthRadiusKilometres = 6_371.0088

    init(_ polygon: Polygon) {
        let positions = polygon.rings.joined()
        latitudes = Self.bounds(positions.map(\.latitude))
        longitudes = Self.bounds(positions.map(\.longitude))
        edges = polygon.rings.flatMap { ring in
            zip(ring, ring.dropFirst()).compactMap { from, to -> Edge? in
                let (low, high) = from.latitude <= to.latitude ? (from, to) : (to, from)
                let height = high.latitude - low.latitude
                guard height > 0 else { return nil }
                return Edge(
                    south: low.latitude, north: high.latitude, longitude: low.longitude, slope: (high.longitude - low.longitude) / height)
            }
        }.sorted { $0.south < $1.south }
    }

    private static func bounds(_ numbers: [Double]) -> ClosedRange<Double> {
        guard let least = numbers.min(), let most = numbers.max() else { return 0...0 }
        return least...most
    }

    /// The size of the shared part, from the shared widths along the middles of equal strips of latitude.
    func squareKilometres(sharedWith other: Shape) -> Double {
        let south = max(latitudes.lowerBound, other.latitudes.lowerBound)
        let north = min(latitudes.upperBound, other.latitudes.upperBound)
        guard south < north, longitudes.overlaps(other.longitudes) else { return 0 }
        let height = (north - south) / Double(Self.lines)
        var (own, others) = (Sweep(edges), Sweep(other.edges))
        let degree = Double.pi / 180
        var sum = 0.0
        for line in 0..<Self.lines {
            let latitude = south + (Double(line) + 0.5) * height
            sum += Self.width(own.crossings(at: latitude), others.crossings(at: latitude)) * cos(latitude * degree)
        }
        return sum * height * degree * degree * Self.earthRadiusKilometres * Self.earthRadiusKilometres
    }

    /// How many degrees of longitude are inside both, by even and odd crossings.
    private static func width(_ first: [Double], _ second: [Double]) -> Double {
        var (left, right) = (0, 0)
        var width = 0.0
        while left + 1 < first.count, right + 1 < second.count {
            width += max(0, min(first[left + 1], second[right + 1]) - max(first[left], second[right]))
            if first[left + 1] < second[right + 1] { left += 2 } else { right += 2 }
        }
        return width
    }

    /// Sweeps from south to north over the edges that cross a line of latitude.
    private struct Sweep {
        private let edges: [Edge]
        private var next = 0
        private var active: [Edge] = []

        init(_ edges: [Edge]) {
            self.edges = edges
        }

        /// Where the edges cross the line, from west to east. Ask for the lines from south to north.
        mutating func crossings(at latitude: Double) -> [Double] {
            while next < edges.count, edges[next].south <= latitude {
                active.append(edges[next])
                next += 1
            }
            active.removeAll { $0.north <= latitude }
            return active.map { $0.longitude + (latitude - $0.south) * $0.slope }.sorted()
        }
    }
}
