package import Seal
package import Vocabulary

/// One token's voice on one plate. A token has at most one voice on a plate, even with many reports.
package struct Voice: TableRow, Hashable, Sendable {
    /// How much a voice counts.
    package enum Standing: UInt8, Comparable, Sendable {
        /// Half, and never one of the voices that make a plate suspected.
        case probation = 1
        case trusted = 2
        /// Counts as trusted; its vehicle is shown without a second voice.
        case moderator = 3

        package var weight: Double { self == .probation ? 0.5 : 1 }
        package var isTrusted: Bool { self != .probation }

        package static func < (left: Standing, right: Standing) -> Bool { left.rawValue < right.rawValue }
    }

    package var rowID: RowID
    /// The week whose key made the tag.
    package var week: Int32
    package var tag: Digest128
    /// The day of its newest report; nil if withdrawn while muted.
    package var day: Day?
    package var standing: Standing
    package var vehicle: Vehicle
    package var signs: Signs
    /// The first day on which it counts again.
    package var mutedUntil: Day?
    package var lastReport = LastReport()

    package init(
        rowID: RowID = 0, week: Int32, tag: Digest128, day: Day?, standing: Standing, vehicle: Vehicle, signs: Signs,
        mutedUntil: Day? = nil
    ) {
        self.rowID = rowID
        self.week = week
        self.tag = tag
        self.day = day
        self.standing = standing
        self.vehicle = vehicle
        self.signs = signs
        self.mutedUntil = mutedUntil
    }

    package func isMuted(on day: Day) -> Bool {
        mutedUntil.map { day < $0 } ?? false
    }

    /// Whether it says anything, and is not muted.
    func counts(on day: Day) -> Bool { self.day != nil && !isMuted(on: day) }

    /// Adds another report of the same token: a later day's replaces, the same day's joins, an older one's changes nothing.
    ///
    /// The result does not depend on the order in which reports are added.
    package mutating func add(day reported: Day, standing: Standing, vehicle: Vehicle, signs: Signs) {
        guard let day, reported <= day else {
            self.day = reported
            self.standing = standing
            self.vehicle = vehicle
            self.signs = signs
            return
        }
        guard reported == day else { return }
        self.standing = max(self.standing, standing)
        self.vehicle = Vehicle.fuller(self.vehicle, vehicle)
        self.signs = self.signs.union(signs)
    }
}

extension Voice {
    /// The commit of a voice's newest report, as far as the daemon has run since. Not stored: two voices are equal even if it differs.
    package struct LastReport: Hashable, Sendable {
        package var commit: CommitNumber = 0

        package static func == (left: Self, right: Self) -> Bool { true }
        package func hash(into hasher: inout Hasher) {}
    }
}

extension Vehicle {
    /// The one that says more; of equals, the first in the vocabulary's order. Commutative and associative.
    static func fuller(_ left: Vehicle, _ right: Vehicle) -> Vehicle {
        if left.fullness != right.fullness { return left.fullness > right.fullness ? left : right }
        return left.rank < right.rank ? left : right
    }

    private var rank: (Int, Int, Int) {
        (color.map { Int($0.number) } ?? .max, body.map { Int($0.number) } ?? .max, make.map { Int($0.number) } ?? .max)
    }
}
