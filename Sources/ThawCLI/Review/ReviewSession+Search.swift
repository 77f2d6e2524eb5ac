import Client
import Vocabulary
import Wire

extension ReviewSession {
    /// Asks for a plate and shows it, in the queue or not.
    mutating func search() {
        guard case .line(let line) = moderation.prompt.ask("plate"), !line.isEmpty else { return }
        do throws(Failure) {
            let plates = try moderation.plates(inLine: line)
            guard plates.count == 1 else { throw .usage("Give one plate at a time.") }
            let response = try moderation.review(plates)
            guard let result = response.results.first else { return }
            if let error = result.error { throw Failure(code: error.code, sentence: error.detail.asSentence, advice: nil, exit: .failed) }
            guard let row = choose(among: result.rows) else {
                if result.protected { output.notice("It is protected. To remove that: thaw mod unprotect") }
                if result.rows.isEmpty, !result.protected { output.notice("The registry does not have it.") }
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
        for (index, row) in rows.enumerated() {
            output.labeled("\(index + 1)", "\(row.plate.text), \(row.status.rawValue)")
        }
        guard case .line(let line) = moderation.prompt.ask("which"), let number = Int(line), rows.indices.contains(number - 1) else {
            return nil
        }
        return rows[number - 1]
    }
}
