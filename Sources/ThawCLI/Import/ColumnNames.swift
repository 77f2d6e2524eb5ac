extension ImportColumns.Name {
    /// Other titles that people use, in lower case, without accents, and with only letters and digits.
    private static let others: [ImportColumns.Name: [String]] = [
        .plate: [
            "licenseplate", "licenceplate", "platenumber", "plateid", "plateno", "platenum", "plates", "licenseplatenumber",
            "licenceplatenumber", "licenseplateno", "licenseno", "license", "licence", "licplate", "licplatenum", "tag", "tagnumber",
            "tagno",
            "licensenumber", "lp", "lpn", "lpnumber", "vehicleplate", "vehicleplatenumber", "platetext", "regplate", "regplates", "reg",
            "regno", "regnumber", "registration", "registrationnumber", "registrationno", "registrationplate", "vehicleregistration", "vrm",
            "vrn", "numberplate", "placa", "placas", "numerodeplaca", "numplaca", "noplaca", "matricula", "patente", "placavehiculo",
            "plaque",
            "plaquedimmatriculation", "immatriculation", "numerodeplaque", "noplaque", "numplaque",
        ],
        .issuer: [
            "state", "province", "issuingstate", "issuedby", "stateissued", "stateofissue",
            "issuingauthority", "issuerstate", "plateissuer", "jurisdiction", "st", "estado", "entidad", "entidadfederativa", "provincia",
            "estadodelaplaca", "estadoplaca", "etat", "emisor", "emetteur",
        ],
        .seenAt: [
            "seen", "seenat", "time", "seentime", "timeseen", "timestamp", "datetime", "dateandtime", "datetimeseen", "when", "observedat",
            "observed", "timeobserved", "sighted", "sightedat", "spotted", "spottedat", "hora", "fechahora", "fechayhora", "horavista",
            "heure", "dateheure", "dateetheure", "horodatage", "vu",
            "visto",
        ],
        .day: [
            "day", "seendate", "dateseen", "seenon", "observeddate", "dateobserved", "fecha", "dia", "fechavista", "jour", "datevue",
        ],
        .area: [
            "neighborhood", "neighbourhood", "ward", "zone", "areaid", "areaname", "location", "locationarea", "district", "sector",
            "place",
            "where", "precinct", "beat", "region", "barrio", "zona", "ubicacion", "lugar", "colonia", "distrito", "quartier", "lieu",
            "secteur",
            "arrondissement", "endroit", "localisation",
        ],
        .color: ["colour", "vehiclecolor", "vehiclecolour", "vehcolor", "carcolor", "carcolour", "colorvehiculo", "couleur", "colorcode"],
        .body: [
            "bodystyle", "bodytype", "vehiclebodytype", "vehiclebody", "vehbody", "vehicletype", "vehtype", "style", "carroceria",
            "tipodevehiculo", "tipovehiculo", "tipo", "carrosserie", "typedevehicule",
        ],
        .make: [
            "vehiclemake", "vehmake", "carmake", "makemodel", "makeandmodel", "manufacturer", "brand", "marca", "marcaymodelo",
            "fabricante",
            "marque", "marqueetmodele", "fabricant",
        ],
        .signs: ["sign", "evidence", "indicators", "senales", "senal", "indicios", "signes", "indices"],
    ]

    private static let byTitle: [String: ImportColumns.Name] = {
        var names: [String: ImportColumns.Name] = [:]
        for (name, titles) in others { for title in titles { names[title] = name } }
        return names
    }()

    /// The column that a title means; `nil` if it is unknown.
    init?(header: String) {
        if let name = Self.named(header) {
            self = name
            return
        }
        // “License plate (if seen)”.
        let bare = String(header.prefix { $0 != "(" && $0 != "[" })
        guard let name = (bare == header ? nil : Self.named(bare)) ?? Self.asked(header) else { return nil }
        self = name
    }

    private static func named(_ title: String) -> Self? {
        let plain = String(title.lowercased().withoutAccents.filter { $0.isLetter || $0.isNumber })
        return canonical(plain) ?? byTitle[plain] ?? ofOccasion(plain) ?? ofState(plain)
    }

    /// “Violation Time”, “date of citation”: time and place, as in the public files of cities.
    private static func ofOccasion(_ plain: String) -> Self? {
        let occasions = ["violation", "citation", "ticket", "incident", "issue", "observation", "sighting"]
        for occasion in occasions {
            guard let part = plain.hasPrefix(occasion) ? occasion : plain.hasSuffix("of" + occasion) ? "of" + occasion : nil else {
                continue
            }
            let rest = String(plain.hasPrefix(part) ? plain.dropFirst(part.count) : plain.dropLast(part.count))
            if ["time", "date", "datetime", "dateandtime", "location"].contains(rest) { return canonical(rest) ?? byTitle[rest] }
        }
        return nil
    }

    /// “License Plate State”, “State of Registration”: the plate's issuer. “Plate Type” is not one.
    private static func ofState(_ plain: String) -> Self? {
        let words = ["state", "province", "of", "license", "licence", "lic", "plate", "registration", "reg", "tag", "vehicle", "veh", "rp"]
        var rest = plain[...]
        while let word = words.first(where: { rest.hasPrefix($0) }) { rest = rest.dropFirst(word.count) }
        return rest.isEmpty && (plain.contains("state") || plain.contains("province")) ? .issuer : nil
    }

    /// A form's question: “Where did you see it?”.
    private static func asked(_ title: String) -> Self? {
        guard title.contains("?") else { return nil }
        let words = Set(title.lowercased().withoutAccents.split { !$0.isLetter }.map(String.init))
        return questions.first { !words.isDisjoint(with: $0.words) }?.name
    }

    /// The words of a question that name a column, the surest first.
    private static let questions: [(words: Set<String>, name: Self)] = [
        (["state", "issuer", "province", "estado", "provincia", "etat"], .issuer), (["color", "colour", "couleur"], .color),
        (["plate", "plates", "placa", "placas", "plaque", "matricula"], .plate), (["make", "brand", "marca", "marque"], .make),
        (["where", "donde", "ou", "location", "area"], .area), (["when", "cuando", "quand", "time", "hora", "heure"], .seenAt),
        (["date", "day", "fecha", "jour"], .day),
    ]

    /// Whether a title is the column's documented name.
    static func isCanonical(_ header: String) -> Bool { Self(rawValue: header.lowercased()) != nil }

    private static func canonical(_ plain: String) -> Self? { allCases.first { $0.rawValue.filter(\.isLetter) == plain } }
}
