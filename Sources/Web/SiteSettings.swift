package import Plates
package import Wire

/// The operator's settings of the pages.
package struct SiteSettings: Sendable {
    /// The registry's name.
    package var name: String
    /// The name under the icon of an installed page.
    package var appName: String
    /// The first one is for browsers that ask for none of them.
    package var languages: [Language]
    /// Word files from outside of the program, by language.
    package var wordFiles: [Language: [UInt8]]
    /// The line about legal help, by language.
    package var help: [Language: String]
    /// Whom to write to about a wrong listing.
    package var contact: String?
    /// "What to do now", one paragraph an entry; empty for the built-in text.
    package var advice: [String]
    /// The registry's origin for Tor Browser: `http://….onion`.
    package var onion: String?
    /// The page that "Erase and leave" opens; `nil` for a blank page.
    package var exit: String?
    package var areas: AreaMap
    /// The country whose codes are tried first.
    package var country: Country
    /// The registry's own issuer, which the report form offers first; `.unknown` for none.
    package var issuer: Issuer
    /// Whether anybody may look up plates.
    package var isPublic: Bool
    /// The length of the finest time that the registry keeps.
    package var slotMinutes: Int
    /// How old a report may be.
    package var reportAgeHours: Int
    /// The registry's time zone, such as `America/Chicago`, for scripts; `nil` for the device's own.
    package var timeZone: String?
    /// The seconds to add to UTC, at a time, in that zone.
    package var offsetSeconds: @Sendable (Int64) -> Int64

    package init(
        name: String = "Thaw", appName: String? = nil, languages: [Language] = Language.builtIn, wordFiles: [Language: [UInt8]] = [:],
        help: [Language: String] = [:], contact: String? = nil, advice: [String] = [], onion: String? = nil, exit: String? = nil,
        areas: AreaMap = .everywhere,
        country: Country = .us, issuer: Issuer = .unknown,
        isPublic: Bool = true, slotMinutes: Int = 30, reportAgeHours: Int = 24,
        timeZone: String? = nil, offsetSeconds: @escaping @Sendable (Int64) -> Int64 = { _ in 0 }
    ) {
        self.name = name
        self.appName = appName ?? name
        self.languages = languages
        self.wordFiles = wordFiles
        self.help = help
        self.contact = contact
        self.advice = advice
        self.onion = onion
        self.exit = exit
        self.areas = areas
        self.country = country
        self.issuer = issuer
        self.isPublic = isPublic
        self.slotMinutes = slotMinutes
        self.reportAgeHours = reportAgeHours
        self.timeZone = timeZone
        self.offsetSeconds = offsetSeconds
    }
}
