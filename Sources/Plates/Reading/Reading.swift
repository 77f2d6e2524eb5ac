/// How sure a reading is.
package enum Confidence: Hashable, Sendable {
    /// No other sensible reading exists.
    case certain
    /// Another reading exists, or a person should confirm this one: look up every reading, ask before recording, never take it from a file.
    case likely
}

/// One plate that a text can mean.
package struct Reading: Hashable, Sendable {
    /// The plate. Its issuer is the one that was named, else ``ReadingContext/homeIssuer``, else `ZZ`.
    package var plate: Plate
    /// Whether the text or the context named the issuer, also as unknown.
    package var namesIssuer: Bool
    package var confidence: Confidence
    /// Whether the characters fit a known series: of the plate's issuer, or of any issuer of the home country if nobody named one.
    package var fitsKnownSeries: Bool

    package init(_ plate: Plate, namesIssuer: Bool, confidence: Confidence, fitsKnownSeries: Bool) {
        self.plate = plate
        self.namesIssuer = namesIssuer
        self.confidence = confidence
        self.fitsKnownSeries = fitsKnownSeries
    }

    init(likely reading: Reading) {
        self = reading
        confidence = .likely
    }

    /// The text that is always read as this plate: `US-MN:ABC123`, or `ZZ:ABC123` if the issuer is unknown.
    package var text: String { "\(plate.issuer.code):\(plate.characters)" }
}
