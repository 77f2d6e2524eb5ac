import Testing
import Web
import Wire

struct AreaDrawingTests {
    @Test("Neighbors share their border to the unit, so that no gap shows")
    func borders() throws {
        let drawing = AreaDrawing(.grid(columns: 3, rows: 2, pointsPerSide: 7))
        #expect(drawing.width == 1_000)
        #expect(drawing.shapes.count == 6)
        let corners = drawing.shapes.map { points(of: $0.path) }
        // The right side of the first is the left side of the second.
        let right = corners[0].map(\.0).max()
        #expect(Set(corners[0].filter { $0.0 == right }.map(\.1)) == Set(corners[1].filter { $0.0 == right }.map(\.1)))
        #expect(corners.flatMap { $0 }.allSatisfy { 0...drawing.width ~= $0.0 && 0...drawing.height ~= $0.1 })
    }

    @Test("A map of many points gets a coarser grid, until its paths fit", arguments: [(3, 4, 1_000), (10, 100, 500), (10, 600, 250)])
    func coarser(columns: Int, points: Int, width: Int) {
        let drawing = AreaDrawing(.grid(columns: columns, rows: 9, pointsPerSide: points))
        #expect(drawing.width <= width)
        let bytes = drawing.shapes.reduce(0) { $0 + $1.path.utf8.count }
        #expect(bytes <= 40_000 || drawing.width == 125, "\(bytes)")
    }

    @Test("A number stands in an area that is wide enough for it")
    func labels() throws {
        let wide = try #require(AreaDrawing(.grid(columns: 4, rows: 3)).shapes[0].label)
        #expect(100...150 ~= wide.x)
        #expect(AreaDrawing(.grid(columns: 40, rows: 3)).shapes.allSatisfy { $0.label == nil })
    }

    @Test("Areas that are only names draw nothing")
    func nothing() {
        #expect(AreaDrawing(.everywhere).shapes.isEmpty)
    }

    /// The points of one ring.
    private func points(of path: String) -> [(Int, Int)] {
        let numbers = path.matches(of: /-?\d+/).map { Int($0.output) ?? 0 }
        var (x, y) = (numbers[0], numbers[1])
        var points = [(x, y)]
        for index in stride(from: 2, to: numbers.count - 1, by: 2) {
            (x, y) = (x + numbers[index], y + numbers[index + 1])
            points.append((x, y))
        }
        return points
    }
}
