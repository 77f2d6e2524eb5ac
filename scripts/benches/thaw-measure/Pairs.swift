import Foundation

/// The times of two things measured in turn: nanoseconds an operation, one figure a round.
struct Pairs: Encodable {
    private(set) var ours: [Double] = []
    private(set) var reference: [Double] = []

    /// - Parameter pieces: The number of operations in one call of each.
    init(rounds: Int, pieces: (ours: Int, reference: Int), ours: () throws -> Void, reference: () throws -> Void) rethrows {
        for _ in 0..<rounds {
            self.ours.append(try Self.nanoseconds(ours) / Double(pieces.ours))
            self.reference.append(try Self.nanoseconds(reference) / Double(pieces.reference))
        }
    }

    init(
        rounds: Int, pieces: (ours: Int, reference: Int), ours: () async throws -> Void, reference: () async throws -> Void
    ) async rethrows {
        let clock = ContinuousClock()
        for _ in 0..<rounds {
            self.ours.append(Self.nanoseconds(try await clock.measure(ours)) / Double(pieces.ours))
            self.reference.append(Self.nanoseconds(try await clock.measure(reference)) / Double(pieces.reference))
        }
    }

    init(ours: [Double], reference: [Double]) {
        self.ours = ours
        self.reference = reference
    }

    static func nanoseconds(_ body: () throws -> Void) rethrows -> Double { nanoseconds(try ContinuousClock().measure(body)) }

    private static func nanoseconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) * 1e9 + Double(duration.components.attoseconds) / 1e9
    }
}

/// Prints the figures, by name, as one line of JSON for `run.py` to read.
func report(_ figures: [String: some Encodable]) throws {
    print(String(decoding: try JSONEncoder().encode(figures), as: UTF8.self))
}

/// Uses a result, so that the compiler does not remove its computation.
@inline(never)
func keep<Value>(_ value: Value) {}
