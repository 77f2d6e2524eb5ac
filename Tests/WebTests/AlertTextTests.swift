import Plates
import Testing
import Vocabulary
import Web
import Wire

struct AlertTextTests {
    private static let now = WireTime.seconds("2026-11-22T21:41:00Z")!

    private static func text(_ language: Language) throws -> AlertText {
        let words = try #require(try Words.all(Language.builtIn, files: [:])[language])
        return AlertText(words, dayOffsetSeconds: -6 * 3_600) { _ in -6 * 3_600 }
    }

    /// An alert with everything that one can have.
    private static func body(_ event: AlertBody.Kind, _ change: (inout AlertBody) -> Void = { _ in }) -> AlertBody {
        var body = AlertBody(
            id: "a", event: event, text: "", area: AlertAreaBody(id: "powderhorn", name: "Powderhorn"), from: "2026-11-22T21:30:00Z",
            to: "2026-11-22T22:00:00Z", vehicle: Vehicle.sample, page: "https://registry.example.org/")
        change(&body)
        return body
    }

    /// A body, and its text in English, Spanish and French. No-break spaces count as spaces.
    struct Row: Sendable {
        let body: AlertBody
        let texts: [String]
    }

    private static let rows = [
        Row(
            body: body(.seen),
            texts: [
                "Seen: black Ford SUV, Powderhorn, 3:30–4:00 pm. Confirmed vehicle. Check the plate: https://registry.example.org/",
                """
                Visto: camioneta SUV Ford color negro, Powderhorn, 15:30–16:00. Vehículo confirmado. \
                Revise la placa: https://registry.example.org/
                """,
                """
                Vu : SUV Ford couleur noir, Powderhorn, 15 h 30–16 h 00. Véhicule confirmé. \
                Vérifiez la plaque : https://registry.example.org/
                """,
            ]),
        Row(
            body: body(.confirmed) { ($0.area, $0.page) = (nil, nil) },
            texts: [
                "Newly confirmed: black Ford SUV, 3:30–4:00 pm.", "Recién confirmado: camioneta SUV Ford color negro, 15:30–16:00.",
                "Vient d'être confirmé : SUV Ford couleur noir, 15 h 30–16 h 00.",
            ]),
        Row(
            body: body(.correction) { $0.corrects = "b" },
            texts: [
                "Correction: an alert no longer holds: black Ford SUV, Powderhorn, 3:30–4:00 pm. Do not act on it.",
                "Corrección: una alerta ya no es válida: camioneta SUV Ford color negro, Powderhorn, 15:30–16:00. No actúe por ella.",
                """
                Correction : une alerte n'est plus valable : SUV Ford couleur noir, Powderhorn, 15 h 30–16 h 00. \
                N'en tenez pas compte.
                """,
            ]),
        Row(
            body: body(.correction) { ($0.from, $0.to, $0.day) = (nil, nil, "2026-11-21") },
            texts: [
                "Correction: an alert no longer holds: black Ford SUV, Powderhorn, November 21. Do not act on it.",
                "Corrección: una alerta ya no es válida: camioneta SUV Ford color negro, Powderhorn, 21 de noviembre. No actúe por ella.",
                "Correction : une alerte n'est plus valable : SUV Ford couleur noir, Powderhorn, 21 novembre. N'en tenez pas compte.",
            ]),
        Row(
            body: body(.seen) { ($0.vehicle, $0.page) = (VehicleBody(color: "white"), nil) },
            texts: [
                "Seen: white vehicle, Powderhorn, 3:30–4:00 pm. Confirmed vehicle.",
                "Visto: vehículo color blanco, Powderhorn, 15:30–16:00. Vehículo confirmado.",
                "Vu : véhicule couleur blanc, Powderhorn, 15 h 30–16 h 00. Véhicule confirmé.",
            ]),
        Row(
            body: body(.seen) { ($0.vehicle, $0.page) = (VehicleBody(color: "white", make: "ford"), nil) },
            texts: [
                "Seen: white Ford vehicle, Powderhorn, 3:30–4:00 pm. Confirmed vehicle.",
                "Visto: vehículo Ford color blanco, Powderhorn, 15:30–16:00. Vehículo confirmado.",
                "Vu : véhicule Ford couleur blanc, Powderhorn, 15 h 30–16 h 00. Véhicule confirmé.",
            ]),
        Row(
            body: AlertBody(id: "a", event: .heldBack, text: "", heldBack: 1),
            texts: [
                "1 more alert was held back in the last hour.", "En la última hora se retuvo 1 alerta más.",
                "1 alerte de plus a été retenue durant la dernière heure.",
            ]),
        Row(
            body: AlertBody(id: "a", event: .heldBack, text: "", heldBack: 12),
            texts: [
                "12 more alerts were held back in the last hour.", "En la última hora se retuvieron 12 alertas más.",
                "12 alertes de plus ont été retenues durant la dernière heure.",
            ]),
        Row(
            body: AlertBody(id: "a", event: .sample, text: "", page: "https://registry.example.org/"),
            texts: [
                "Test: alerts arrive here. Nothing was seen.", "Prueba: aquí llegan las alertas. No se vio nada.",
                "Essai : les alertes arrivent ici. Rien n'a été vu.",
            ]),
    ]

    @Test("An alert is a sentence or two in each language", arguments: rows)
    func texts(row: Row) throws {
        for (language, expected) in zip(Language.builtIn, row.texts) {
            let text = try Self.text(language).text(of: row.body, asOf: Self.now)
            #expect(text.replacing("\u{A0}", with: " ") == expected, "\(language.code)")
        }
    }

    @Test("What is not known is left out")
    func parts() throws {
        let text = try Self.text(.english)
        func seen(_ change: (inout AlertBody) -> Void) -> String { text.text(of: Self.body(.seen, change), asOf: Self.now) }
        let place = "Powderhorn, 3:30–4:00 pm. Confirmed vehicle."
        #expect(seen { ($0.vehicle, $0.page) = (nil, nil) } == "Seen: a vehicle, \(place)")
        #expect(seen { ($0.vehicle, $0.page) = (VehicleBody(), nil) } == "Seen: a vehicle, \(place)")
        #expect(seen { ($0.vehicle, $0.page) = (VehicleBody(make: "ford"), nil) } == "Seen: Ford vehicle, \(place)")
        #expect(seen { ($0.vehicle, $0.page) = (VehicleBody(body: "suv"), nil) } == "Seen: SUV, \(place)")
        #expect(seen { ($0.from, $0.area, $0.page) = (nil, nil, nil) } == "Seen: black Ford SUV. Confirmed vehicle.")
    }

    @Test("A plate is told where the message has it")
    func plate() throws {
        let body = Self.body(.seen) { ($0.plate, $0.page) = (PlateBody(Plate.sample("MN ABC123")[0]), nil) }
        let text = try Self.text(.english).text(of: body, asOf: Self.now)
        #expect(text == "Seen: MN ABC123, black Ford SUV, Powderhorn, 3:30–4:00 pm. Confirmed vehicle.")
    }

    @Test("A day of another year has its year")
    func year() throws {
        let body = Self.body(.correction) { ($0.from, $0.to, $0.day) = (nil, nil, "2025-12-31") }
        #expect(try Self.text(.english).text(of: body, asOf: Self.now).contains("December 31, 2025"))
    }

    /// Around the start of daylight saving time in Chicago, on 2026-03-08 at 08:00 UTC.
    @Test("A correction names the local day of its alert's half hour, and at most one more")
    func localDays() throws {
        let words = try #require(try Words.all(Language.builtIn, files: [:])[.english])
        let change = try #require(WireTime.seconds("2026-03-08T08:00:00Z"))
        let march = Int64(try #require(WireTime.day("2026-03-01")))
        @Sendable func offset(_ seconds: Int64) -> Int64 { (seconds < change ? -6 : -5) * 3_600 }
        let text = AlertText(words, dayOffsetSeconds: -6 * 3_600, offsetSeconds: offset)
        for slot in stride(from: change - 48 * 3_600, to: change + 72 * 3_600, by: 1_800) {
            let body = Self.body(.correction) {
                ($0.from, $0.to, $0.day) = (nil, nil, WireTime.dayText(Int32((slot - 6 * 3_600) / 86_400)))
            }
            let seen = "March \((slot + offset(slot)) / 86_400 - march + 1)"
            for hours in [5, 30] as [Int64] {
                let correction = text.text(of: body, asOf: slot + hours * 3_600)
                #expect(correction.contains(seen), "\(WireTime.text(slot)): \(correction)")
                #expect(correction.ranges(of: "March").count <= (slot < change - 2 * 3_600 ? 1 : 2), "\(correction)")
            }
        }
    }

    @Test(
        "Each event has a title in each language", arguments: [.seen, .confirmed, .correction, .heldBack, .sample] as [AlertBody.Kind])
    func titles(event: AlertBody.Kind) throws {
        let titles = try Language.builtIn.map { try Self.text($0).title(of: event) }
        #expect(titles.allSatisfy { !$0.isEmpty && !$0.contains("alert.") && $0.count <= 40 })
        #expect(event == .correction || Set(titles).count == 3)
    }
}
