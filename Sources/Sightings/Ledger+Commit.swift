import PlateIndex
import Plates
import Seal
import Vocabulary

extension Ledger {
    /// The row places that a pass took, to be given back if its commit fails.
    struct TakenPlaces {
        var plates: [RowPlace] = []
        var sightings: [RowPlace] = []
        var voices: [RowPlace] = []
        var tokens: [RowPlace] = []
        var invites: [RowPlace] = []
    }

    /// What the store must do so that what is stored becomes what the pass decided. Gives new rows their places.
    func changes(of pass: inout Pass) -> (Changes, TakenPlaces) {
        var changes = Changes(counters: pass.counters)
        var taken = TakenPlaces()
        let now = pass.now
        pass.mapTouched { $0.settled(at: now, self.rules) }
        for key in pass.order {
            guard let touched = pass.touched[key], touched.before != touched.after else { continue }
            if var after = touched.after {
                place(&after, before: touched.before, into: &changes, &taken)
                pass.replace(after, for: key)
            } else if let before = touched.before {
                changes.erasedPlates.append(before.place)
                changes.erasedSightings += before.sightings.map(\.place)
                changes.erasedVoices += before.voices.map(\.place)
            }
        }
        for replay in pass.receiptOrder {
            if let (day, receipt) = pass.receipts[replay] { changes.receipts[day, default: []].append(receipt) }
        }
        changes.droppedReceiptDays = pass.droppedReceiptDays
        for (_, token) in pass.tokens.sorted(by: { $0.key < $1.key }) {
            changes.tokens.append(placed(token, &pass, &taken))
        }
        changes.erasedTokens = pass.erasedTokens.map(\.place)
        for (_, invite) in pass.invites.sorted(by: { $0.key < $1.key }) {
            var invite = invite
            if invite.place == 0 {
                invite.place = inviteRows.take()
                taken.invites.append(invite.place)
                pass.invites[invite.id] = invite
            }
            changes.invites.append(invite)
        }
        changes.erasedInvites = pass.erasedInvites.map(\.place)
        (changes.protections, changes.erasedProtections) = protections.rows(
            adding: pass.addedProtections, removing: pass.removedProtections)
        return (changes, taken)
    }

    private func placed(_ token: Token, _ pass: inout Pass, _ taken: inout TakenPlaces) -> Token {
        guard token.place == 0 else { return token }
        var token = token
        token.place = tokenRows.take()
        taken.tokens.append(token.place)
        pass.tokens[token.id] = token
        return token
    }

    private func place(_ after: inout PlateRecord, before: PlateRecord?, into changes: inout Changes, _ taken: inout TakenPlaces) {
        if after.place == 0 {
            after.place = plateRows.take()
            taken.plates.append(after.place)
        }
        let row = row(of: after)
        if before.map({ self.row(of: $0) }) != row { changes.plates.append(row) }

        let sightingsBefore = Dictionary(before?.sightings.map { ($0.place, $0) } ?? [], uniquingKeysWith: { _, last in last })
        for index in after.sightings.indices {
            if after.sightings[index].place == 0 {
                after.sightings[index].place = sightingRows.take()
                taken.sightings.append(after.sightings[index].place)
            }
            let sighting = after.sightings[index]
            if sightingsBefore[sighting.place] != sighting { changes.sightings.append(Owned(plate: after.place, row: sighting)) }
        }
        let keptSightings = Set(after.sightings.map(\.place))
        changes.erasedSightings += sightingsBefore.keys.filter { !keptSightings.contains($0) }

        let voicesBefore = Dictionary(before?.voices.map { ($0.place, $0) } ?? [], uniquingKeysWith: { _, last in last })
        for index in after.voices.indices {
            if after.voices[index].place == 0 {
                after.voices[index].place = voiceRows.take()
                taken.voices.append(after.voices[index].place)
            }
            let voice = after.voices[index]
            if voicesBefore[voice.place] != voice { changes.voices.append(Owned(plate: after.place, row: voice)) }
        }
        let keptVoices = Set(after.voices.map(\.place))
        changes.erasedVoices += voicesBefore.keys.filter { !keptVoices.contains($0) }
    }

    private func row(of record: PlateRecord) -> PlateRow {
        PlateRow(
            place: record.place, id: record.id, sealed: keys.seal(record.plate), statusNumber: record.status.number,
            firstDay: record.firstDay,
            lastDay: record.lastDay, confirmedOn: record.confirmedOn, confirmedSigns: record.confirmedSigns.rawValue,
            clearedOn: record.clearedOn, isQueued: record.isQueued)
    }

    func giveBack(_ taken: TakenPlaces) {
        for place in taken.plates { plateRows.giveBack(place) }
        for place in taken.sightings { sightingRows.giveBack(place) }
        for place in taken.voices { voiceRows.giveBack(place) }
        for place in taken.tokens { tokenRows.giveBack(place) }
        for place in taken.invites { inviteRows.giveBack(place) }
    }

    /// Makes memory equal to what is on disk now, and lets readers see it.
    func apply(_ pass: Pass, _ changes: Changes) {
        counters = pass.counters
        for key in pass.order {
            guard let touched = pass.touched[key], touched.before != touched.after else { continue }
            apply(before: touched.before, after: touched.after, key, at: pass.now)
        }
        for place in changes.erasedSightings { sightingRows.giveBack(place) }
        for place in changes.erasedVoices { voiceRows.giveBack(place) }
        receipts.apply(pass)
        if spentToday.day != pass.today { spentToday = (pass.today, [:]) }
        spentToday.reports.merge(pass.spent, uniquingKeysWith: +)
        for token in pass.tokens.values { tokens.set(token) }
        for token in pass.erasedTokens {
            tokens.remove(token)
            tokenRows.giveBack(token.place)
        }
        for invite in pass.invites.values { invites[invite.id] = invite }
        for invite in pass.erasedInvites {
            invites[invite.id] = nil
            inviteRows.giveBack(invite.place)
        }
        protections.apply(changes)
        listings.noteAged(counters)
        if changes.erases || pass.coarsens { tracesLeft = true }
    }

    private func apply(before: PlateRecord?, after: PlateRecord?, _ key: PlateKey, at now: Instant) {
        if let after {
            while records.count <= Int(after.place) { records.append(nil) }
            records[Int(after.place)] = after
            show(after, settled: after, at: now)
            agenda.note(after.place, due: after.due(at: now, rules))
        } else if let before {
            listings.publish(nil, key: key, at: now)
            watched.remove(key)
            records[Int(before.place)] = nil
            plateRows.giveBack(before.place)
        }
    }
}
