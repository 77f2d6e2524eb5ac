import DaemonSupport
import Plates
import Server
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
            throw DaemonError(operating: error, "Nothing was erased.")
        }
        return PreviewBody(answer)
    }

    /// Purges, and returns once everything is erased from every file.
    func purge(preview: String) async throws(DaemonError) -> PurgedBody {
        let ledger = try await holder.ledger()
        do throws(LedgerError) {
            switch try await ledger.purge(preview: preview, by: .shell) {
            case .purged(let impact):
                return PurgedBody(impact)
            case .waiting:
                preconditionFailure("the operator's own shell never needs a second person")
            }
        } catch {
            throw DaemonError(operating: error, "If the purge has begun, it goes on by itself: at the latest, at the next start.")
        }
    }

    private func read(_ selection: PurgeSelection, _ ledger: Ledger) throws(DaemonError) -> (Purge, [PlateKey]) {
        let purge: Purge
        do throws(WireError) {
            purge = try Purge(
                area: selection.area, olderThanDays: selection.olderThanDays, status: selection.status, isNamed: selection.plates != nil,
                on: ledger.rules.day(of: clock.now()), ledger.listings.areas)
        } catch {
            throw DaemonError(error.code, error.detail == error.code.advice ? error.code.title + "." : error.detail)
        }
        guard let texts = selection.plates else { return (purge, []) }
        return (purge, try read(texts))
    }

    /// Reads the plates of the lines. An error gives the line's number, never its text.
    private func read(_ texts: [String]) throws(DaemonError) -> [PlateKey] {
        guard 1...PurgeSelection.platesMax ~= texts.count else {
            throw DaemonError(
                texts.isEmpty ? .requestEmpty : .requestTooManyItems,
                "A purge takes 1 to \(PurgeSelection.platesMax) plates, one per line.")
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
