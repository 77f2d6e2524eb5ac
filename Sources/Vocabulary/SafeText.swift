extension String {
    /// The text with everything that could steer a terminal, or turn what stands on it around, made visible as `\u{1B}`.
    ///
    /// For every word that a server, a daemon, a file or a person gave.
    package var safeForScreen: String {
        guard unicodeScalars.contains(where: \.steersTerminals) else { return self }
        var safe = ""
        for scalar in unicodeScalars {
            if scalar.steersTerminals {
                safe += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
            } else {
                safe.unicodeScalars.append(scalar)
            }
        }
        return safe
    }
}

extension Unicode.Scalar {
    /// Control characters, and the invisible ones that reorder or break lines.
    package var steersTerminals: Bool {
        if value < 0x7F { return value < 0x20 }
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse: return true
        default: return false
        }
    }
}
