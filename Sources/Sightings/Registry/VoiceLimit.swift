extension PlateRecord {
    /// The most voices of a plate: they determine the cost of a report or a queue row.
    package static let voicesMax = 512

    /// Adds the voice of a token that has none on the plate.
    ///
    /// Beyond ``voicesMax`` the weakest of all makes room, which may be the added one itself: one on probation before a trusted one, then
    /// the oldest report. A muted voice stays, so that its token cannot come back unmuted. The result does not depend on the order of
    /// reports, and a token whose voice was dropped gets one again, never two.
    ///
    /// - Returns: the dropped voice; nil if all are kept.
    mutating func add(_ voice: Voice, on today: Day) -> Voice? {
        guard voices.count >= Self.voicesMax else {
            voices.append(voice)
            return nil
        }
        func isWeaker(_ left: Voice, _ right: Voice) -> Bool {
            let (isLeftMuted, isRightMuted) = (left.isMuted(on: today), right.isMuted(on: today))
            if isLeftMuted != isRightMuted { return isRightMuted }
            if left.standing.isTrusted != right.standing.isTrusted { return right.standing.isTrusted }
            return left.day != right.day ? (left.day ?? today) < (right.day ?? today) : left.tag < right.tag
        }
        guard let weakest = voices.indices.min(by: { isWeaker(voices[$0], voices[$1]) }), isWeaker(voices[weakest], voice) else {
            return voice
        }
        let displaced = voices[weakest]
        voices[weakest] = voice
        // Its row is overwritten, so that a commit writes as many rows as for any other report.
        voices[weakest].rowID = displaced.rowID
        return displaced
    }
}
