import Plates
import Vocabulary
import Web
import Wire

extension ReportFields {
    /// The fields that were filled in, for a form that shows them again.
    init(_ form: FormBody) {
        func first(_ name: String) -> String { form.all(name).first ?? "" }
        self.init(id: form.all("id").first)
        (plate, issuer, area) = (first("plate"), first("issuer"), first("area"))
        (color, body, make) = (first("color"), first("body"), first("make"))
        seenAt = form.all("seen_at").first
        signs = Set(form.all("signs"))
    }
}

extension ReportBody {
    /// A report from its form, with the plate's text that scripts would send.
    init(_ form: FormBody, country: Country) throws(Refusal) {
        let issuer = try form.chosen("issuer")
        let plate = try form.chosen("plate") ?? ""
        self.init(
            id: try form.required("id"), plate: issuer.map { Self.plate(plate, of: $0, country: country) } ?? plate,
            seenAt: try form.chosen("seen_at") ?? "", area: try form.chosen("area") ?? "",
            vehicle: VehicleBody(color: try form.chosen("color"), body: try form.chosen("body"), make: try form.chosen("make")),
            signs: form.all("signs"))
        guard signs.count <= WireLimits.signsPerReport else { throw Refusal(.requestTooManyItems, field: "signs") }
    }

    /// A named issuer wins over the words of a plate: `OH MY 71` in California is California's. If the issuer alone does not decide, the
    /// registry asks.
    private static func plate(_ text: String, of code: String, country: Country) -> String {
        let joined = "\(code) \(text)"
        guard let issuer = Issuer(code: code),
            let readings = try? PlateReader.read(text, ReadingContext(country: country, namedIssuer: issuer)),
            readings[0].confidence == .certain, readings[0].plate.issuer == issuer
        else { return joined }
        return readings[0].text
    }
}

extension Pages {
    /// The next form: with a new ID, and with the area and the issuer of the last one, or with all of it.
    func nextFields(_ form: FormBody, keepsAll: Bool) -> ReportFields {
        let last = ReportFields(form)
        var next = keepsAll ? last : ReportFields()
        next.id = newID
        (next.area, next.issuer) = (last.area, last.issuer)
        return next
    }
}
