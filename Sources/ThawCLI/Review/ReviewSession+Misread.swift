import Client
import Plates
import Vocabulary
import Wire

extension ReviewSession {
    /// Asks which plate was meant; dismisses this one, and reports that one.
    mutating func misread(_ row: ReviewBody) {
        guard let plate = askForMeant(row) else { return }
        guard plate.textAsNamed != row.plate.text else {
            output.warning("That is the plate itself.")
            return
        }
        guard let meant = MeantReport(plate, insteadOf: row, setting: desk.setting, now: desk.context.now) else {
            output.warning("It has no sighting of the last 30 days that could be reported anew. To dismiss it alone, press d.")
            return
        }
        decide(.dismiss, on: row, meant: meant)
    }

    private func askForMeant(_ row: ReviewBody) -> Reading? {
        let beside = row.misreads ?? []
        for (place, misread) in beside.enumerated() {
            output.labelled("\(place + 1)", "\(Show.plate(misread.plate)), \(misread.status.rawValue)")
        }
        let question = beside.isEmpty ? "the plate meant" : "the plate meant, or its number"
        guard case .line(let line) = desk.prompt.ask(question), !line.isEmpty else {
            output.notice("Nothing was decided.")
            return nil
        }
        if line.count == 1, let number = Int(line), beside.indices.contains(number - 1), let plate = beside[number - 1].plate.plate {
            return Reading(plate, namesIssuer: true)
        }
        do throws(Failure) {
            let plates = try desk.plates(inLine: line)
            guard plates.count == 1, var plate = plates.first else { throw .usage("One plate at a time.") }
            // Whoever misread a plate read its issuer as they read it.
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

    /// Reports a meant plate; where that fails for now, again behind the next verdict.
    mutating func send(_ meant: MeantReport) {
        do throws(ClientError) {
            let result = try desk.client.report([meant.report], importing: meant.isImport).results.first
            if let error = result?.error {
                complain(error.code, "\(meant.shown) was NOT reported. \(error.detail.asSentence)")
            } else {
                output.row([Cell("reported", field: 12, ink: .good), Cell(meant.shown, ink: .strong), Cell(meant.report.area)])
            }
        } catch {
            guard error.isTemporary else {
                complain(error, "\(meant.shown) was NOT reported.")
                return
            }
            unsent.append(meant)
            complain(
                error.name, "\(meant.shown) is not reported yet. \(error.sentence.asSentence)",
                advice: "It goes along with the next verdict.")
        }
    }

    mutating func sendUnsent() {
        let waiting = unsent
        unsent = []
        for (place, meant) in waiting.enumerated() {
            send(meant)
            guard unsent.isEmpty else {
                // One that fails is enough to know that there is no connection.
                unsent += waiting[(place + 1)...]
                return
            }
        }
    }

    /// Withdraws the report of a meant plate whose dismissal was undone.
    mutating func takeBack(_ meant: MeantReport) {
        if let place = unsent.firstIndex(where: { $0.report.id == meant.report.id }) {
            unsent.remove(at: place)
            return
        }
        do throws(ClientError) {
            let result = try desk.client.withdraw([meant.report]).results.first
            if let error = result?.error {
                output.warning("The report of \(meant.shown) stays. \(error.detail.asSentence)")
            } else {
                output.row([Cell("withdrawn", field: 12, ink: .good), Cell(meant.shown, ink: .strong)])
            }
        } catch {
            complain(error, "The report of \(meant.shown) stays.")
        }
    }
}
