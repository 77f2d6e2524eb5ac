/// Evidence seen with a vehicle, from a fixed list, so that nobody can enter free text.
package enum Sign: String, VocabularyWord {
    case agencyMarkings = "agency-markings"
    case tacticalGear = "tactical-gear"
    case maskedOccupants = "masked-occupants"
    case unmarkedLights = "unmarked-lights"
    case policeEquipment = "police-equipment"
    case prisonerPartition = "prisoner-partition"
    case convoy
    case staging
    case facility
    case doorToDoor = "door-to-door"
    case trafficStop = "traffic-stop"
    case detention
    case changedPlates = "changed-plates"

    /// One sentence that explains the sign.
    package var explanation: String { row.explanation }

    package static let table = WordTable<Sign>([
        .init(
            .agencyMarkings, "agency markings", "markings", "marked",
            explanation: "The vehicle, or the clothing of people in it, shows the name, letters or badge of an enforcement agency."),
        .init(
            .tacticalGear, "tactical gear", "tactical", "vests", "body armor",
            explanation: "People in or beside it wear body armor, plate carriers, helmets or holsters."),
        .init(
            .maskedOccupants, "masked occupants", "masked", "masks",
            explanation: "People in or beside it hide their faces with masks or neck gaiters."),
        .init(
            .unmarkedLights, "unmarked lights", "hidden lights", "lights",
            explanation: "It has emergency lights or a siren, but no markings."),
        .init(
            .policeEquipment, "police equipment", "equipment",
            explanation: "It has police equipment, such as a push bumper, a spotlight, extra antennas or a mounted laptop."),
        .init(
            .prisonerPartition, "prisoner partition", "partition", "cage",
            explanation: "It is built to carry detained people, with a cage, a partition or barred windows."),
        .init(
            .convoy, "convoy",
            explanation: "It travels or arrives with other vehicles that show such signs."),
        .init(
            .staging, "staging",
            explanation: "It waits with other vehicles while people prepare or gear up."),
        .init(
            .facility, "agency facility", "field office",
            explanation: "It enters or leaves an agency's office, garage or detention center."),
        .init(
            .doorToDoor, "door to door", "door knocking",
            explanation: "People from it go to homes or businesses to ask or wait for someone."),
        .init(
            .trafficStop, "traffic stop",
            explanation: "It stops another vehicle or takes part in a stop."),
        .init(
            .detention, "detention", "arrest",
            explanation: "People from it detain someone or take someone away in it."),
        .init(
            .changedPlates, "changed plates", "swapped plates",
            explanation: "Someone changed its plates, or its front and rear plates differ."),
    ])
}

/// A set of signs in 32 bits. It iterates in the vocabulary's order.
package struct Signs: RawRepresentable, SetAlgebra, Sequence, Hashable, Sendable {
    /// Bit *n* − 1 means the sign with number *n*.
    package private(set) var rawValue: UInt32

    /// Ignores bits that no sign has.
    package init(rawValue: UInt32) { self.rawValue = rawValue & Self.known }

    package init() { rawValue = 0 }

    package var isEmpty: Bool { rawValue == 0 }
    package var count: Int { rawValue.nonzeroBitCount }
    package var underestimatedCount: Int { count }

    package func contains(_ sign: Sign) -> Bool { rawValue & Self.bit(sign) != 0 }

    @discardableResult
    package mutating func insert(_ sign: Sign) -> (inserted: Bool, memberAfterInsert: Sign) {
        defer { rawValue |= Self.bit(sign) }
        return (!contains(sign), sign)
    }

    @discardableResult
    package mutating func update(with sign: Sign) -> Sign? {
        insert(sign).inserted ? nil : sign
    }

    @discardableResult
    package mutating func remove(_ sign: Sign) -> Sign? {
        defer { rawValue &= ~Self.bit(sign) }
        return contains(sign) ? sign : nil
    }

    package mutating func formUnion(_ other: Signs) { rawValue |= other.rawValue }
    package mutating func formIntersection(_ other: Signs) { rawValue &= other.rawValue }
    package mutating func formSymmetricDifference(_ other: Signs) { rawValue ^= other.rawValue }
    package func union(_ other: Signs) -> Signs { Signs(rawValue: rawValue | other.rawValue) }
    package func intersection(_ other: Signs) -> Signs { Signs(rawValue: rawValue & other.rawValue) }
    package func symmetricDifference(_ other: Signs) -> Signs { Signs(rawValue: rawValue ^ other.rawValue) }

    package func makeIterator() -> Iterator { Iterator(rest: rawValue) }

    package struct Iterator: IteratorProtocol {
        fileprivate var rest: UInt32

        package mutating func next() -> Sign? {
            guard rest != 0 else { return nil }
            defer { rest &= rest - 1 }
            return Sign(number: UInt8(rest.trailingZeroBitCount) + 1)
        }
    }

    private static let known: UInt32 = Sign.allCases.reduce(0) { $0 | bit($1) }

    private static func bit(_ sign: Sign) -> UInt32 { 1 << (UInt32(sign.number) - 1) }
}
