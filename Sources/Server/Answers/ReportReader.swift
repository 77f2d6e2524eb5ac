import Crypto
import Plates
import Sightings
import Vocabulary
import Wire

/// Checks and translates the words of a report.
struct ReportReader: Sendable {
    let country: Country
    /// The issuer of a plate that names none.
    let issuer: Issuer?
    /// The reporter's token, as sent.
    let token: [UInt8]

    /// A report for the ledger, and the parts that its answer repeats.
    struct Reading {
        let id: String
        fileprivate let reportID: ReportID
        fileprivate let digest: [UInt8]
        fileprivate let report: Result<Report, WireError>
        let plate: Plate?
        /// The possible plates of an ambiguous text, which is refused.
        let readings: [Plate]

        var submission: Submission { Submission(id: reportID, digest: digest, report: report.value) }

        /// Its error, if it is malformed.
        var error: WireError? {
            switch report {
            case .success: nil
            case .failure(let error): error
            }
        }
    }

    /// A failure if even the ID is malformed.
    func result(of item: ReportItem) -> Result<Reading, WireError> {
        Result { () throws(WireError) in try read(item) }
    }

    private func read(_ item: ReportItem) throws(WireError) -> Reading {
        switch item {
        case .malformed(_, let error):
            throw error
        case .report(let body):
            guard let id = ReportID(hex: body.id) else { throw WireError(.reportIDMalformed, field: "id") }
            let context = ReadingContext(country: country, homeIssuer: issuer)
            let readings = Result { () throws(PlateError) in try PlateReader.read(body.plate, context) }
            let plate = readings.flatMap { $0[0].confidence == .certain ? .success($0[0].plate) : .failure(PlateError(.ambiguous)) }
            let report = Result { () throws(WireError) in try checked(body, plate) }
            let alternatives = readings.value.flatMap { $0[0].confidence == .certain ? nil : $0.map(\.plate) } ?? []
            return Reading(
                id: body.id, reportID: id, digest: digest(of: body), report: report, plate: plate.value, readings: alternatives)
        }
    }

    private func checked(_ body: ReportBody, _ plate: Result<Plate, PlateError>) throws(WireError) -> Report {
        let known: Plate
        switch plate {
        case .success(let plate): known = plate
        case .failure(let error): throw WireError(error, field: "plate")
        }
        guard let seconds = WireTime.seconds(body.seenAt) else { throw WireError(.reportSeenAtMalformed, field: "seen_at") }
        guard let area = AreaID(body.area) else { throw WireError(.reportAreaUnknown, field: "area") }
        var signs = Signs()
        for (index, text) in body.signs.enumerated() {
            guard let sign = Sign(rawValue: text) else { throw WireError(.reportSignUnknown, field: "signs[\(index)]") }
            signs.insert(sign)
        }
        let vehicle = Vehicle(
            color: try word(body.vehicle.color, .reportColorUnknown, field: "vehicle.color"),
            body: try word(body.vehicle.body, .reportBodyUnknown, field: "vehicle.body"),
            make: try word(body.vehicle.make, .reportMakeUnknown, field: "vehicle.make"))
        return Report(plate: known, seenAt: Instant(seconds: seconds), area: area, vehicle: vehicle, signs: signs)
    }

    private func word<Word: VocabularyWord>(_ text: String?, _ code: ErrorCode, field: String) throws(WireError) -> Word? {
        guard let text else { return nil }
        guard let word = Word(rawValue: text) else { throw WireError(code, field: field) }
        return word
    }

    /// SHA-256 over the token and the fields as sent, each after its length, without the ID.
    ///
    /// The token is included because fields alone could be guessed from a stored digest.
    private func digest(of body: ReportBody) -> [UInt8] {
        // Joins the pieces first: the library takes as long for each piece as for a block.
        var fields: [UInt8] = token
        fields.reserveCapacity(256)
        func add(_ text: String?) {
            let text = text ?? ""
            withUnsafeBytes(of: UInt32(text.utf8.count).littleEndian) { fields.append(contentsOf: $0) }
            fields.append(contentsOf: text.utf8)
        }
        for field in [body.plate, body.seenAt, body.area, body.vehicle.color, body.vehicle.body, body.vehicle.make] { add(field) }
        for sign in body.signs { add(sign) }
        var hash = SHA256()
        fields.withUnsafeBytes { hash.update(bufferPointer: $0) }
        return hash.finalize().withUnsafeBytes { Array($0) }
    }
}

extension WireError {
    init(_ error: PlateError, field: String? = nil) {
        self.init(ErrorCode(rawValue: error.code.rawValue) ?? .internalError, detail: error.sentence, field: field)
    }
}

extension ErrorBody {
    /// The error for a rule's refusal of one report.
    init(_ refusal: ReportRefusal) {
        switch refusal {
        case .tooOld: self.init(.reportTooOld, field: "seen_at")
        case .tooNew: self.init(.reportTooNew, field: "seen_at")
        case .unknownArea: self.init(.reportAreaUnknown, field: "area")
        case .idReused: self.init(.reportIDReused, field: "id")
        case .quotaSpent: self.init(.quotaSpent)
        case .notFound: self.init(.reportNotFound, field: "id")
        }
    }
}
