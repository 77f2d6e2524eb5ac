extension String {
    /// The text with visible escapes, such as `\u{1B}`, for everything that could control a terminal or reorder its text.
    ///
    /// Use it for all text from a server, a daemon, a file or a person.
    package var safeForScreen: String { escaped { "\\u{" + String($0.value, radix: 16, uppercase: true) + "}" } }

    /// The text with what `escape` gives for everything that could control a terminal or reorder its text.
    package func escaped(_ escape: (Unicode.Scalar) -> String) -> String {
        guard unicodeScalars.contains(where: \.steersTerminals) else { return self }
        var safe = ""
        for scalar in unicodeScalars {
            if scalar.steersTerminals { safe += escape(scalar) } else { safe.unicodeScalars.append(scalar) }
        }
        return safe
    }
}

extension Unicode.Scalar {
    /// Control characters, and invisible characters that reorder text or break lines.
    package var steersTerminals: Bool {
        if value < 0x7F { return value < 0x20 }
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse: return true
        default: return false
        }
    }
}
