import Plates
import Vocabulary
import Wire

/// Prints answers about plates. The three answers, listed, not listed and not checked, never look alike.
struct CheckScreen {
    let output: Output
    let format: ListingFormat
    /// Whether the operator's lines were shown. They appear once a session.
    private var hasSaidLines = false

    private static let outcomeField = 12
    private static let plateField = 12

    init(output: Output, format: ListingFormat) {
        self.output = output
        self.format = format
    }

    mutating func say(_ answer: PlateChecker.Answer) {
        if output.format == .json {
            output.json(AnswerBody(answer))
        } else {
            for plates in answer.plates { say(plates, asOf: answer.asOf) }
            if !hasSaidLines, answer.plates.joined().contains(where: { $0.outcome != .notChecked }) {
                hasSaidLines = true
                output.lines(help: answer.help, contact: answer.contact)
            }
        }
        if let failure = answer.complaint { output.complaint(failure) }
        if let failure = answer.listFailure { output.complaint(failure) }
    }

    /// Prints that a line is not a plate.
    func unread(_ line: String, _ error: PlateListError, country: Country) {
        let plate = CheckedPlate(line, unread: error)
        if output.format == .json { output.json(AnswerBody(plate)) } else { notChecked(plate) }
        if let advice = error.searchAdvice(line, country: country) { output.warning(advice) }
    }

    /// Names the words of a line that were not looked up, so that nobody misses a plate among them.
    func leftOut(_ found: FoundPlates) {
        if let note = found.note { output.warning(note) }
    }

    /// Prints the readings of one plate. Two readings may find the same plate, which is printed once, and not as similar if it is listed.
    private func say(_ readings: [CheckedPlate], asOf: String?) {
        let found = Set(readings.flatMap { $0.listings.map(\.plate) })
        var shown: Set<PlateBody> = []
        for plate in readings {
            switch plate.outcome {
            case .listed:
                for listing in plate.listings where shown.insert(listing.plate).inserted { listed(listing, by: plate.list) }
            case .notListed: notListed(plate, asOf: asOf)
            case .notChecked: notChecked(plate)
            }
            similar(plate, plate.similar.filter { !found.contains($0.plate) && shown.insert($0.plate).inserted })
        }
    }

    /// - Parameter list: the time of the list on this machine that answered; `nil` for the server's answer.
    private func listed(_ listing: CheckedListing, by list: String?) {
        let source = list.map { " (list of \(format.time.clockOfTime($0)))" } ?? ""
        let details =
            switch listing {
            case .sent(let listing): format.details(listing)
            case .kept(let listing): format.details(kept: listing)
            }
        output.row(
            [
                Cell("LISTED" + source, plain: "listed", field: Self.outcomeField, style: .alarm),
                Cell(ListingFormat.plate(listing.plate), field: Self.plateField, style: .strong),
            ] + details + (list.map { [Cell("", plain: "list of \($0)")] } ?? []))
    }

    private func notListed(_ plate: CheckedPlate, asOf: String?) {
        var cells = [
            Cell("not listed", field: Self.outcomeField), Cell(plate.plate?.shown ?? plate.query, field: Self.plateField),
        ]
        for cleared in plate.cleared {
            cells.append(Cell("cleared " + format.time.day(cleared.clearedOn), plain: "cleared " + cleared.clearedOn))
        }
        if let asOf {
            cells.append(Cell("as of \(format.time.clockOfTime(asOf)) (this does not mean safe)", plain: asOf))
        }
        output.row(cells)
    }

    private func notChecked(_ plate: CheckedPlate) {
        var cells = [
            Cell("UNCHECKED", plain: "unchecked", field: Self.outcomeField, style: .caution),
            Cell(plate.plate?.shown ?? plate.query, field: Self.plateField),
        ]
        var reason = plate.error?.detail ?? ""
        var source: [Cell] = []
        if let list = plate.list {
            let time = format.time.clockOfTime(list)
            let isWhole = plate.isListWhole == true
            reason = (isWhole ? "Not on the list of \(time). " : "The list of \(time) does not have every confirmed plate. ") + reason
            source = [Cell("", plain: (isWhole ? "not on the list of " : "list of ") + list)]
        }
        cells.append(Cell("could not check: " + reason, plain: plate.error?.code ?? "", style: .caution))
        output.row(cells + source)
    }

    private func similar(_ plate: CheckedPlate, _ found: [SimilarBody]) {
        guard let asked = plate.plate else { return }
        for similar in found {
            if output.format == .plain {
                output.row([
                    Cell("similar"), Cell(asked.shown), Cell(ListingFormat.plate(similar.plate)), Cell(similar.status.rawValue),
                    Cell(similar.difference), Cell(ListingFormat.vehicles(similar.vehicles ?? [])),
                ])
            } else {
                let words = [
                    ListingFormat.plate(similar.plate), similar.status.rawValue, ListingFormat.difference(similar, from: asked),
                    ListingFormat.vehicles(similar.vehicles ?? []),
                ]
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
