import Plates
import Vocabulary
import Wire

/// Writes answers about plates: what is listed, what is not, and what could not be checked, never one in the clothes of another.
struct CheckScreen {
    let output: Output
    let show: Show

    private static let outcomeField = 12
    private static let plateField = 12

    func say(_ answer: PlateChecker.Answer) {
        if output.format == .json {
            output.json(AnswerBody(answer))
        } else {
            for plates in answer.plates { say(plates, asOf: answer.asOf) }
            if answer.plates.joined().contains(where: { $0.outcome != .notChecked }) {
                output.lines(help: answer.help, contact: answer.contact)
            }
        }
        if let failure = answer.failure { output.complaint(failure) }
    }

    /// A line that is no plate.
    func unread(_ line: String, _ error: PlateReadingError) {
        let plate = CheckedPlate(line, unread: error)
        if output.format == .json { output.json(AnswerBody(plate)) } else { notChecked(plate) }
    }

    private func say(_ readings: [CheckedPlate], asOf: String?) {
        let isUnclearMiss = readings.count > 1 && readings.allSatisfy { $0.outcome == .notListed }
        if isUnclearMiss, output.format == .screen {
            notListed(readings[0], asOf: asOf, nor: readings.dropFirst().compactMap { $0.plate?.shown })
            for plate in readings { similar(plate) }
            return
        }
        for plate in readings {
            switch plate.outcome {
            case .listed: for listing in plate.listings { listed(listing) }
            // Of a reading beside one that is listed, a miss says nothing.
            case .notListed:
                if output.format == .plain || !readings.contains(where: { $0.outcome == .listed }) { notListed(plate, asOf: asOf, nor: []) }
            case .notChecked: notChecked(plate)
            }
            similar(plate)
        }
    }

    private func listed(_ listing: ListingBody) {
        output.row(
            [
                Cell("LISTED", plain: "listed", field: Self.outcomeField, ink: .alarm),
                Cell(Show.plate(listing.plate), field: Self.plateField, ink: .strong),
            ] + show.details(listing))
    }

    private func notListed(_ plate: CheckedPlate, asOf: String?, nor others: [String]) {
        var cells = [
            Cell("not listed", field: Self.outcomeField), Cell(plate.plate?.shown ?? plate.query, field: Self.plateField),
        ]
        if !others.isEmpty { cells.append(Cell("nor " + others.joined(separator: ", "))) }
        for cleared in plate.cleared {
            cells.append(Cell("cleared " + show.time.day(cleared.clearedOn), plain: "cleared " + cleared.clearedOn))
        }
        if let asOf {
            cells.append(Cell("as of \(show.time.clockOfTime(asOf)) (this does not mean safe)", plain: asOf))
        }
        output.row(cells)
    }

    private func notChecked(_ plate: CheckedPlate) {
        output.row([
            Cell("no answer", plain: "not checked", field: Self.outcomeField, ink: .caution),
            Cell(plate.plate?.shown ?? plate.query, field: Self.plateField),
            Cell("could not be checked: " + (plate.error?.detail ?? ""), plain: plate.error?.code ?? "", ink: .caution),
        ])
    }

    private func similar(_ plate: CheckedPlate) {
        guard let asked = plate.plate else { return }
        for similar in plate.similar {
            if output.format == .plain {
                output.row([
                    Cell("similar"), Cell(asked.shown), Cell(Show.plate(similar.plate)), Cell(similar.status.rawValue),
                    Cell(similar.difference),
                ])
            } else {
                let words = [Show.plate(similar.plate), similar.status.rawValue, Show.difference(similar, from: asked)]
                output.row([Cell("similar, not a match:  " + words.filter { !$0.isEmpty }.joined(separator: "  "))], lead: 2)
            }
        }
    }

    /// `{"as_of":…,"results":[…],"help":…,"contact":…}`.
    private struct AnswerBody: Encodable {
        let asOf: String?
        let results: [CheckedPlate]
        let help: String?
        let contact: String?

        init(_ answer: PlateChecker.Answer) {
            asOf = answer.asOf
            results = Array(answer.plates.joined())
            help = answer.help
            contact = answer.contact
        }

        init(_ plate: CheckedPlate) {
            results = [plate]
            (asOf, help, contact) = (nil, nil, nil)
        }

        private enum CodingKeys: String, CodingKey {
            case asOf = "as_of"
            case results, help, contact
        }
    }
}
