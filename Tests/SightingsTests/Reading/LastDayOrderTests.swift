import Plates
import Sightings
import TestSupport
import Testing

struct LastDayOrderTests {
    private static func key(_ number: Int) -> PlateKey {
        let digits = String(number)
        return PlateKey(folded: "A" + String(repeating: "0", count: 6 - digits.count) + digits, issuer: .unknown)!
    }

    private static func position(_ generator: inout SplitMix64) -> LastDayOrder.Position {
        .init(day: Day(number: Int32.random(in: 0..<3, using: &generator)), key: key(Int.random(in: 0..<20_000, using: &generator)))
    }

    @Test("However positions come and go, the order is that of a sorted set", arguments: [1, 2, 3] as [UInt64])
    func model(seed: UInt64) {
        var generator = SplitMix64(state: seed)
        var model: Set<LastDayOrder.Position> = []
        for _ in 0..<12_000 { model.insert(Self.position(&generator)) }
        var order = LastDayOrder(Array(model))
        for step in 0..<24_000 {
            let position = Self.position(&generator)
            // It grows to many chunks on a day, and then shrinks to nothing.
            if step < 9_000 || step % 4 == 0 {
                order.insert(position)
                model.insert(position)
            } else {
                let gone = model.isEmpty || step % 4 == 1 ? position : model.randomElement(using: &generator)!
                order.remove(gone)
                model.remove(gone)
            }
            guard step % 3_000 == 0 else { continue }
            expect(order, is: model.sorted())
        }
        for position in model { order.remove(position) }
        #expect(order.positions(after: nil, limit: 10).isEmpty)
    }

    private func expect(_ order: LastDayOrder, is sorted: [LastDayOrder.Position]) {
        #expect(order.positions(after: nil, limit: .max) == sorted)
        #expect(order.positions(after: nil, limit: 7) == Array(sorted.prefix(7)))
        for index in [0, 1, 1_023, 1_024, sorted.count / 2, sorted.count - 1] where index < sorted.count {
            #expect(order.positions(after: sorted[index], limit: 1_500) == Array(sorted[(index + 1)...].prefix(1_500)))
        }
        // A page may begin behind a plate that has gone since.
        if let last = sorted.last {
            let before = LastDayOrder.Position(day: last.day, key: Self.key(0))
            #expect(order.positions(after: before, limit: 5) == Array(sorted.filter { $0 > before }.prefix(5)))
        }
    }
}
