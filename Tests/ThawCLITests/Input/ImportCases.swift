import Foundation
import Wire

/// What the files of `Vectors/reading.tsv` come to.
enum ImportCases {
    enum Expected: Sendable {
        /// Nothing is reported, and the answer has this word.
        case refused(String)
        /// The plate as it is sent; and whether the report and what was said are right.
        case taken(String, @Sendable (ReportBody, String) -> Bool)
    }

    /// The file itself: `\\n` is a line's end, and `\\uXXXX` a character.
    static func file(_ text: String) -> String {
        var file = ""
        var rest = text[...]
        while let first = rest.first {
            if rest.hasPrefix("\\n") {
                file += "\n"
                rest = rest.dropFirst(2)
            } else if rest.hasPrefix("\\u"), let value = UInt32(rest.dropFirst(2).prefix(4), radix: 16), let scalar = Unicode.Scalar(value)
            {
                file.unicodeScalars.append(scalar)
                rest = rest.dropFirst(6)
            } else {
                file.append(first)
                rest = rest.dropFirst()
            }
        }
        return file
    }

    /// By the row that follows the header, which is enough to tell them apart, but for the optional cells.
    static func expected(of text: String) -> Expected? {
        let lines = text.components(separatedBy: "\\n")
        guard let header = lines.dropLast().last, let row = lines.last else { return nil }
        if let cell = optionalCell(header, row) { return cell }
        return rows[row]
    }

    private static let seen = "2026-11-28T16:00:00Z"

    private static func plain(_ plate: String) -> Expected {
        .taken(plate) { report, _ in report.area == "powderhorn" && report.seenAt == seen }
    }

    private static let rows: [String: Expected] = [
        "OH MY 71,CA,2 hours ago,powderhorn": plain("US-CA OHMY71"), "LA 91,CA,2 hours ago,powderhorn": plain("US-CA LA91"),
        "HI 6 DAD,MN,2 hours ago,powderhorn": plain("US-MN HI6DAD"), "TEST HI,CA,2 hours ago,powderhorn": plain("US-CA TESTHI"),
        "MN ABC170,WI,2 hours ago,powderhorn": .refused("plate.ambiguous"),
        "MN-ABC173,MN,2 hours ago,powderhorn": plain("US-MN ABC173"),
        "GEL\\u00a01234.00,NY,2 hours ago,powderhorn": .refused("plate.spreadsheet"),
        "\"LRD 4321.00\",NY,2 hours ago,powderhorn": .refused("plate.spreadsheet"),
        "2.19E+26,NY,2 hours ago,powderhorn": .refused("plate.spreadsheet"),
        "5.57E+92,NY,2 hours ago,powderhorn": .refused("plate.spreadsheet"),
        "12-Mar,NY,2 hours ago,powderhorn": .refused("plate.spreadsheet"),
        "123456.0,NY,2 hours ago,powderhorn": .refused("plate.spreadsheet"),
        "nan,NY,2 hours ago,powderhorn": .refused("plate."),
        "DTT1234,MN,2026-11-26,09:30,powderhorn": .refused("report.too_old"),
        "DTT1236,MN,2026-11-27,22:10,powderhorn": .taken("US-MN DTT1236") { report, _ in report.seenAt == "2026-11-28T04:00:00Z" },
        "ABC1241,WI,2 hours ago,powderhorn,Chevy Tahoe": .taken("US-WI ABC1241") { report, _ in
            report.vehicle.make == "chevrolet" && report.vehicle.body == "suv"
        },
        "ABC1280,99,2 hours ago,powderhorn": .taken("ZZ:ABC1280") { _, said in said.contains("1 row without a known issuer: 99") },
        "ABC1280,UNKNOWN,2 hours ago,powderhorn": plain("ZZ:ABC1280"), "ABC1280,?,2 hours ago,powderhorn": plain("ZZ:ABC1280"),
        "ABC1280,-,2 hours ago,powderhorn": plain("ZZ:ABC1280"), "ABC1280,GV,2 hours ago,powderhorn": plain("US-GOV ABC1280"),
        "ABC1280,DP,2 hours ago,powderhorn": plain("US-DIP ABC1280"), "ABC1260,MN,2 hours ago,powderhorn": plain("US-MN ABC1260"),
        "ABC1261,MN,2 hours ago,powderhorn": plain("US-MN ABC1261"), "ABC1262,MN,2 hours ago,powderhorn": plain("US-MN ABC1262"),
        "ABC1263,MN,2 hours ago,powderhorn": plain("US-MN ABC1263"), "ABC1265;MN;2 hours ago;powderhorn": plain("US-MN ABC1265"),
        "ABC1266|MN|2 hours ago|powderhorn": plain("US-MN ABC1266"),
        "ABC1267,MN,2 hours ago,powderhorn,\"convoy, tactical-gear\"": .taken("US-MN ABC1267") { report, _ in
            Set(report.signs) == ["convoy", "tactical-gear"]
        },
        "ABC1269,MN,2 hours ago,Old\\u00a0Mill": .taken("US-MN ABC1269") { report, _ in report.area == "old-mill" },
        "ABC1270,MN,2 hours ago,powderhorn,hello": .taken("US-MN ABC1270") { _, said in said.contains("more fields than columns") },
    ]

    /// `ABC1250,NY,…,GY` under a column for the color, the make or the body.
    private static func optionalCell(_ header: String, _ row: String) -> Expected? {
        guard row.hasPrefix("ABC1250,NY,2 hours ago,powderhorn,"), let column = header.split(separator: ",").last,
            let cell = row.split(separator: ",").last, let expected = cells[String(column)]?[String(cell)]
        else { return nil }
        return .taken("US-NY ABC1250") { report, said in
            let vehicle = report.vehicle
            let word = column == "color" ? vehicle.color : column == "make" ? vehicle.make : vehicle.body
            return word == expected.word && (expected.notice == nil || said.contains(expected.notice ?? ""))
        }
    }

    private static let cells: [String: [String: (word: String?, notice: String?)]] = [
        "color": [
            "GY": ("gray", nil), "WH": ("white", nil), "BK": ("black", nil), "SILVE": ("silver", nil), "SIL": ("silver", nil),
            "BLK/GRY": ("black", "1 row with only the first color: BLK/GRY"), "N/A": (nil, nil),
        ],
        "make": [
            "TOYOT": ("toyota", nil), "TOYT": ("toyota", nil), "CHEVR": ("chevrolet", nil),
            "FRUEH": (nil, "1 row without make, because it is unknown: FRUEH"),
        ],
        "body": ["4DSD": ("sedan", nil), "P-U": ("pickup", nil)],
    ]
}
