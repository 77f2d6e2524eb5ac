/// The columns of a file to import.
///
/// `plate`, `seen_at` and `area` are required; `issuer`, `color`, `body`, `make` and `signs` are optional. A separate `date` column is
/// joined with `seen_at`.
struct ImportColumns {
    enum Name: String, CaseIterable {
        case plate, issuer, area, color, body, make, signs
        case seenAt = "seen_at"
        case day = "date"

        static let required: [Name] = [.plate, .seenAt, .area]

        /// Whether a row can go without the column.
        var isOptional: Bool {
            switch self {
            case .color, .body, .make, .signs: true
            case .plate, .issuer, .area, .seenAt, .day: false
            }
        }
    }

    private let indexes: [Name: Int]
    /// Columns with unknown titles. They are left out.
    let unknown: [(index: Int, title: String)]
    let count: Int

    /// The understood titles that are not the documented names, in the file's order.
    let understood: [(title: String, name: Name)]

    init(_ header: [String]) throws(Failure) {
        var indexes: [Name: Int] = [:]
        var unknown: [(Int, String)] = []
        for (index, title) in header.enumerated() {
            guard let name = Name(header: title) else {
                if !title.isEmpty { unknown.append((index, title)) }
                continue
            }
            guard let first = indexes[name] else {
                indexes[name] = index
                continue
            }
            // The documented name wins over another title for the same column.
            let wins = Name.isCanonical(title) && !Name.isCanonical(header[first])
            guard wins || name.isOptional || (Name.isCanonical(header[first]) && !Name.isCanonical(title)) else {
                throw .usage(
                    "There are two columns for \(name.rawValue): “\(header[first])” and “\(title)”.", advice: "Leave one of them out.")
            }
            if wins { indexes[name] = index }
            unknown.append((wins ? first : index, header[wins ? first : index]))
        }
        // Without a time column, the date column holds the times.
        if indexes[.seenAt] == nil, let day = indexes.removeValue(forKey: .day) { indexes[.seenAt] = day }
        let missing = Name.required.filter { indexes[$0] == nil }.map(\.rawValue)
        guard missing.isEmpty else { throw Self.missing(missing, unknown.map(\.1)) }
        self.indexes = indexes
        self.unknown = unknown
        count = header.count
        understood = header.enumerated().compactMap { index, title in
            guard !Name.isCanonical(title), let name = indexes.first(where: { $0.value == index })?.key else { return nil }
            return (title, name)
        }
    }

    private static func missing(_ names: [String], _ unknown: [String]) -> Failure {
        let titles = unknown.prefix(titlesMax).map { "“\($0)”" }.joined(separator: ", ") + (unknown.count > titlesMax ? ", …" : "")
        let found = unknown.isEmpty ? "" : " Not understood: \(titles)."
        return .usage(
            "The first line has no column \(names.joined(separator: ", ")).\(found)",
            advice: "Name the columns there, separated by commas, semicolons, tabs or pipes: plate, seen_at, area, and optionally "
                + "issuer, date, color, body, make, signs.")
    }

    private static let titlesMax = 8

    func value(_ name: Name, of fields: [String]) -> String? {
        guard let index = indexes[name], index < fields.count, !fields[index].isEmpty else { return nil }
        return fields[index]
    }

    /// Whether the titles of days and times are Spanish or French: then dates have the day first.
    var haveTimesInRomance: Bool {
        understood.contains { column in
            guard column.name == .day || column.name == .seenAt else { return false }
            let words = column.title.lowercased().withoutAccents.split { !$0.isLetter }
            return words.contains { ["fecha", "hora", "dia", "visto", "jour", "heure", "horodatage", "vu", "vue"].contains($0) }
        }
    }

    /// The title of an unknown column that holds only dates, if no other has them. If it were left out, its rows would be dated today.
    func unknownDay(in rows: [[String]], _ times: TimeReader) -> String? {
        func holdsDates(_ index: Int) -> Bool {
            let cells = rows.compactMap { index < $0.count && !$0[index].isEmpty ? $0[index] : nil }
            return !cells.isEmpty && cells.allSatisfy(times.isDate)
        }
        guard indexes[.day] == nil, indexes[.seenAt].map(holdsDates) != true else { return nil }
        return unknown.first { holdsDates($0.index) }?.title
    }
}
