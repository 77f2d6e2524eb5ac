/// Every issuer with its number, code, name, and the other words that people write for it.
///
/// Numbers are sealed into databases: a new issuer takes the next number at the end of its country's range.
enum IssuerTable {
    struct Row: Sendable {
        let number: UInt16
        let code: String
        let name: String
        let abbreviation: String
        let country: Country?
        /// Usual abbreviations and other names, without periods, accents folded away when they are read.
        let alsoWritten: [String]

        init(_ number: UInt16, _ code: String, _ name: String, _ alsoWritten: String...) {
            self.number = number
            self.code = code
            self.name = name
            abbreviation = String(code.drop { $0 != "-" }.dropFirst())
            country = Country(rawValue: String(code.prefix(2)))
            self.alsoWritten = alsoWritten
        }
    }

    static let unitedStates: ClosedRange<UInt16> = 1...58
    static let canada: ClosedRange<UInt16> = 201...213
    static let mexico: ClosedRange<UInt16> = 301...332

    static let rows: [Row] = [Row(0, "ZZ", "unknown")] + rowsOfUnitedStates + rowsOfCanada + rowsOfMexico

    static let byCode: [String: Issuer] = Dictionary(
        uniqueKeysWithValues: rows.map { ($0.code, Issuer(knownNumber: $0.number)) })

    /// Where a known number stands in `rows`.
    static func position(of number: UInt16) -> Int {
        let number = Int(number)
        if number >= mexico.lowerBound { return number - Int(mexico.lowerBound) + unitedStates.count + canada.count + 1 }
        if number >= canada.lowerBound { return number - Int(canada.lowerBound) + unitedStates.count + 1 }
        return number
    }

    private static let rowsOfUnitedStates: [Row] = [
        Row(1, "US-AL", "Alabama", "Ala"),
        Row(2, "US-AK", "Alaska"),
        Row(3, "US-AZ", "Arizona", "Ariz"),
        Row(4, "US-AR", "Arkansas", "Ark"),
        Row(5, "US-CA", "California", "Calif", "Cal", "Cali"),
        Row(6, "US-CO", "Colorado", "Colo"),
        Row(7, "US-CT", "Connecticut", "Conn"),
        Row(8, "US-DE", "Delaware", "Del"),
        Row(9, "US-FL", "Florida", "Fla"),
        Row(10, "US-GA", "Georgia"),
        Row(11, "US-HI", "Hawaii"),
        Row(12, "US-ID", "Idaho", "Ida"),
        Row(13, "US-IL", "Illinois", "Ill"),
        Row(14, "US-IN", "Indiana", "Ind"),
        Row(15, "US-IA", "Iowa"),
        Row(16, "US-KS", "Kansas", "Kan", "Kans"),
        Row(17, "US-KY", "Kentucky"),
        Row(18, "US-LA", "Louisiana"),
        Row(19, "US-ME", "Maine"),
        Row(20, "US-MD", "Maryland"),
        Row(21, "US-MA", "Massachusetts", "Mass"),
        Row(22, "US-MI", "Michigan", "Mich"),
        Row(23, "US-MN", "Minnesota", "Minn"),
        Row(24, "US-MS", "Mississippi", "Miss"),
        Row(25, "US-MO", "Missouri"),
        Row(26, "US-MT", "Montana", "Mont"),
        Row(27, "US-NE", "Nebraska", "Neb", "Nebr"),
        Row(28, "US-NV", "Nevada", "Nev"),
        Row(29, "US-NH", "New Hampshire"),
        Row(30, "US-NJ", "New Jersey"),
        Row(31, "US-NM", "New Mexico", "N Mex", "NMex"),
        Row(32, "US-NY", "New York"),
        Row(33, "US-NC", "North Carolina", "N Carolina", "N Car"),
        Row(34, "US-ND", "North Dakota", "N Dakota", "N Dak", "NDak"),
        Row(35, "US-OH", "Ohio"),
        Row(36, "US-OK", "Oklahoma", "Okla"),
        Row(37, "US-OR", "Oregon", "Ore", "Oreg"),
        Row(38, "US-PA", "Pennsylvania", "Penn", "Penna"),
        Row(39, "US-RI", "Rhode Island"),
        Row(40, "US-SC", "South Carolina", "S Carolina", "S Car"),
        Row(41, "US-SD", "South Dakota", "S Dakota", "S Dak", "SDak"),
        Row(42, "US-TN", "Tennessee", "Tenn"),
        Row(43, "US-TX", "Texas", "Tex"),
        Row(44, "US-UT", "Utah"),
        Row(45, "US-VT", "Vermont"),
        Row(46, "US-VA", "Virginia"),
        Row(47, "US-WA", "Washington", "Washington State", "Wash"),
        Row(48, "US-WV", "West Virginia", "W Virginia", "W Va", "WVa"),
        Row(49, "US-WI", "Wisconsin", "Wis", "Wisc"),
        Row(50, "US-WY", "Wyoming", "Wyo"),
        Row(51, "US-DC", "District of Columbia", "Washington DC", "Wash DC"),
        Row(52, "US-AS", "American Samoa"),
        Row(53, "US-GU", "Guam"),
        Row(54, "US-MP", "Northern Mariana Islands", "Northern Marianas", "CNMI"),
        Row(55, "US-PR", "Puerto Rico"),
        Row(56, "US-VI", "U.S. Virgin Islands", "Virgin Islands", "USVI"),
        Row(57, "US-GOV", "U.S. Government", "US Govt", "US Gov", "Government", "Govt", "Federal Government", "Federal", "GSA"),
        Row(58, "US-DIP", "U.S. Diplomatic", "Diplomatic", "Diplomat", "Department of State", "State Department"),
    ]

    private static let rowsOfCanada: [Row] = [
        Row(201, "CA-AB", "Alberta", "Alta"),
        Row(202, "CA-BC", "British Columbia", "Colombie-Britannique"),
        Row(203, "CA-MB", "Manitoba", "Man"),
        Row(204, "CA-NB", "New Brunswick", "Nouveau-Brunswick"),
        Row(205, "CA-NL", "Newfoundland and Labrador", "Newfoundland", "Nfld", "Terre-Neuve-et-Labrador", "Terre-Neuve"),
        Row(206, "CA-NS", "Nova Scotia", "Nouvelle-Écosse"),
        Row(207, "CA-NT", "Northwest Territories", "NWT", "Territoires du Nord-Ouest"),
        Row(208, "CA-NU", "Nunavut"),
        Row(209, "CA-ON", "Ontario", "Ont"),
        Row(210, "CA-PE", "Prince Edward Island", "PEI", "Île-du-Prince-Édouard"),
        Row(211, "CA-QC", "Quebec", "Que", "PQ"),
        Row(212, "CA-SK", "Saskatchewan", "Sask"),
        Row(213, "CA-YT", "Yukon", "Yukon Territory", "Territoire du Yukon"),
    ]

    private static let rowsOfMexico: [Row] = [
        Row(301, "MX-AGU", "Aguascalientes", "Ags"),
        Row(302, "MX-BCN", "Baja California", "BC"),
        Row(303, "MX-BCS", "Baja California Sur"),
        Row(304, "MX-CAM", "Campeche", "Camp"),
        Row(305, "MX-CHH", "Chihuahua", "Chih"),
        Row(306, "MX-CHP", "Chiapas", "Chis"),
        Row(307, "MX-CMX", "Ciudad de México", "CDMX", "Mexico City", "Distrito Federal", "DF"),
        Row(308, "MX-COA", "Coahuila", "Coahuila de Zaragoza", "Coah"),
        Row(309, "MX-COL", "Colima"),
        Row(310, "MX-DUR", "Durango", "Dgo"),
        Row(311, "MX-GRO", "Guerrero"),
        Row(312, "MX-GUA", "Guanajuato", "Gto"),
        Row(313, "MX-HID", "Hidalgo", "Hgo"),
        Row(314, "MX-JAL", "Jalisco"),
        Row(315, "MX-MEX", "Estado de México", "State of Mexico", "Edomex", "Edo Mex"),
        Row(316, "MX-MIC", "Michoacán", "Michoacán de Ocampo", "Mich"),
        Row(317, "MX-MOR", "Morelos"),
        Row(318, "MX-NAY", "Nayarit"),
        Row(319, "MX-NLE", "Nuevo León", "NL"),
        Row(320, "MX-OAX", "Oaxaca"),
        Row(321, "MX-PUE", "Puebla"),
        Row(322, "MX-QUE", "Querétaro", "Qro"),
        Row(323, "MX-ROO", "Quintana Roo", "Q Roo", "QRoo"),
        Row(324, "MX-SIN", "Sinaloa"),
        Row(325, "MX-SLP", "San Luis Potosí"),
        Row(326, "MX-SON", "Sonora"),
        Row(327, "MX-TAB", "Tabasco"),
        Row(328, "MX-TAM", "Tamaulipas", "Tamps"),
        Row(329, "MX-TLA", "Tlaxcala", "Tlax"),
        Row(330, "MX-VER", "Veracruz", "Veracruz de Ignacio de la Llave"),
        Row(331, "MX-YUC", "Yucatán"),
        Row(332, "MX-ZAC", "Zacatecas"),
    ]
}
