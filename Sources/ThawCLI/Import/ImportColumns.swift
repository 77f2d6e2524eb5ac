/// The columns of a file to import.
///
/// `plate`, `seen_at` and `area` must be there; `issuer`, `color`, `body`, `make` and `signs` may be. A day's own column joins the time's.
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

    private let places: [Name: Int]
    /// Columns that mean nothing here, and are left out, by their places.
    let unknown: [(place: Int, title: String)]
    let count: Int

    /// What the titles mean that are not the names of the docs, in the file's order: a title, and its column.
    let understood: [(title: String, name: Name)]

    init(_ header: [String]) throws(Failure) {
        var places: [Name: Int] = [:]
        var unknown: [(Int, String)] = []
        for (place, title) in header.enumerated() {
            guard let name = Name(header: title) else {
                if !title.isEmpty { unknown.append((place, title)) }
                continue
            }
            guard let first = places[name] else {
                places[name] = place
                continue
            }
            // The docs' own name wins over another title for the same.
            let wins = Name.isCanonical(title) && !Name.isCanonical(header[first])
            guard wins || name.isOptional || (Name.isCanonical(header[first]) && !Name.isCanonical(title)) else {
                throw .usage(
                    "There are two columns for \(name.rawValue): “\(header[first])” and “\(title)”.", advice: "Leave one of them out.")
            }
            if wins { places[name] = place }
            unknown.append((wins ? first : place, header[wins ? first : place]))
        }
        // A day's column that has the time in it is the time's.
        if places[.seenAt] == nil, let day = places.removeValue(forKey: .day) { places[.seenAt] = day }
        let missing = Name.required.filter { places[$0] == nil }.map(\.rawValue)
        guard missing.isEmpty else { throw Self.missing(missing, unknown.map(\.1)) }
        self.places = places
        self.unknown = unknown
        count = header.count
        understood = header.enumerated().compactMap { place, title in
            guard !Name.isCanonical(title), let name = places.first(where: { $0.value == place })?.key else { return nil }
            return (title, name)
        }
    }

    private static func missing(_ names: [String], _ unknown: [String]) -> Failure {
        let titles = unknown.prefix(titlesMax).map { "“\($0)”" }.joined(separator: ", ") + (unknown.count > titlesMax ? ", …" : "")
        let found = unknown.isEmpty ? "" : " Not understood: \(titles)."
        return .usage(
            "The first line names no column \(names.joined(separator: ", ")).\(found)",
            advice: "It names the columns, apart by commas, semicolons, tabs or pipes: plate, seen_at, area; and, if you have them, "
                + "issuer, date, color, body, make, signs.")
    }

    private static let titlesMax = 8

    func value(_ name: Name, of fields: [String]) -> String? {
        guard let place = places[name], place < fields.count, !fields[place].isEmpty else { return nil }
        return fields[place]
    }

    /// Whether the titles of days and times are Spanish or French, where dates have the day first.
    var haveTimesInRomance: Bool {
        understood.contains { column in
            guard column.name == .day || column.name == .seenAt else { return false }
            let words = column.title.lowercased().withoutAccents.split { !$0.isLetter }
            return words.contains { ["fecha", "hora", "dia", "visto", "jour", "heure", "horodatage", "vu", "vue"].contains($0) }
        }
    }

    /// A column that is not understood and holds days alone; left out, its rows would be dated today.
    func unknownDay(in rows: [[String]], _ times: TimeReader) -> String? {
        unknown.first { column in
            let cells = rows.compactMap { column.place < $0.count && !$0[column.place].isEmpty ? $0[column.place] : nil }
            return !cells.isEmpty && cells.allSatisfy(times.isDate)
        }?.title
    }
}
