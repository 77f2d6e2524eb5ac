import Foundation

/// What two things took, measured in turn: nanoseconds a piece, one figure a round.
struct Pairs: Encodable {
    private(set) var ours: [Double] = []
    private(set) var reference: [Double] = []

    /// - Parameter pieces: how many pieces one call of each does.
    init(rounds: Int, pieces: (ours: Int, reference: Int), ours: () throws -> Void, reference: () throws -> Void) rethrows {
        for _ in 0..<rounds {
            self.ours.append(try Self.nanoseconds(ours) / Double(pieces.ours))
            self.reference.append(try Self.nanoseconds(reference) / Double(pieces.reference))
        }
    }

    init(ours: [Double], reference: [Double]) {
        self.ours = ours
        self.reference = reference
    }

    static func nanoseconds(_ body: () throws -> Void) rethrows -> Double {
        let (seconds, attoseconds) = try ContinuousClock().measure(body).components
        return Double(seconds) * 1e9 + Double(attoseconds) / 1e9
    }
}

/// Prints what was measured, by name, as one line of JSON for the bench to read.
func report(_ figures: [String: some Encodable]) throws {
    print(String(decoding: try JSONEncoder().encode(figures), as: UTF8.self))
}

/// Keeps a result, so that working it out is not left away.
@inline(never)
func keep<Value>(_ value: Value) {}
