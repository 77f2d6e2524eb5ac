import Vocabulary

// When a plate becomes suspected, and when it falls back to watched: by the evidence of its voices and the number of trusted ones.
extension PlateRecord {
    /// How many trusted voices count on a day.
    func trustedVoices(on day: Day) -> Int {
        var count = 0
        for voice in voices where voice.counts(on: day) && voice.standing.isTrusted { count += 1 }
        return count
    }

    package func evidence(on day: Day, _ rules: Rules) -> Evidence {
        var evidence = Evidence(projectedTo: day)
        for voice in voices where voice.counts(on: day) { evidence.add(voice, rules) }
        return evidence
    }

    /// Makes a watched plate with enough evidence and trusted voices suspected, and a suspected one with too little watched.
    mutating func ageSuspicion(on today: Day, _ rules: Rules) {
        func strength() -> Double { evidence(on: today, rules).value(on: today, halfLifeDays: rules.voices.halfLifeDays) }
        if status == .suspected, strength() < rules.suspicion.evidenceFloor {
            status = .watched
        }
        guard status == .watched else { return }
        vouchedDay = nil
        if clearedOn == nil, trustedVoices(on: today) >= rules.suspicion.voices, strength() >= rules.suspicion.evidence {
            status = .suspected
        }
    }

    /// The first day with too little evidence, as voices fade and their week keys are erased.
    func fades(on today: Day, _ rules: Rules) -> Day? {
        // A plate has voices of few weeks: those whose keys live.
        var weeks: [(week: Int32, evidence: Evidence)] = []
        for voice in voices where voice.counts(on: today) {
            let index = weeks.firstIndex { $0.week == voice.week } ?? weeks.endIndex
            if index == weeks.endIndex { weeks.append((voice.week, Evidence(projectedTo: today))) }
            weeks[index].evidence.add(voice, rules)
        }
        weeks.sort { $0.week < $1.week }
        // Each week with those that outlive it.
        for index in weeks.indices.dropLast().reversed() { weeks[index].evidence.add(weeks[index + 1].evidence) }
        for (index, (week, evidence)) in weeks.enumerated() {
            let erased = Day.firstDay(ofWeek: week + Int32(rules.voices.weeks))
            guard let faded = evidence.firstDay(below: rules.suspicion.evidenceFloor, halfLifeDays: rules.voices.halfLifeDays) else {
                return today
            }
            if faded <= erased { return faded }
            let rest = index + 1 < weeks.count ? weeks[index + 1].evidence.value(on: erased, halfLifeDays: rules.voices.halfLifeDays) : 0
            if rest < rules.suspicion.evidenceFloor { return erased }
        }
        return today
    }
}
