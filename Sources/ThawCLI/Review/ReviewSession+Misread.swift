import Client
import Plates
import Vocabulary
import Wire

/// A report of the intended plate, to replace a misread one.
struct CorrectedReport {
    let report: ReportBody
    /// Whether the sighting is too old for an ordinary report, so that it must be imported.
    let isImport: Bool
    let shown: String

    /// - Returns: `nil` if the misread plate has no sighting that is recent enough to report.
    init?(_ plate: Reading, insteadOf row: ReviewBody, setting: ReportSetting, now: Int64) {
        let seen = row.sightingToReport(
            at: now, slotMinutes: setting.slotMinutes, ageHoursMax: setting.ageHoursMax,
            utcOffset: setting.vocabulary?.rules.utcOffset ?? .zero)
        guard let seen else { return nil }
        isImport = seen.isImport
        shown = plate.plate.shown
        report = ReportBody(
            id: ReportIdentity.random(), plate: plate.textAsNamed, seenAt: seen.seenAt, area: seen.area, vehicle: VehicleBody(), signs: [])
    }
}

extension ReviewSession {
    /// Asks for the intended plate, dismisses this one, and reports the intended one.
    mutating func misread(_ row: ReviewBody) {
        guard let plate = askForMeant(row) else { return }
        guard plate.textAsNamed != row.plate.text else {
            output.warning("That is the same plate.")
            return
        }
        guard let corrected = CorrectedReport(plate, insteadOf: row, setting: moderation.setting, now: moderation.context.now) else {
            output.warning("It has no sighting from the last 30 days to report again. To only dismiss it, press d.")
            return
        }
        decide(.dismiss, on: row, corrected: corrected)
    }

    private func askForMeant(_ row: ReviewBody) -> Reading? {
        let beside = row.misreads ?? []
        for (index, misread) in beside.enumerated() {
            output.labeled("\(index + 1)", "\(ListingFormat.plate(misread.plate)), \(misread.status.rawValue)")
        }
        let question = beside.isEmpty ? "intended plate" : "intended plate, or its number"
        guard case .line(let line) = moderation.prompt.ask(question), !line.isEmpty else {
            output.notice("Not decided.")
            return nil
        }
        if line.count == 1, let number = Int(line), beside.indices.contains(number - 1), let plate = beside[number - 1].plate.plate {
            return Reading(plate, namesIssuer: true)
        }
        do throws(Failure) {
            let plates = try moderation.plates(inLine: line)
            guard plates.count == 1, var plate = plates.first else { throw .usage("Give one plate at a time.") }
            // A plate without an issuer gets the misread plate's: people misread characters, not issuers.
            if !plate.namesIssuer, let issuer = Issuer(code: row.plate.issuer), issuer != .unknown {
                plate = try Self.issued(plate, by: issuer)
            }
            return plate
        } catch {
            output.complaint(error)
            return nil
        }
    }

    private static func issued(_ plate: Reading, by issuer: Issuer) throws(Failure) -> Reading {
        do throws(PlateError) {
            return Reading(try Plate(plate.plate.characters, issuer: issuer), namesIssuer: true)
        } catch {
            throw Failure(error)
        }
    }

    /// Reports an intended plate. If that fails temporarily, it tries again after the next verdict.
    mutating func send(_ corrected: CorrectedReport) {
        do throws(ClientError) {
            let result = try moderation.client.report([corrected.report], importing: corrected.isImport).results.first
            if let error = result?.error {
                complain(error.code, "\(corrected.shown) was NOT reported. \(error.detail.asSentence)")
            } else {
                output.row([Cell("reported", field: 12, style: .good), Cell(corrected.shown, style: .strong), Cell(corrected.report.area)])
            }
        } catch {
            guard error.isTemporary else {
                complain(error, "\(corrected.shown) was NOT reported.")
                return
            }
            unsentReports.append(corrected)
            complain(
                error.name, "\(corrected.shown) has not been reported yet. \(error.sentence.asSentence)",
                advice: "It will be sent with the next verdict.")
        }
    }

    mutating func sendUnsent() {
        let waiting = unsentReports
        unsentReports = []
        for (index, corrected) in waiting.enumerated() {
            send(corrected)
            guard unsentReports.isEmpty else {
                // After one failure, assume that there is no connection.
                unsentReports += waiting[(index + 1)...]
                return
            }
        }
    }

    /// Withdraws the report of an intended plate, because the misread plate's dismissal was undone.
    mutating func takeBack(_ corrected: CorrectedReport) {
        if let index = unsentReports.firstIndex(where: { $0.report.id == corrected.report.id }) {
            unsentReports.remove(at: index)
            return
        }
        do throws(ClientError) {
            let result = try moderation.client.withdraw([corrected.report]).results.first
            if let error = result?.error {
                output.warning("The report of \(corrected.shown) stays. \(error.detail.asSentence)")
            } else {
                output.row([Cell("withdrawn", field: 12, style: .good), Cell(corrected.shown, style: .strong)])
            }
        } catch {
            complain(error, "The report of \(corrected.shown) stays.")
        }
    }
}
