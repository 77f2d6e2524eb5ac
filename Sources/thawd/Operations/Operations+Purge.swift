import Plates
import Sightings
import Vocabulary
import Wire

extension Operations {
    func previewPurge(_ selection: PurgeSelection) async throws(DaemonError) -> PreviewBody {
        let ledger = try await holder.ledger()
        let (purge, plates) = try read(selection, ledger)
        let answer: Ledger.PreviewAnswer
        do throws(LedgerError) {
            answer = try await ledger.preview(purge, plates: plates, by: .shell)
        } catch {
            throw DaemonError(operating: error)
        }
        let impact = answer.impact
        return PreviewBody(
            preview: answer.id, expiresAt: WireTime.text(answer.expires.seconds), plates: impact.plates, erased: impact.erased,
            sightings: impact.sightings, voices: impact.voices,
            byStatus: Dictionary(impact.byStatus.map { ("\($0.key)", $0.value) }, uniquingKeysWith: { first, _ in first }),
            stays: Dictionary(impact.stays.map { ($0.key.rawValue, $0.value) }, uniquingKeysWith: { first, _ in first }),
            first: impact.first.map { row in
                PreviewRow(
                    plate: PlateBody(row.plate), status: row.status, firstDay: WireTime.dayText(row.firstDay.number),
                    lastDay: WireTime.dayText(row.lastDay.number), stays: row.stays.map(\.rawValue).sorted())
            },
            needsSecond: answer.needsSecond)
    }

    /// Returns once it is erased from every file.
    func purge(preview: String) async throws(DaemonError) -> PurgedBody {
        let ledger = try await holder.ledger()
        do throws(LedgerError) {
            switch try await ledger.purge(preview: preview, by: .shell) {
            case .purged(let impact):
                return PurgedBody(plates: impact.plates, erased: impact.erased, sightings: impact.sightings, voices: impact.voices)
            case .waiting:
                preconditionFailure("the operator's own shell never needs a second person")
            }
        } catch {
            throw DaemonError(operating: error)
        }
    }

    private func read(_ selection: PurgeSelection, _ ledger: Ledger) throws(DaemonError) -> (Purge, [PlateKey]) {
        var purge = Purge()
        if let text = selection.area {
            let areas = ledger.listings.areas.known
            guard let number = areas.firstIndex(where: { $0.description == text }) else {
                throw DaemonError(.purgeAreaUnknown, "There is no such area.")
            }
            purge.area = AreaNumber(number)
        }
        if let days = selection.olderThanDays {
            guard 0...WireLimits.purgeAgeDaysMax ~= days else {
                throw DaemonError(.requestValue, "An age is a number of days from 0 to \(WireLimits.purgeAgeDaysMax).")
            }
            purge.upTo = ledger.rules.day(of: clock.now()) + -days
        }
        if let text = selection.status {
            guard let status = PurgeStatus.allCases.first(where: { "\($0)" == text }) else {
                throw DaemonError(.purgeStatusUnknown, "There is no such status.")
            }
            purge.status = status
        }
        var plates: [PlateKey] = []
        if let texts = selection.plates {
            purge.isNamed = true
            plates = try read(texts)
        }
        guard purge != Purge() else { throw DaemonError(.purgeEmpty, "Nothing was named to purge.") }
        return (purge, plates)
    }

    /// The plates of the lines; an error names the line, and never what stands on it.
    private func read(_ texts: [String]) throws(DaemonError) -> [PlateKey] {
        guard 1...PurgeSelection.platesMax ~= texts.count else {
            throw DaemonError(
                texts.isEmpty ? .requestEmpty : .requestTooManyItems, "A purge takes 1 to \(PurgeSelection.platesMax) plates, one a line.")
        }
        let settings = home.plan.settings
        var keys: [PlateKey] = []
        for (index, text) in texts.enumerated() {
            do throws(PlateError) {
                keys.append(
                    try Plate(certain: text, issuer: settings.issuer == .unknown ? nil : settings.issuer, country: settings.country).key)
            } catch {
                let code = ErrorCode(rawValue: error.code.rawValue) ?? .requestValue
                throw DaemonError(code, "Line \(index + 1) is no plate. Nothing was purged.")
            }
        }
        return keys
    }
}
