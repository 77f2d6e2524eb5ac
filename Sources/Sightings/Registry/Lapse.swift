import Vocabulary

// When a confirmed plate lapses: a number of days after a moderator, or trusted voices with a sign, last renewed it.
extension PlateRecord {
    /// The last renewal: the moderator's day or, if later, the day of the second-newest trusted voice with a sign.
    func renewedOn(_ today: Day) -> Day? {
        guard let confirmedOn else { return nil }
        var seen = SupportedDay()
        for voice in voices where voice.counts(on: today) && voice.standing.isTrusted && !voice.signs.isEmpty {
            if let day = voice.day { seen.add(day) }
        }
        return seen.day.map { max(confirmedOn, $0) } ?? confirmedOn
    }

    /// Makes a confirmed plate watched if nobody renewed it in time.
    ///
    /// Erases its area rows: rental cars go back to strangers.
    mutating func lapse(on today: Day, _ rules: Rules) {
        guard status == .confirmed, let renewed = renewedOn(today), today >= renewed + rules.listings.confirmedDays else { return }
        status = .watched
        standing.confirmedOn = nil
        standing.confirmedSigns = []
        sightings = []
    }

    /// The first day on which the status no longer holds unless something is reported; nil for a watched plate.
    package func statusEnds(on today: Day, _ rules: Rules) -> Day? {
        switch status {
        case .confirmed: renewedOn(today).map { $0 + rules.listings.confirmedDays }
        case .suspected: fades(on: today, rules)
        case .watched: nil
        }
    }
}
