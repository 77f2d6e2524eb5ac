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
        let extent = answer.extent
        return PreviewBody(
            preview: answer.id, expiresAt: WireTime.text(answer.expires.seconds), plates: extent.plates, erased: extent.erased,
            sightings: extent.sightings, voices: extent.voices,
            byStatus: Dictionary(extent.byStatus.map { ("\($0.key)", $0.value) }, uniquingKeysWith: { first, _ in first }),
            stays: Dictionary(extent.stays.map { ($0.key.rawValue, $0.value) }, uniquingKeysWith: { first, _ in first }),
            first: extent.first.map { row in
                PreviewRow(
                    plate: PlateBody(row.plate), status: row.status, firstDay: WireTime.dayText(row.firstDay.number),
                    lastDay: WireTime.dayText(row.lastDay.number), stays: row.stays.map(\.rawValue).sorted())
            },
            needsSecond: answer.needsSecond)
    }

    /// Purges, and returns once everything is erased from every file.
    func purge(preview: String) async throws(DaemonError) -> PurgedBody {
        let ledger = try await holder.ledger()
        do throws(LedgerError) {
            switch try await ledger.purge(preview: preview, by: .shell) {
            case .purged(let extent):
                return PurgedBody(plates: extent.plates, erased: extent.erased, sightings: extent.sightings, voices: extent.voices)
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

    /// Reads the plates of the lines. An error gives the line's number, never its text.
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
                throw DaemonError(code, "Line \(index + 1) is not a plate. Nothing was purged.")
            }
        }
        return keys
    }
}
