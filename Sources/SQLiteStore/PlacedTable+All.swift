import Seal
import Sightings
import Vocabulary

extension PlacedTable {
    static let plates = PlacedTable(
        "plates", .plates,
        [
            ("id", .number), ("block", .bytes(16)), ("status", .number), ("first_day", .number), ("last_day", .number),
            ("confirmed_on", .number), ("confirmed_signs", .number), ("cleared_on", .number), ("queued", .number),
            ("vouched_day", .number),
        ])
    static let sightings = PlacedTable(
        "sightings", .sightings,
        [
            ("plate", .number), ("area", .number), ("step", .number), ("period", .number), ("reports", .number), ("commit_number", .number),
            ("support", .number),
        ])
    static let voices = PlacedTable(
        "voices", .voices,
        [
            ("plate", .number), ("week", .number), ("tag", .bytes(16)), ("day", .number), ("standing", .number), ("vehicle", .number),
            ("signs", .number), ("muted_until", .number),
        ])
    static let tokens = PlacedTable(
        "tokens", .tokens,
        [
            ("id", .number), ("hash", .bytes(32)), ("role", .number), ("trusted", .number), ("issued", .number), ("expires", .number),
            ("revoked", .number), ("invited_by", .number),
        ])
    static let invites = PlacedTable(
        "invites", .invites,
        [
            ("id", .number), ("hash", .bytes(32)), ("role", .number), ("trusted", .number), ("expires", .number), ("invited_by", .number),
        ])
    static let protections = PlacedTable("protections", .protections, [("bits", .number)])
    static let reviews = PlacedTable(
        "reviews", .reviews,
        [("plate", .number), ("salt", .bytes(16)), ("decision", .number), ("verdict", .number), ("actor", .number), ("day", .number)])
    static let setAsides = PlacedTable(
        "set_asides", .setAsides,
        [
            ("plate", .number), ("decision", .number), ("verdict", .number), ("actor", .number), ("made_at", .number), ("status", .number),
            ("confirmed_on", .number), ("confirmed_signs", .number), ("cleared_on", .number), ("queued", .number), ("vouched_day", .number),
        ])
    static let setAsideSightings = PlacedTable(
        "set_aside_sightings", .setAsideSightings,
        [
            ("plate", .number), ("decision", .number), ("area", .number), ("step", .number), ("period", .number), ("reports", .number),
            ("commit_number", .number), ("support", .number),
        ])
    static let setAsideMutes = PlacedTable(
        "set_aside_mutes", .setAsideMutes, [("plate", .number), ("decision", .number), ("voice", .number), ("muted_until", .number)])
    static let audit = PlacedTable(
        "audit", .audit,
        [
            ("sequence", .number), ("day", .number), ("actor", .number), ("action", .number), ("count", .number),
            ("plate_name", .bytes(AuditEntry.plateNameBytes)), ("hash", .bytes(AuditEntry.hashBytes)),
        ])
    static let proposals = PlacedTable(
        "proposals", .proposals,
        [
            ("id", .number), ("verdict", .number), ("signs", .number), ("area", .number), ("up_to", .number), ("status", .number),
            ("named", .number), ("actor", .number), ("token", .number), ("made_at", .number), ("commit_number", .number),
            ("decision", .number), ("running", .number), ("reason", .number),
        ])
    static let proposalPages = PlacedTable(
        "proposal_pages", .proposalPages,
        [("proposal", .number), ("count", .number), ("plates", .bytes(ProposalPage.platesMax * ProposalPage.plateBytes))])
    static let weekWitnesses = PlacedTable("week_witnesses", .weekWitnesses, [("week", .number), ("witness", .bytes(16))])

    /// One row: see ``StateRow``.
    static let state = PlacedTable(
        "state", StoredTable.state.number, nonzero: nil,
        [
            ("commit_number", .number), ("plate_id", .number), ("token_id", .number), ("invite_id", .number), ("aged_sightings", .number),
            ("aged_plates", .number), ("decision_id", .number), ("proposal_id", .number), ("tombstones", .number),
            ("tombstone_code", .bytes(16)), ("codes", .bytes(TableSums.codesBytes)),
        ])
    /// A row a value: see ``RegistryValue``.
    static let registry = PlacedTable("registry", StoredTable.registry.number, nonzero: nil, [("value", .text)])
    static let areas = PlacedTable("areas", StoredTable.areas.number, nonzero: nil, [("id", .text)])

    static func receipts(_ day: Day) -> PlacedTable {
        PlacedTable(
            "receipts_\(day.number)", StoredTable.receipts.number | UInt64(UInt32(bitPattern: day.number)), nonzero: 4,
            [
                ("receipt", .bytes(16)), ("day_receipt", .bytes(16)), ("replay", .bytes(16)), ("content", .bytes(16)),
                ("commit_number", .number), ("flags", .number),
            ])
    }

    private init(_ name: String, _ table: RowTable, _ columns: [(String, Column)]) {
        self.init(name, StoredTable.rows(table).number, columns)
    }

    static func of(_ table: RowTable) -> PlacedTable {
        switch table {
        case .plates: plates
        case .sightings: sightings
        case .voices: voices
        case .tokens: tokens
        case .invites: invites
        case .protections: protections
        case .reviews: reviews
        case .setAsides: setAsides
        case .setAsideSightings: setAsideSightings
        case .setAsideMutes: setAsideMutes
        case .audit: audit
        case .proposals: proposals
        case .proposalPages: proposalPages
        case .weekWitnesses: weekWitnesses
        }
    }
}
