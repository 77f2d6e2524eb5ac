package import Vocabulary

/// Every reason for which a plate waits for a moderator.
package struct QueueReasons: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package init(_ reason: QueueReason) { rawValue = 1 << reason.number }

    /// The riskiest first.
    package var list: [QueueReason] { QueueReason.allCases.filter(contains).sorted() }

    /// The riskiest, which decides the plate's position in the queue.
    package var first: QueueReason? { QueueReason(number: UInt8(rawValue.trailingZeroBitCount)) }

    package func contains(_ reason: QueueReason) -> Bool { contains(Self(reason)) }
}

extension PlateRecord {
    /// Every reason for which the plate waits for a moderator; empty if it does not wait.
    func queueReasons(on today: Day, _ rules: Rules, isMisread: @autoclosure () -> Bool) -> QueueReasons {
        var reasons: QueueReasons = []
        switch status {
        case .confirmed:
            guard let ends = statusEnds(on: today, rules), today >= ends + -Rules.lapsingDays else { return [] }
            reasons.insert(QueueReasons(.lapsing))
        case .suspected:
            reasons.insert(QueueReasons(.suspected))
        case .watched:
            guard isQueueable(on: today, rules) else { return [] }
            if isNearlySuspected(on: today, rules) { reasons.insert(QueueReasons(.nearlySuspected)) }
        }
        if VehicleSummary.disagree(unmutedVoices(on: today)) { reasons.insert(QueueReasons(.conflicting)) }
        if isMisread() { reasons.insert(QueueReasons(.misread)) }
        return reasons.isEmpty ? QueueReasons(.watched) : reasons
    }

    /// Whether one more trusted voice would make a watched plate suspected.
    private func isNearlySuspected(on today: Day, _ rules: Rules) -> Bool {
        guard clearedOn == nil else { return false }
        let strength = evidence(on: today, rules).value(on: today, halfLifeDays: rules.voices.halfLifeDays)
        return strength + 1 >= rules.suspicion.evidence && trustedVoices(on: today) + 1 >= rules.suspicion.voices
    }

    /// Whether it has two trusted voices, or a moderator put it there.
    func isQueueable(on today: Day, _ rules: Rules) -> Bool {
        isQueued || trustedVoices(on: today) >= Self.queueVoices
    }

    /// This many trusted voices put a plate there, or a moderator does.
    private static var queueVoices: Int { 2 }

    /// The areas and days with sightings of both plates; a week counts for all its days.
    func meets(_ other: PlateRecord, _ rules: Rules) -> (area: AreaNumber, day: Day)? {
        for mine in sightings {
            for theirs in other.sightings where mine.area == theirs.area {
                let (left, right) = (rules.days(of: mine.period), rules.days(of: theirs.period))
                if left.overlaps(right) { return (mine.area, max(left.lowerBound, right.lowerBound)) }
            }
        }
        return nil
    }
}
