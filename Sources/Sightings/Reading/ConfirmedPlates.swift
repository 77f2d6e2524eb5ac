package import Plates
import Seal
package import Vocabulary

/// A confirmed plate for the list that devices keep: as in a public look-up, but without areas, first day and reporters.
package struct ConfirmedPlate: Hashable, Sendable {
    package let plate: Plate
    package let signs: Signs
    package let vehicles: [Vehicle]
    package let lastDay: Day

    init(_ listing: Listing) {
        plate = listing.plate
        signs = listing.signs
        vehicles = listing.vehicles
        lastDay = listing.lastDay
    }
}

/// The confirmed plates in key order.
package struct ConfirmedPlates: Sendable {
    package let plates: [ConfirmedPlate]
    /// Whether there are more. Then these are the newest by last day.
    package let isTruncated: Bool
}

extension Listings {
    /// The newest confirmed plates by last day, `limit` at most. It is not a viewer's answer: a list for devices holds them even if
    /// `visibility.public` is false.
    ///
    /// Costs a pass over the table and a sort. Holds no more than twice the limit at once.
    package func confirmedPlates(limit: Int, at now: Instant) -> ConfirmedPlates {
        var newest: [Listing] = []
        var isTruncated = false
        func dropOldest() {
            guard newest.count > limit else { return }
            isTruncated = true
            newest.sort { $0.lastDay != $1.lastDay ? $0.lastDay > $1.lastDay : $0.plate.key < $1.plate.key }
            newest.removeLast(newest.count - limit)
        }
        confirmed.scan { listing in
            guard shows(listing, to: .moderator, at: now) else { return }
            newest.append(listing)
            if newest.count >= 2 * limit { dropOldest() }
        }
        dropOldest()
        newest.sort { $0.plate.key < $1.plate.key }
        return ConfirmedPlates(plates: newest.map(ConfirmedPlate.init), isTruncated: isTruncated)
    }
}

extension Ledger {
    package nonisolated func signList(_ message: [UInt8]) -> [UInt8] { keys.signList(message) }

    package nonisolated var listPublicKey: [UInt8] { keys.listPublicKey }
}
