import Sightings

/// Plates of a proposal: as many as fill a page of the database.
enum ProposalPagesTable: TableDescriptor {
    /// A row ID of 4 bytes and a plate ID of 8.
    private static let plateBytes = 12
    private static let pageBytes = ProposalPage.platesMax * plateBytes

    static let table = RowTable.proposalPages
    static let layout = TableLayout(
        "proposal_pages", number: 13,
        [
            ("proposal", .number), ("count", .number), ("plates", .bytes(pageBytes)),
        ])

    static var rows: WritableKeyPath<RowSets, [ProposalPage]> { \.proposals.pages }

    static func encode(_ row: ProposalPage, to columns: inout ColumnEncoder) throws {
        guard row.plates.count <= ProposalPage.platesMax else { throw StoreError.corrupt }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(pageBytes)
        for plate in row.plates {
            withUnsafeBytes(of: plate.rowID.rawValue.bigEndian) { bytes.append(contentsOf: $0) }
            withUnsafeBytes(of: plate.id.rawValue.bigEndian) { bytes.append(contentsOf: $0) }
        }
        bytes.append(contentsOf: repeatElement(0, count: pageBytes - bytes.count))
        try columns.add(row.proposal)
        try columns.add(row.plates.count)
        try columns.add(bytes, count: pageBytes)
    }

    static func decode(_ columns: inout ColumnDecoder, at rowID: RowID) throws -> ProposalPage {
        let (proposal, count) = (try columns.next(as: ProposalID.self), try columns.next(as: Int.self))
        let bytes = try columns.bytes(count: pageBytes)
        guard 0...ProposalPage.platesMax ~= count else { throw StoreError.corrupt }
        func number(_ range: Range<Int>) -> Int64 { bytes[range].reduce(0) { $0 << 8 | Int64($1) } }
        let plates = (0..<count).map { index in
            let start = index * plateBytes
            return ProposalPlate(
                rowID: RowID(rawValue: UInt32(truncatingIfNeeded: number(start..<start + 4))),
                id: PlateID(rawValue: number(start + 4..<start + plateBytes)))
        }
        return ProposalPage(rowID: rowID, proposal: proposal, plates: plates)
    }
}
