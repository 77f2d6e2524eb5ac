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
