/// The columns of a file to import.
///
/// `plate`, `seen_at` and `area` must be there; `issuer`, `color`, `body`, `make` and `signs` may be. A day's own column joins the time's.
struct ImportColumns {
    enum Name: String, CaseIterable {
        case plate, issuer, area, color, body, make, signs
        case seenAt = "seen_at"
        case day = "date"

        static let required: [Name] = [.plate, .seenAt, .area]

        /// What people also write above a column, without anything but letters and figures.
        private static let others: [String: Name] = [
            "licenseplate": .plate, "licenceplate": .plate, "platenumber": .plate, "plateid": .plate, "plateno": .plate, "platenum": .plate,
            "licenseplatenumber": .plate, "licenseno": .plate, "tag": .plate, "tagnumber": .plate, "licensenumber": .plate, "lp": .plate,
            "placa": .plate, "plaque": .plate, "vehicleplate": .plate, "platetext": .plate,
            "state": .issuer, "registrationstate": .issuer, "regstate": .issuer, "platestate": .issuer, "stateprovince": .issuer,
            "province": .issuer, "licensestate": .issuer, "rpstate": .issuer, "rpstateplate": .issuer, "tagstate": .issuer,
            "issuingstate": .issuer, "estado": .issuer, "jurisdiction": .issuer,
            "seen": .seenAt, "seenat": .seenAt, "time": .seenAt, "seentime": .seenAt, "timeseen": .seenAt, "timestamp": .seenAt,
            "datetime": .seenAt, "dateandtime": .seenAt, "dateseen": .day, "when": .seenAt, "hora": .seenAt, "heure": .seenAt,
            "violationtime": .seenAt, "issuetime": .seenAt, "observedat": .seenAt, "observed": .seenAt,
            "day": .day, "seendate": .day, "seenon": .day, "issuedate": .day, "fecha": .day, "violationdate": .day, "observeddate": .day,
            "neighborhood": .area, "neighbourhood": .area, "ward": .area, "zone": .area, "areaid": .area, "barrio": .area,
            "colour": .color, "vehiclecolor": .color, "vehiclecolour": .color, "vehcolor": .color, "carcolor": .color,
            "bodystyle": .body, "bodytype": .body, "vehiclebodytype": .body, "vehiclebody": .body, "vehicletype": .body, "style": .body,
            "vehiclemake": .make, "carmake": .make, "makemodel": .make, "makeandmodel": .make, "manufacturer": .make,
            "sign": .signs, "evidence": .signs,
        ]

        init?(header: String) {
            let plain = header.lowercased().filter { $0.isLetter || $0.isNumber }
            guard let name = Name(rawValue: plain) ?? Self.others[plain] else { return nil }
            self = name
        }
    }

    private let places: [Name: Int]
    /// Columns that mean nothing here, and are left out, by their places.
    let unknown: [(place: Int, title: String)]
    let count: Int

    init(_ header: [String]) throws(Failure) {
        var places: [Name: Int] = [:]
        var unknown: [(Int, String)] = []
        for (place, title) in header.enumerated() {
            guard let name = Name(header: title) else {
                if !title.isEmpty { unknown.append((place, title)) }
                continue
            }
            guard places.updateValue(place, forKey: name) == nil else {
                throw .usage("There are two columns for \(name.rawValue).", advice: "Leave one of them out.")
            }
        }
        // A day's column that has the time in it is the time's.
        if places[.seenAt] == nil, let day = places.removeValue(forKey: .day) { places[.seenAt] = day }
        let missing = Name.required.filter { places[$0] == nil }.map(\.rawValue)
        guard missing.isEmpty else {
            throw .usage(
                "The first line names no column \(missing.joined(separator: ", ")).",
                advice: "It names the columns, apart by commas, semicolons, tabs or pipes: plate, seen_at, area; and, if you have them, "
                    + "issuer, date, color, body, make, signs.")
        }
        self.places = places
        self.unknown = unknown
        count = header.count
    }

    func value(_ name: Name, of fields: [String]) -> String? {
        guard let place = places[name], place < fields.count, !fields[place].isEmpty else { return nil }
        return fields[place]
    }

    /// A column that is not understood and holds days alone; left out, its rows would be dated today.
    func unknownDay(in rows: [[String]], _ times: TimeReader) -> String? {
        unknown.first { column in
            let cells = rows.compactMap { column.place < $0.count && !$0[column.place].isEmpty ? $0[column.place] : nil }
            return !cells.isEmpty && cells.allSatisfy(times.isDate)
        }?.title
    }
}
