import Client
import Vocabulary
import Wire

extension ReviewSession {
    /// Shows another plate, in the queue or not.
    mutating func search() {
        guard case .line(let line) = desk.prompt.ask("plate"), !line.isEmpty else { return }
        do throws(Failure) {
            let plates = try desk.plates(inLine: line)
            guard plates.count == 1 else { throw .usage("One plate at a time.") }
            let response = try desk.review(plates)
            guard let result = response.results.first else { return }
            if let error = result.error { throw Failure(code: error.code, sentence: error.detail.asSentence, advice: nil, exit: .failed) }
            guard let row = choose(among: result.rows) else {
                if result.protected { output.notice("It is protected. To take that away: thaw mod unprotect") }
                if result.rows.isEmpty, !result.protected { output.notice("Nothing is kept of it.") }
                return
            }
            if let current, current.plate.name != row.plate.name { feed.putBack(current) }
            current = row
            isShown = false
        } catch {
            output.complaint(error)
        }
    }

    private func choose(among rows: [ReviewBody]) -> ReviewBody? {
        guard rows.count > 1 else { return rows.first }
        for (place, row) in rows.enumerated() {
            output.labelled("\(place + 1)", "\(row.plate.text), \(row.status.rawValue)")
        }
        guard case .line(let line) = desk.prompt.ask("which"), let number = Int(line), rows.indices.contains(number - 1) else { return nil }
        return rows[number - 1]
    }
}
