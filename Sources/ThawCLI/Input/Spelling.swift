/// Finds the known word that a mistyped one was meant to be.
enum Spelling {
    /// Shorter words are too close to plates.
    private static let lengthMin = 4

    /// The nearest word: one slip away, or two if it has seven letters or more; `nil` if there is none, or more than one.
    static func nearest(to word: String, among known: some Sequence<String>) -> String? {
        guard word.count >= lengthMin, !word.contains(where: \.isNumber) else { return nil }
        let typed = Array(word)
        let slipsMax = typed.count >= 7 ? 2 : 1
        var best: (word: String, slips: Int)?
        var isTie = false
        for candidate in known {
            let slips = slips(typed, Array(candidate))
            // “Ping” is another word than “pink”, and “bleu” is a slip of the fingers.
            if typed.count == lengthMin, candidate.count == lengthMin, typed.sorted() != candidate.sorted() { continue }
            guard slips <= slipsMax else { continue }
            if let found = best, found.word != candidate, found.slips == slips { isTie = true }
            if best.map({ slips < $0.slips }) ?? true {
                best = (candidate, slips)
                isTie = false
            }
        }
        return isTie ? nil : best?.word
    }

    /// Substitutions, insertions, deletions and swaps of neighbours from one word to the other.
    private static func slips(_ a: [Character], _ b: [Character]) -> Int {
        var rows = [Array(0...b.count)]
        for i in a.indices {
            var row = [i + 1]
            for j in b.indices {
                var cost = min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, rows[i - 1][j - 1] + 1) }
                row.append(cost)
            }
            rows.append(row)
        }
        return rows[a.count][b.count]
    }
}
