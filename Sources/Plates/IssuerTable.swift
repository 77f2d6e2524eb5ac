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

    static let unitedStates: ClosedRange<UInt16> = 1...113
    /// Those of the United States that have a code of our own, because ISO 3166-2 has none.
    static let ownCodes: ClosedRange<UInt16> = 57...113
    static let canada: ClosedRange<UInt16> = 201...213
    static let mexico: ClosedRange<UInt16> = 301...332

    static let rows: [Row] = [Row(0, "ZZ", "unknown")] + rowsOfUnitedStates + rowsOfTribes + rowsOfCanada + rowsOfMexico

    static let byCode: [String: Issuer] = Dictionary(
        uniqueKeysWithValues: rows.map { ($0.code, Issuer(knownNumber: $0.number)) })

    /// The index of a known number in `rows`.
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
        Row(9, "US-FL", "Florida", "Fla", "Flor"),
        Row(10, "US-GA", "Georgia"),
        Row(11, "US-HI", "Hawaii", "Haw"),
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
        Row(29, "US-NH", "New Hampshire", "N Hampshire", "N Hamp"),
        Row(30, "US-NJ", "New Jersey", "N Jersey"),
        Row(31, "US-NM", "New Mexico", "N Mexico", "N Mex", "NMex", "New Mex"),
        Row(32, "US-NY", "New York", "New York State", "N York"),
        Row(33, "US-NC", "North Carolina", "N Carolina", "No Carolina", "N Car", "No Car", "NCar"),
        Row(34, "US-ND", "North Dakota", "N Dakota", "No Dakota", "N Dak", "No Dak", "NDak"),
        Row(35, "US-OH", "Ohio"),
        Row(36, "US-OK", "Oklahoma", "Okla"),
        Row(37, "US-OR", "Oregon", "Ore", "Oreg"),
        Row(38, "US-PA", "Pennsylvania", "Penn", "Penna"),
        Row(39, "US-RI", "Rhode Island", "R Island", "Rhode Is"),
        Row(40, "US-SC", "South Carolina", "S Carolina", "So Carolina", "S Car", "So Car", "SCar"),
        Row(41, "US-SD", "South Dakota", "S Dakota", "So Dakota", "S Dak", "So Dak", "SDak"),
        Row(42, "US-TN", "Tennessee", "Tenn"),
        Row(43, "US-TX", "Texas", "Tex"),
        Row(44, "US-UT", "Utah"),
        Row(45, "US-VT", "Vermont"),
        Row(46, "US-VA", "Virginia", "Virg"),
        Row(47, "US-WA", "Washington", "Washington State", "Wash"),
        Row(48, "US-WV", "West Virginia", "W Virginia", "West Va", "W Va", "WVa", "West Virg", "W Virg"),
        Row(49, "US-WI", "Wisconsin", "Wis", "Wisc"),
        Row(50, "US-WY", "Wyoming", "Wyo"),
        Row(51, "US-DC", "District of Columbia", "Dist of Columbia", "Dist of Col", "Washington DC", "Washington D C", "Wash DC"),
        Row(52, "US-AS", "American Samoa"),
        Row(53, "US-GU", "Guam"),
        Row(54, "US-MP", "Northern Mariana Islands", "Northern Marianas", "CNMI"),
        Row(55, "US-PR", "Puerto Rico", "P Rico"),
        Row(56, "US-VI", "U.S. Virgin Islands", "Virgin Islands", "USVI"),
        Row(
            57, "US-GOV", "U.S. Government", "US Govt", "US Gov", "USG", "Government", "Govt", "Federal Government", "Federal", "Fed",
            "GSA",
            "United States Government"),
        Row(
            58, "US-DIP", "U.S. Diplomatic", "Diplomatic", "Diplomat", "US Diplomat", "Diplomatic Corps", "Department of State",
            "State Department"),
    ]

    /// Tribal nations that issue plates of their own. ISO 3166-2 has no codes for them, so these are ours: the state, then the nation.
    ///
    /// Source: Wikipedia, "Vehicle registration plates of Native American tribes in the United States", and the Ho-Chunk Nation's newspaper
    /// on the seven that Wisconsin has agreements with. South Dakota issues its nations' plates itself. The article lists neither Bois
    /// Forte nor Mille Lacs.
    private static let rowsOfTribes: [Row] = [
        Row(59, "US-MN-BF", "Bois Forte Band", "Bois Forte", "Nett Lake"),
        Row(60, "US-MN-FDL", "Fond du Lac Band", "Fond du Lac"),
        Row(61, "US-MN-GP", "Grand Portage Band", "Grand Portage"),
        Row(62, "US-MN-LL", "Leech Lake Band", "Leech Lake Band of Ojibwe", "Leech Lake"),
        Row(63, "US-MN-ML", "Mille Lacs Band", "Mille Lacs Band of Ojibwe", "Mille Lacs"),
        Row(64, "US-MN-RL", "Red Lake Nation", "Red Lake", "Red Lake Band", "Red Lake Indian Reservation"),
        Row(65, "US-MN-WE", "White Earth Nation", "White Earth", "White Earth Band"),
        Row(66, "US-WI-BR", "Bad River Band", "Bad River"),
        Row(67, "US-WI-HCN", "Ho-Chunk Nation", "Ho-Chunk"),
        Row(68, "US-WI-LCO", "Lac Courte Oreilles Band", "Lac Courte Oreilles"),
        Row(69, "US-WI-LDF", "Lac du Flambeau Band", "Lac du Flambeau"),
        Row(70, "US-WI-MEN", "Menominee Indian Tribe", "Menominee", "Menominee Nation"),
        Row(71, "US-WI-ON", "Oneida Nation", "Oneida"),
        Row(72, "US-WI-RC", "Red Cliff Band", "Red Cliff"),
        Row(73, "US-MI-BM", "Bay Mills Indian Community", "Bay Mills"),
        Row(74, "US-MI-KB", "Keweenaw Bay Indian Community", "Keweenaw Bay"),
        Row(75, "US-MI-SC", "Saginaw Chippewa Tribal Nation", "Saginaw Chippewa"),
        Row(76, "US-ND-SL", "Spirit Lake Tribe", "Spirit Lake"),
        Row(77, "US-ND-MHA", "Three Affiliated Tribes", "MHA Nation"),
        Row(78, "US-ND-TM", "Turtle Mountain Band", "Turtle Mountain"),
        Row(79, "US-WA-QIN", "Quinault Indian Nation", "Quinault"),
        Row(80, "US-WA-YN", "Yakama Nation", "Yakama"),
        Row(81, "US-OK-AST", "Absentee Shawnee Tribe", "Absentee Shawnee"),
        Row(82, "US-OK-AP", "Apache Tribe of Oklahoma", "Apache Tribe"),
        Row(83, "US-OK-CAD", "Caddo Nation of Oklahoma", "Caddo Nation", "Caddo"),
        Row(84, "US-OK-CN", "Cherokee Nation"),
        Row(85, "US-OK-CA", "Cheyenne and Arapaho Tribes", "Cheyenne Arapaho"),
        Row(86, "US-OK-CHI", "Chickasaw Nation", "Chickasaw"),
        Row(87, "US-OK-CHO", "Choctaw Nation of Oklahoma", "Choctaw Nation", "Choctaw"),
        Row(88, "US-OK-CPN", "Citizen Potawatomi Nation", "Citizen Potawatomi", "Potawatomi"),
        Row(89, "US-OK-COM", "Comanche Nation"),
        Row(90, "US-OK-DN", "Delaware Nation"),
        Row(91, "US-OK-EST", "Eastern Shawnee Tribe", "Eastern Shawnee"),
        Row(92, "US-OK-IT", "Iowa Tribe of Oklahoma", "Iowa Tribe"),
        Row(93, "US-OK-KAW", "Kaw Nation"),
        Row(94, "US-OK-KIC", "Kickapoo Tribe of Oklahoma", "Kickapoo Tribe", "Kickapoo"),
        Row(95, "US-OK-KIO", "Kiowa Tribe", "Kiowa"),
        Row(96, "US-OK-MIA", "Miami Tribe of Oklahoma", "Miami Tribe", "Miami Nation"),
        Row(97, "US-OK-MOD", "Modoc Nation", "Modoc"),
        Row(98, "US-OK-MUS", "Muscogee Creek Nation", "Muscogee Nation", "Muscogee", "Creek Nation"),
        Row(99, "US-OK-OSA", "Osage Nation", "Osage"),
        Row(100, "US-OK-OTT", "Ottawa Tribe of Oklahoma", "Ottawa Tribe"),
        Row(101, "US-OK-OM", "Otoe-Missouria Tribe of Indians", "Otoe-Missouria"),
        Row(102, "US-OK-PAW", "Pawnee Nation of Oklahoma", "Pawnee Nation", "Pawnee"),
        Row(103, "US-OK-PEO", "Peoria Tribe of Indians", "Peoria Tribe"),
        Row(104, "US-OK-PON", "Ponca Tribe of Oklahoma", "Ponca Tribe", "Ponca"),
        Row(105, "US-OK-QUA", "Quapaw Nation", "Quapaw"),
        Row(106, "US-OK-SF", "Sac and Fox Nation", "Sac and Fox"),
        Row(107, "US-OK-SEM", "Seminole Nation of Oklahoma", "Seminole Nation", "Seminole"),
        Row(108, "US-OK-SCN", "Seneca-Cayuga Nation", "Seneca-Cayuga"),
        Row(109, "US-OK-SHA", "Shawnee Tribe", "Shawnee"),
        Row(110, "US-OK-TON", "Tonkawa Tribe", "Tonkawa"),
        Row(111, "US-OK-UKB", "United Keetoowah Band", "Keetoowah"),
        Row(112, "US-OK-WIC", "Wichita and Affiliated Tribes", "Wichita Tribes"),
        Row(113, "US-OK-WYA", "Wyandotte Nation", "Wyandotte"),
    ]

    private static let rowsOfCanada: [Row] = [
        Row(201, "CA-AB", "Alberta", "Alta"),
        Row(202, "CA-BC", "British Columbia", "Colombie-Britannique"),
        Row(203, "CA-MB", "Manitoba", "Man"),
        Row(204, "CA-NB", "New Brunswick", "Nouveau-Brunswick"),
        Row(205, "CA-NL", "Newfoundland and Labrador", "Newfoundland", "Nfld", "NF", "Labrador", "Terre-Neuve-et-Labrador", "Terre-Neuve"),
        Row(206, "CA-NS", "Nova Scotia", "Nouvelle-Écosse"),
        Row(207, "CA-NT", "Northwest Territories", "NWT", "Territoires du Nord-Ouest"),
        Row(208, "CA-NU", "Nunavut"),
        Row(209, "CA-ON", "Ontario", "Ont"),
        Row(210, "CA-PE", "Prince Edward Island", "P E Island", "PEI", "Île-du-Prince-Édouard"),
        Row(211, "CA-QC", "Quebec", "Que", "PQ"),
        Row(212, "CA-SK", "Saskatchewan", "Sask"),
        Row(213, "CA-YT", "Yukon", "Yukon Territory", "Territoire du Yukon"),
    ]

    private static let rowsOfMexico: [Row] = [
        Row(301, "MX-AGU", "Aguascalientes", "Ags"),
        Row(302, "MX-BCN", "Baja California", "Baja California Norte", "Baja Calif", "BC"),
        Row(303, "MX-BCS", "Baja California Sur", "Baja Calif Sur"),
        Row(304, "MX-CAM", "Campeche", "Camp"),
        Row(305, "MX-CHH", "Chihuahua", "Chih"),
        Row(306, "MX-CHP", "Chiapas", "Chis"),
        Row(307, "MX-CMX", "Ciudad de México", "Cd de México", "CDMX", "Mexico City", "Distrito Federal", "DF"),
        Row(308, "MX-COA", "Coahuila", "Coahuila de Zaragoza", "Coah"),
        Row(309, "MX-COL", "Colima"),
        Row(310, "MX-DUR", "Durango", "Dgo"),
        Row(311, "MX-GRO", "Guerrero"),
        Row(312, "MX-GUA", "Guanajuato", "Gto"),
        Row(313, "MX-HID", "Hidalgo", "Hgo"),
        Row(314, "MX-JAL", "Jalisco"),
        Row(315, "MX-MEX", "Estado de México", "Edo de México", "Edo de Mex", "State of Mexico", "Edomex", "Edo Mex"),
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
