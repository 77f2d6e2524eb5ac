import Vocabulary

// One token must not move the last day that is shown below moderator: two trusted tokens or a moderator must support it.
extension PlateRecord {
    /// The last day that is shown below moderator: that of the second newest trusted voice, of a moderator's voice, of a sighting that is
    /// shown, or the one at a moderator's confirmation; the latest of them.
    func shownLastDay(on today: Day, _ rules: Rules) -> Day {
        var seen = SupportedDay()
        for voice in voices where voice.counts(on: today) && voice.standing.isTrusted {
            if let day = voice.day { seen.add(day, isModerators: voice.standing == .moderator) }
        }
        var last = max(firstDay, vouchedDay ?? firstDay, seen.day ?? firstDay)
        for sighting in sightings where sighting.isVouchedFor { last = max(last, rules.days(of: sighting.period).lowerBound) }
        return min(last, lastDay)
    }

    /// Marks all of the record as confirmed by a moderator, so that their verdict hides nothing that they saw.
    mutating func vouch() {
        vouchedDay = lastDay
        for index in sightings.indices { sightings[index].isConfirmed = true }
    }

    /// Keeps the last day that is shown if aging will remove its voices or sightings' days.
    mutating func keepShownDay(at now: Instant, _ rules: Rules) {
        guard status > .watched else { return }
        let today = rules.day(of: now)
        let oldest = rules.livingWeeks(on: today).lowerBound
        func losesItsDay(_ sighting: Sighting) -> Bool {
            guard sighting.isVouchedFor, rules.due(sighting.period) <= now else { return false }
            return rules.aged(sighting.period, at: now)?.step != .day
        }
        guard voices.contains(where: { $0.week < oldest }) || sightings.contains(where: losesItsDay) else { return }
        vouchedDay = shownLastDay(on: today, rules)
    }
}
