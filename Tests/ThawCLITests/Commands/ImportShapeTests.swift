import Foundation
import Testing
import ThawCLI
import Wire

/// Files as public data portals and spreadsheets export them.
@Suite("thaw import takes files of any shape", .blocking)
struct ImportShapeTests {
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    /// - Parameter status: `nil` for any.
    private func run(_ bytes: some Sequence<UInt8>, _ status: Int32? = 0) throws -> FakeTerminal {
        let url = fixture.home.appending(path: "rows.csv")
        try Data(bytes).write(to: url)
        let (found, terminal) = fixture.pipe("import", url.path, "--yes")
        #expect(status == nil || found == status, "\(terminal.output) \(terminal.error)")
        return terminal
    }

    private var plates: [String] { fixture.registry.seen.reports.map(\.plate) }

    private static let rows = "plate,state,seen_at,area\r\nABC123,MN,20m,powderhorn\r\nXYZ987,WI,20m,Lake Street East\r\n"

    private static func wide(_ text: String, isBig: Bool) -> [UInt8] {
        ([0xFEFF] + Array(text.utf16)).flatMap { unit in
            let pair = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
            return isBig ? pair : pair.reversed()
        }
    }

    @Test(
        arguments: [
            ("a byte order mark", Array(("\u{FEFF}" + rows).utf8)), ("UTF-16, little end first", wide(rows, isBig: false)),
            ("UTF-16, big end first", wide(rows, isBig: true)),
            ("tabs in UTF-16, as spreadsheets save text", wide(rows.replacing(",", with: "\t"), isBig: false)),
            ("semicolons", Array(rows.replacing(",", with: ";").utf8)), ("pipes", Array(rows.replacing(",", with: "|").utf8)),
            ("sep=", Array(("sep=;\r\n" + rows.replacing(",", with: ";")).utf8)),
            (
                "quotes everywhere",
                Array(
                    "\"plate\",\"state\",\"seen_at\",\"area\"\n\"ABC123\",\"MN\",\"20m\",\"powderhorn\"\n\"XYZ987\",\"WI\",\"20m\",\"Lake\nStreet East\"\n"
                        .utf8)
            ),
            ("formulas that keep cells as they are", Array(rows.replacing("ABC123", with: "=\"ABC123\"").utf8)),
            ("empty rows", Array(rows.replacing("\r\nXYZ", with: "\r\n,,,\r\n\r\n   \r\nXYZ").utf8)),
            ("old line ends", Array(rows.replacing("\r\n", with: "\r").utf8)),
            ("a title above", Array(("Tow log, November,,\r\n,,,\r\n" + rows).utf8)),
            ("a title above with another delimiter", Array(("Tow log; by hand\r\n" + rows).utf8)),
            ("pages", Array((rows + rows).utf8)),
            (
                "a comma in a title",
                Array(
                    rows.replacing(",", with: ";").replacing("seen_at", with: "seen_at;\"notes, if any\"").replacing("20m", with: "20m;")
                        .utf8)
            ),
        ] as [(String, [UInt8])])
    func `in every shape the same two rows arrive`(_ name: String, _ bytes: [UInt8]) throws {
        _ = try run(bytes)
        #expect(plates == ["US-MN ABC123", "US-WI XYZ987"], "\(name)")
        #expect(fixture.registry.seen.reports.map(\.area) == ["powderhorn", "lake-street-east"], "\(name)")
    }

    @Test(arguments: [
        "License plate (if seen),Where did you see it?,When was it?\nABC123,powderhorn,20m\n",
        "What was the plate?,seen_at [local],Area (nearest)\nABC123,20m,powderhorn\n",
    ])
    func `titles with an aside and titles that ask are understood`(_ text: String) throws {
        _ = try run(Array(text.utf8))
        #expect(plates == ["ABC123"])
        #expect(fixture.registry.seen.reports.map(\.area) == ["powderhorn"])
    }

    @Test(arguments: [
        "placa,fecha,hora,lugar\nABC123,22/11/2026,14h30,powderhorn\n",
        "plate,date,time,area\nABC123,22/11/2026,14:30,powderhorn\n",
        "plate,seen_at,area\nABC123,22/11/2026 14h30,powderhorn\n",
    ])
    func `dates have the day first if the file says so`(_ text: String) throws {
        _ = try run(Array(text.utf8))
        #expect(fixture.registry.seen.reports.map(\.seenAt) == ["2026-11-22T20:30:00Z"])
    }

    @Test func `dates that contradict each other are not turned around`() throws {
        let text = "plate,seen_at,area\nABC123,11/22/2026 14:30,powderhorn\nABC124,22/11/2026 14:30,powderhorn\n"
        let terminal = try run(Array(text.utf8), nil)
        #expect(plates == ["ABC123"])
        #expect(terminal.output.contains("11/22/2026"))
    }

    @Test func `a file of Windows is read, and that is said`() throws {
        var bytes = Array("plate,state,seen_at,area,Couleur\nABC123,MN,20m,powderhorn,fonc".utf8)
        bytes += [0xE9] + Array(" noir\n".utf8)
        let terminal = try run(bytes)
        #expect(plates == ["US-MN ABC123"])
        #expect(fixture.registry.seen.reports.first?.vehicle.color == "black")
        #expect(terminal.error.contains("1 line not in UTF-8, read as Windows-1252."))
    }

    @Test(arguments: [
        "License Plate,Registration State,Time,Location", "reg plate,State,When,District", "Matrícula,Estado,Hora,Barrio",
        "Placa,Entidad,Fecha y hora,Ubicación", "Plaque,Province,Heure,Quartier", "PLATE NO.,ST,date/time seen,NEIGHBORHOOD",
        "Numéro de plaque,État,Date et heure,Lieu", "License_Plate_Number,plate_state,observed_at,ward",
        "Plate ID,Registration State,Violation Time,Violation Location", "Lic Plate,State of Registration,Citation Date Time,Location",
        "Vehicle Plate,Veh State,Time of sighting,Place",
    ])
    func `titles as people write them are known, and the preview says what each is taken for`(_ header: String) throws {
        let terminal = try run("\(header)\nABC123,MN,20m,powderhorn\n".utf8)
        #expect(plates == ["US-MN ABC123"])
        for (title, name) in zip(header.split(separator: ","), ["plate", "issuer", "seen_at", "area"]) {
            #expect(terminal.error.contains("“\(title)” is \(name)"), "\(terminal.error)")
        }
    }

    /// As New York publishes its parking violations.
    @Test func `a plate's type, codes and the days of other things are neither plate nor issuer, nor refuse the file`() throws {
        let terminal = try run(
            ("Summons Number,Plate ID,Registration State,Plate Type,Issue Date,Violation Code,Vehicle Expiration Date,Violation Location,"
                + "Violation Precinct,Issuer Code,Violation Time,Violation County,Vehicle Color,Unregistered Vehicle?\n"
                + "1105232165,ABC1234,NY,PAS,11/22/2026,5,02/28/2027,powderhorn,19,352,0310P,NY,BK,0\n").utf8)
        #expect(plates == ["US-NY ABC1234"], "\(terminal.error)")
        #expect(fixture.registry.seen.reports.first?.seenAt == "2026-11-22T21:00:00Z")
    }

    @Test func `more Spanish and French columns`() throws {
        _ = try run("Placa,Estado,Fecha,Hora,Zona,Color,Marca,Tipo\nABC123,MN,2026-11-22,15:10,powderhorn,negro,Ford,camioneta\n".utf8)
        let report = try #require(fixture.registry.seen.reports.first)
        #expect(report.seenAt == "2026-11-22T21:00:00Z")
        #expect(report.vehicle.color == "black" && report.vehicle.make == "ford" && report.vehicle.body == nil)
        _ = try run("Plaque,Couleur,Marque,Vu,Secteur\nXYZ987,noire,Toyota,20m,longfellow\n".utf8)
        #expect(fixture.registry.seen.reports.last?.vehicle.make == "toyota")
    }

    @Test func `unknown titles are named if a column is missing`() throws {
        let terminal = try run("plate,seen_at,Parish\nABC123,20m,powderhorn\n".utf8, 64)
        #expect(terminal.error.contains("The first line has no column area. Not understood: “Parish”."))
    }

    @Test func `two titles for one thing: the docs' own wins, an optional one counts once, else the file is refused by name`() throws {
        let terminal = try run("plate,tag,seen_at,area,color,colour\nABC123,99,20m,powderhorn,black,white\n".utf8)
        #expect(plates == ["ABC123"])
        #expect(fixture.registry.seen.reports.first?.vehicle.color == "black")
        #expect(terminal.error.contains("The column “tag” is unknown and left out."))
        let refused = try run("license plate,tag,seen_at,area\nABC124,99,20m,powderhorn\n".utf8, 64)
        #expect(refused.error.contains("There are two columns for plate: “license plate” and “tag”."))
    }

    @Test(arguments: [
        ("MNCVA174,MN", "US-MN CVA174"), ("CVA174MN,MN", "US-MN CVA174"), ("MN-CVA174,MN", "US-MN CVA174"),
        ("wicva1743,WI", "US-WI CVA1743"),
        // No series of Minnesota's: a vanity plate, as it was typed.
        ("MNWILD,MN", "US-MN MNWILD"), ("MN4LIFE,MN", "US-MN MN4LIFE"), ("CVA174,MN", "US-MN CVA174"),
        ("US-MN:MNCVA174,MN", "US-MN MNCVA174"),
    ])
    func `the column's issuer glued to the plate is dropped if a plate of its series is left`(_ cells: String, _ expected: String) throws {
        let terminal = try run("plate,state,seen_at,area\n\(cells),20m,powderhorn\n".utf8)
        #expect(plates == [expected])
        let isDropped = cells.lowercased().contains("cva174") && !cells.contains("-") && cells != "CVA174,MN"
        #expect(terminal.error.contains("1 row with the issuer also in the plate's cell") == isDropped)
    }

    @Test func `a plate that fits with the issuer's letters and without them is refused, with the readings`() throws {
        // Indiana has both 000AAA and 000A.
        let terminal = try run("plate,state,seen_at,area\n123AIN,IN,20m,powderhorn\n".utf8, 64)
        #expect(terminal.lines[0].contains("plate.ambiguous") && terminal.lines[0].contains("IN:123A or IN:123AIN"))
    }

    @Test(arguments: ["TRUE", "FALSE", "true", "YES", "No", "N/A", "#N/A", "NULL", "nan", "VERDADERO", "oui"])
    func `a spreadsheet's word is not a plate`(_ word: String) throws {
        let terminal = try run("plate,state,seen_at,area\n\(word),MN,20m,powderhorn\n".utf8, 64)
        #expect(terminal.output.contains("plate.spreadsheet"))
        #expect(plates.isEmpty)
    }

    @Test func `a vanity plate that reads so is given with its issuer`() throws {
        let refused = try run("plate,state,seen_at,area\nTRUE,MN,20m,powderhorn\n".utf8, 64)
        #expect(refused.output.contains("If it is the plate, add its issuer: MN:TRUE."))
        _ = try run("plate,state,seen_at,area\nMN:TRUE,MN,20m,powderhorn\n".utf8)
        #expect(plates == ["US-MN TRUE"])
    }

    @Test func `the summary counts rows, and not words`() throws {
        let terminal = try run("plate,seen_at,area,signs\nABC123,20m,powderhorn,\"hat, coat\"\nXYZ987,20m,powderhorn,hat\n".utf8)
        #expect(terminal.error.contains("2 rows without signs, because it is unknown: hat (2), coat"))
    }

    @Test func `a row of totals is refused by its line and costs no other`() throws {
        #expect(try run((Self.rows + "Total,,,2\r\n").utf8, 2).lines[0].hasPrefix("refused\t4\t"))
        #expect(plates.count == 2)
    }
}
