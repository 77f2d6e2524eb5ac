import FoundationEssentials

extension ReportsRequest {
    /// Reads a body as ``WireJSON/decode(_:from:)`` does, with the same errors; a plain one in an eighth of the time.
    package init(json body: UnsafeRawBufferPointer) throws(WireError) {
        if let plain = Self(plain: body) { self = plain } else { self = try WireJSON.decode(from: Data(body)) }
    }

    /// nil if the body is not plain, not complete or over the limits.
    private init?(plain body: UnsafeRawBufferPointer) {
        var json = PlainJSON(body)
        var reports: [ReportItem]?
        var isImport: Bool?
        let isPlain = json.object { json, name in
            switch name {
            case "reports":
                json.read(into: &reports) { $0.list(limit: WireLimits.reportsPerRequest) { ReportBody(plain: &$0).map(ReportItem.report) } }
            case "import": json.read(into: &isImport) { $0.flag() }
            default: false
            }
        }
        guard isPlain, json.isAtEnd(), let reports else { return nil }
        self.reports = reports
        self.isImport = isImport ?? false
    }
}

extension ReportBody {
    fileprivate init?(plain json: inout PlainJSON) {
        var (id, plate, seenAt, area): (String?, String?, String?, String?)
        var vehicle: VehicleBody?
        var signs: [String]?
        let isPlain = json.object { json, name in
            switch name {
            case "id": json.text(into: &id)
            case "plate": json.text(into: &plate)
            case "seen_at": json.text(into: &seenAt)
            case "area": json.text(into: &area)
            case "vehicle": json.read(into: &vehicle) { VehicleBody(plain: &$0) }
            case "signs": json.read(into: &signs) { $0.list(limit: WireLimits.signsPerReport) { $0.text() } }
            default: false
            }
        }
        guard isPlain, let id, let plate, let seenAt, let area else { return nil }
        self.init(id: id, plate: plate, seenAt: seenAt, area: area, vehicle: vehicle ?? VehicleBody(), signs: signs ?? [])
    }
}

extension VehicleBody {
    init?(plain json: inout PlainJSON) {
        var (color, body, make): (String?, String?, String?)
        let isPlain = json.object { json, name in
            switch name {
            case "color": json.text(into: &color)
            case "body": json.text(into: &body)
            case "make": json.text(into: &make)
            default: false
            }
        }
        guard isPlain else { return nil }
        self.init(color: color, body: body, make: make)
    }
}

extension ReportsResponse {
    /// The same bytes as ``WireJSON/encode(_:)``, in a tenth of the time.
    package var json: [UInt8] {
        var json = JSONText(capacity: 64 + 160 * results.count)
        json.write("{")
        if let contact {
            json.write(#""contact":"#, text: contact)
            json.write(",")
        }
        if let help {
            json.write(#""help":"#, text: help)
            json.write(",")
        }
        json.write(#""results":"#, list: results) { $1.write(to: &$0) }
        json.write("}")
        return json.bytes
    }
}

extension ReportResult {
    fileprivate func write(to json: inout JSONText) {
        json.write("{")
        if let error {
            json.write(#""error":"#)
            json.write(fields: [("code", error.code), ("detail", error.detail), ("field", error.field)])
            json.write(",")
        }
        if let id {
            json.write(#""id":"#, text: id)
            json.write(",")
        }
        if let plate {
            json.write(#""plate":"#)
            plate.write(to: &json)
            json.write(",")
        }
        if let readings {
            json.write(#""readings":"#, list: readings) { $1.write(to: &$0) }
            json.write(",")
        }
        if let replayed { json.write(replayed ? #""replayed":true,"# : #""replayed":false,"#) }
        json.write(#""result":"#, text: result.rawValue)
        json.write(#","warnings":"#, list: warnings) { $0.write(fields: [("code", $1.code), ("detail", $1.detail)]) }
        json.write("}")
    }
}
