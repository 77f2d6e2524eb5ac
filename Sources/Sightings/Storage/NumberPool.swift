/// Numbers from 1 for rows or slots. Returned ones are used again before new ones, the last first.
struct NumberPool: Sendable {
    private var free: [UInt32] = []
    private var next: UInt32

    init(next: UInt32 = 1) {
        self.next = next
    }

    /// The pool that leaves these in use. Costs a pass over all numbers up to the highest.
    init(used: some Sequence<UInt32>) {
        let last = used.max() ?? 0
        var isUsed = [Bool](repeating: false, count: Int(last) + 1)
        for number in used { isUsed[Int(number)] = true }
        free = isUsed.indices.dropFirst().filter { !isUsed[$0] }.map { UInt32($0) }
        next = last + 1
    }

    /// How many numbers are in use.
    var used: Int { Int(next) - 1 - free.count }

    /// Marks the next number in use, in ascending order; those before it that were not marked are free.
    ///
    /// - Throws: `corrupt` for a number out of order, because an unknown row would be overwritten.
    mutating func markUsed(_ number: UInt32) throws(StoreError) {
        guard number >= next, number < .max else { throw .corrupt }
        while next < number {
            free.append(next)
            next += 1
        }
        next = number + 1
    }

    /// The number that would be taken after `offset` others.
    func upcoming(_ offset: Int) -> UInt32 {
        offset < free.count ? free[free.count - 1 - offset] : next + UInt32(offset - free.count)
    }

    mutating func take(count: Int) {
        let reused = min(count, free.count)
        free.removeLast(reused)
        next += UInt32(count - reused)
    }

    mutating func take() -> UInt32 {
        defer { take(count: 1) }
        return upcoming(0)
    }

    mutating func giveBack(_ number: UInt32) { free.append(number) }
}
