/// The formats of the plates that issuers give to passenger cars and to governments.
///
/// A format has `A` for a letter and `0` for a digit. A small letter stands for itself.
///
/// Sources: for the states and territories, Wikipedia, "United States license plate designs and serial formats" and the pages on each
/// state's plates; for provinces, "Canadian licence plate designs and serial formats"; for Mexico, the standard NOM-001-SCT-2 as the page
/// "Vehicle registration plates of Mexico" gives it; for US-GOV, GSA's "Reference Guide for U.S. Government License Plates" and
/// dcplates.com; for US-DIP, "Diplomatic license plates in the United States". Tribal nations publish no formats, so they have none here,
/// and a plate of theirs is never called unusual.
enum SeriesTable {
    static let formats: [String: String] = unitedStates.merging(canada) { first, _ in first }.merging(mexico) { first, _ in first }

    private static let unitedStates = [
        "US-AL": "0A00000 00A0000 0A0000A 00A000A 0A00A00 00A00A0 00A0A0A 0AA0000 00AA000",
        "US-AK": "AAA000",
        "US-AZ": "AAA0000 AAA000 000AAA AAA0AA A0A0AA",
        "US-AR": "000AAA AAA000 AAA00A",
        "US-CA": "0AAA000 000AAA0 AAA000 000AAA 0A00000 00000A0 0000000",
        "US-CO": "AAA000 000AAA AAAA00 AA0000",
        "US-CT": "AA00000 000AAA 0AAAA0",
        "US-DE": "000 0000 00000 000000 c00000 c000000",
        "US-DC": "AA0000 000000",
        "US-FL": "AAAA00 A00AAA A000AA 00AAAA 000AAA AAA000",
        "US-GA": "AAA0000 0000AAA",
        "US-HI": "AAA000",
        "US-ID": "A000000 A00000 0A00000 0A0000 0AA0000 0AA000 0AAA000 0A0000A A00000A",
        "US-IL": "AA00000 A000000 0000000",
        "US-IN": "000AAA 000AA 000A",
        "US-IA": "AAA000 000AAA",
        "US-KS": "0000AAA 000AAA AAA000",
        "US-KY": "A0A000 000AAA AAA000",
        "US-LA": "000AAA AAA000",
        "US-ME": "0000AA 000AAA 000AA",
        "US-MD": "0AA0000 AAA000",
        "US-MA": "0AAA00 000AA0 0AA000 0000AA 000AAA 00AA00",
        "US-MI": "AAA0000 0AAA00",
        "US-MN": "AAA000 000AAA",
        "US-MS": "AAA0000 AAA000 AAA0A0",
        "US-MO": "AA0A0A 000AAA AAA000",
        "US-MT": "0000A 00000A 000000A AAA000",
        "US-NE": "AAA000 0A0000 00A000 0AA000 00AA00",
        "US-NV": "000A00 000AAA 00A000",
        "US-NH": "0000000 000000",
        "US-NJ": "A00AAA AAA00A AAA000 AA000A",
        "US-NM": "AAA000 000AAA AAAA00",
        "US-NY": "AAA0000 AAA000",
        "US-NC": "AAA0000",
        "US-ND": "000AAA AAA000",
        "US-OH": "AAA0000 AA00AA",
        "US-OK": "AAA000 000AAA",
        "US-OR": "000AAA AAA000",
        "US-PA": "AAA0000",
        "US-RI": "0AA000 000000 00000 AA000",
        "US-SC": "AAA000 0000AA",
        "US-SD": "0AA000 00A000 00AA00 00AAA0",
        "US-TN": "AAA0000 A0000A 000AAA AAA000",
        "US-TX": "AAA0000 AA0A000 A00AAA 000AAA AAA000 0000A00",
        "US-UT": "A000AA 000AAA 0A0AA",
        "US-VT": "AAA000 000A000",
        "US-VA": "AAA0000 AAA000",
        "US-WA": "AAA0000 000AAA",
        "US-WV": "0AA000 AAA000 0A0000",
        "US-WI": "AAA0000 000AAA AAA000",
        "US-WY": "00000 000000 0000000 0000A 000AA 00AAA",
        "US-AS": "0000",
        "US-GU": "AA0000 AAA0000",
        "US-MP": "AAA000",
        "US-PR": "AAA000",
        "US-VI": "AAA000",
        "US-GOV": "g000000A g0000000 A00000 A000000 AA00000 AAA0000 AAA00000",
        "US-DIP": "AAA0000",
    ]

    private static let canada = [
        "CA-AB": "AAA0000 AAA000",
        "CA-BC": "AA000A 000AAA AAA000",
        "CA-MB": "AAA000",
        "CA-NB": "AAA000",
        "CA-NL": "AAA000",
        "CA-NS": "AAA000",
        "CA-NT": "000000",
        "CA-NU": "000000",
        "CA-ON": "AAAA000 000AAA",
        "CA-QC": "A00AAA 000AAA",
        "CA-SK": "000AAA",
        "CA-YT": "AAA00",
    ]

    /// One national scheme, in which each state has a block of letters.
    private static let mexico = Dictionary(
        uniqueKeysWithValues: Issuer.all.filter { $0.country == .mx }.map { issuer in
            (issuer.code, issuer.code == "MX-CMX" ? "A00AAA 000AAA" : "AAA0000 AAA000A")
        })
}
