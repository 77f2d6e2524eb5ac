import PlateIndex
import Plates
import Testing

@Suite("Plate table: memory")
struct PlateTableMemoryTests {
    /// A key and a value alone take 12 bytes.
    private static let bytesPerPlateMax = 21

    @Test("stays within 21 bytes a plate from 2,000 plates up, at every size, growing and shrinking")
    func bound() throws {
        let table = PlateTable(seed: 1)
        for number in 0..<200_000 {
            table.set(0, for: plateKey(number))
            if number >= 2_000 { try #require(table.memoryBytes <= (number + 1) * Self.bytesPerPlateMax, "at \(number + 1) plates") }
        }
        let full = table.memoryBytes
        for number in 0..<190_000 { table.remove(plateKey(number)) }
        #expect(table.memoryBytes < full / 4)
        for number in 190_000..<200_000 { try #require(table[plateKey(number)] == 0) }
    }

    @Test("room made beforehand is as much as the entries take that come one by one", arguments: [0, 100, 2_000, 5_000, 100_000])
    func reserve(count: Int) throws {
        let (grown, reserved) = (PlateTable(seed: 3), PlateTable(seed: 3))
        reserved.reserve(count)
        for number in 0..<count {
            grown.set(UInt32(number), for: plateKey(number))
            reserved.set(UInt32(number), for: plateKey(number))
        }
        #expect(reserved.memoryBytes == grown.memoryBytes)
        #expect(reserved.count == count)
        for number in 0..<count { try #require(reserved[plateKey(number)] == UInt32(number)) }
        try #require(reserved[plateKey(count)] == nil)
    }

    @Test("a table with entries makes no room beforehand, and one that was emptied does")
    func reserveOfUsed() throws {
        let table = PlateTable(seed: 4)
        let empty = table.memoryBytes
        table.set(7, for: plateKey(0))
        table.reserve(100_000)
        #expect(table.memoryBytes == empty)
        table.remove(plateKey(0))
        table.reserve(100_000)
        #expect(table.memoryBytes > 100_000 * 12)
        for number in 0..<100_000 { table.set(UInt32(number), for: plateKey(number)) }
        for number in 0..<100_000 { try #require(table[plateKey(number)] == UInt32(number)) }
    }

    @Test("endless inserts and removals neither lose an entry nor use more memory")
    func churn() throws {
        let table = PlateTable(seed: 2)
        let size = 20_000
        for number in 0..<size { table.set(UInt32(number), for: plateKey(number)) }
        for number in size..<50 * size {
            table.set(UInt32(number), for: plateKey(number))
            #expect(table.remove(plateKey(number - size)) == UInt32(number - size))
        }
        #expect(table.count == size)
        #expect(table.memoryBytes <= size * 20)
        for number in 49 * size..<50 * size { try #require(table[plateKey(number)] == UInt32(number)) }
    }
}
