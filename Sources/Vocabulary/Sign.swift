/// Evidence seen with a vehicle, from the registry's list: there is nowhere to put free text.
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

    /// One sentence that says what counts as this sign.
    package var explanation: String { row.explanation }

    package static let table = WordTable<Sign>([
        .init(
            .agencyMarkings, "agency markings", "markings", "marked",
            explanation: "The vehicle, or clothing of the people in it, carries the name, letters or badge of an enforcement agency."),
        .init(
            .tacticalGear, "tactical gear", "tactical", "vests", "body armor",
            explanation: "People in or beside it wear body armour, plate carriers, helmets or holsters."),
        .init(
            .maskedOccupants, "masked occupants", "masked", "masks",
            explanation: "People in or beside it hide their faces with masks or neck gaiters."),
        .init(
            .unmarkedLights, "unmarked lights", "hidden lights", "lights",
            explanation: "It has emergency lights or a siren, and no markings."),
        .init(
            .policeEquipment, "police equipment", "equipment",
            explanation: "It has equipment of a police vehicle, such as a push bumper, a spotlight, extra antennas or a mounted laptop."),
        .init(
            .prisonerPartition, "prisoner partition", "partition", "cage",
            explanation: "A cage or a partition divides it, or its windows are barred, to carry people who are held."),
        .init(
            .convoy, "convoy",
            explanation: "It travels or arrives together with other vehicles that show such signs."),
        .init(
            .staging, "staging",
            explanation: "It waits in one place with other vehicles while people prepare or gear up."),
        .init(
            .facility, "agency facility", "field office",
            explanation: "It enters or leaves an agency's office, garage or place of detention."),
        .init(
            .doorToDoor, "door to door", "door knocking",
            explanation: "People from it go to homes or businesses and ask for somebody, or wait for somebody there."),
        .init(
            .trafficStop, "traffic stop",
            explanation: "It stops another vehicle, or takes part in the stop."),
        .init(
            .detention, "detention", "arrest",
            explanation: "People from it detain somebody, or somebody is carried away in it."),
        .init(
            .changedPlates, "changed plates", "swapped plates",
            explanation: "Its plates were seen being changed, or it carries different ones at front and back."),
    ])
}

/// A set of signs in one word; iterates in the vocabulary's order.
package struct Signs: RawRepresentable, SetAlgebra, Sequence, Hashable, Sendable {
    /// Bit *n* − 1 stands for the sign of number *n*.
    package private(set) var rawValue: UInt32

    /// Bits that no sign has are dropped.
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
