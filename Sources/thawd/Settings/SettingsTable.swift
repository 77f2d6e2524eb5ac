package import DaemonSupport
import Foundation
import Logging
import Plates
import Server
import Sightings
import Vocabulary
import Web
import Wire

package typealias Setting = ProgramSetting<Settings>
package typealias SettingFlags = ProgramSettingFlags<Settings>
package typealias SettingOptions = ProgramSettingOptions<Settings>
package typealias SettingsReader = ProgramSettingsReader<Settings>
package typealias SettingsReference = ProgramSettingsReference<Settings>

extension Settings: ProgramSettings {
    package static let program = "thawd"
    package static let variablePrefix = "THAW_"

    /// The ranges protect the registry's promises: an operator can make aging faster, areas larger and listings less visible, never the
    /// opposite.
    package static let all =
        Setting.registry + Setting.listening + Setting.web + Setting.storage + Setting.reports + Setting.listings + Setting.list
        + Setting.moderation + Setting.ageing + Setting.tokens + Setting.alerts + Setting.chapter

    package static func looksSecret(_ text: String) -> Bool { SealKeyFile.looksLikeKey(text) }
}

extension Setting {
    fileprivate static var registry: [Setting] {
        [
            parsed(
                "registry.name", \.registryName, valueName: "text", allowed: "one line of at most \(lineLength) characters",
                example: "Thaw of Harrow Falls", "The registry's name.", parse: isLine, write: { $0 }),
            choice(
                "registry.country", \.country, Country.allCases.map { ($0.rawValue, $0) }, valueName: "country", example: "CA",
                "The country where thawd first looks up an issuer of two or three letters."),
            parsed(
                "registry.issuer", \.issuer, valueName: "issuer", allowed: "an issuer such as US-MN, or ZZ for none", example: "US-MN",
                "The issuer of a report that does not name one.", parse: Issuer.init(code:), write: { $0.code }),
            parsed(
                "registry.time_zone", \.timeZone, valueName: "zone", allowed: "a name of the time zone database such as America/Chicago",
                example: "America/Chicago", defaultText: "the machine's zone", "The time zone of the times on pages.",
                parse: { TimeZone(identifier: $0) == nil ? nil : .some($0) }, write: { $0 }),
            parsed(
                "registry.utc_offset", \.rules.utcOffset, valueName: "offset",
                allowed: "a sign, hours and minutes from -12:00 to +14:00 in steps of 15 minutes, such as -06:00 or +05:45",
                example: "-06:00",
                "The offset from UTC. Days begin at its midnight, all year; it cannot change after the database is made.",
                parse: UTCOffset.init, write: { $0.description }),
        ]
    }

    fileprivate static var listening: [Setting] {
        [
            address(
                "server.address", \.address, example: "unix:/run/thawd/thawd.sock",
                "The address where clients reach the registry."),
            address(
                "operator.address", \.operatorAddress, example: "127.0.0.1:9780",
                "The address of /livez, /readyz and /metrics for the operator's own tools; keep it on loopback."),
            path(
                "server.tls.certificate", \.certificateFile, example: "/etc/thawd/fullchain.pem", defaultText: "none, so no TLS",
                "The certificate chain in PEM; SIGHUP reads it again."),
            path(
                "server.tls.key", \.certificateKeyFile, example: "/etc/thawd/privkey.pem", defaultText: "none, so no TLS",
                "The certificate's private key in PEM; SIGHUP reads it again."),
            commaList(
                "server.proxies", \.proxies, valueName: "peers",
                allowed: "addresses, ranges such as 10.0.0.0/8, unix for peers on a Unix socket, and tor for tor on this machine",
                example: "127.0.0.1, ::1", defaultText: "none",
                "Proxies whose X-Forwarded-For or PROXY line thawd trusts, and tor, whose PROXY line names a circuit.",
                read: { (try? TrustedProxies($0)) == nil ? nil : $0 }, write: { $0 }),
            whole(
                "server.connections_max", \.limits.connection.connections, 16...65_536, "connections", example: 4096,
                "The maximum number of open connections; thawd closes any further ones at once."),
            toggle(
                "server.fast_path", \.usesFastPath,
                "Whether the fast path answers look-ups and reports, at a fraction of the cost; the answers are the same."),
            whole(
                "rate.anonymous", \.anonymousLookupsPerMinute, 1...100_000_000, "requests", example: 30,
                "Look-up requests per minute from one address without a token; all clients on loopback share one address."),
            whole(
                "rate.token", \.tokenRequestsPerMinute, 60...100_000_000, "requests", example: 1200,
                "Requests per minute with one token."),
            whole(
                "rate.pages", \.pagesPerMinute, 10...100_000_000, "requests", example: 600,
                "Pages opened, logins and logouts per minute from one address, or with one token; look-ups have their own limits."),
            choice(
                "log.level", \.logLevel, Logger.Level.allCases.map { ($0.rawValue, $0) }, valueName: "level", example: "debug",
                "The lowest level that thawd logs; no level logs a plate, a token, an address or a body."),
        ]
    }

    fileprivate static var web: [Setting] {
        [
            toggle("web.enabled", \.servesPages, "Whether thawd serves the web page."),
            commaList(
                "web.origins", \.pageOrigins, valueName: "origins",
                allowed: "origins such as https://registry.example.org, each host once; http only for .onion and loopback names",
                example: "https://registry.example.org, http://example.onion", defaultText: "this machine's own names",
                "The addresses that people open in a browser; needed beyond loopback. Pages answer under no other name.",
                read: { texts in
                    let origins = texts.compactMap { PageOrigin($0) }
                    return origins.count == texts.count && PageOrigins.areDistinct(origins) ? origins : nil
                },
                write: { $0.description }),
            commaList(
                "web.languages", \.languages, valueName: "languages",
                allowed: "codes such as en, es, fr, each once; others need a file in web.words_folder", example: "es, en",
                "The languages of the pages; the first is for browsers that ask for none of them.",
                read: { distinct($0) { Language($0) } }, write: { $0.code }),
            parsed(
                "web.app_name", \.appName, valueName: "text", allowed: "one line of at most \(lineLength) characters", example: "Notes",
                defaultText: "registry.name", "The name under the icon of the installed page; it can be an inconspicuous one.",
                parse: isLine,
                write: { $0 }),
            parsed(
                "web.exit", \.exitAddress, valueName: "address", allowed: "an address that begins with https://",
                example: "https://www.weather.gov", defaultText: "none, so a blank page", "The page that \"Erase and leave\" opens.",
                parse: { $0.hasPrefix("https://") && isLine($0) != nil ? .some($0) : nil }, write: { $0 }),
            parsed(
                "web.onion", \.onionOrigin, valueName: "origin", allowed: "an origin such as http://example.onion",
                example: "http://example.onion", "The registry's onion address, which pages show and offer to Tor Browser.",
                parse: { PageOrigin($0)?.kind == .onion ? .some(PageOrigin($0)) : nil }, write: { $0?.description }),
            path(
                "web.words_folder", \.wordsFolder, example: "/etc/thawd/words", defaultText: "none",
                "A folder with word files such as so.json, for more languages or for corrections of a built-in one."),
        ]
    }

    fileprivate static var storage: [Setting] {
        [
            path(
                "data.folder", \.dataFolder, example: "/var/lib/thawd", defaultText: "$XDG_STATE_HOME/thawd, or ~/.local/state/thawd",
                "The folder of the database and the week keys; thawd makes it with mode 0700, and refuses it if other users can enter it."),
            path(
                "seal.key_file", \.sealKeyFile, example: "/etc/thawd/seal.key",
                defaultText: "the systemd credential seal.key, else seal.key in the data folder",
                "The file with the key that encrypts plates: 32 random bytes in hex or base64, mode 0600."),
            toggle(
                "seal.beside_data", \.sealBesideData,
                "Serve beyond loopback although the seal key is in the data folder; anyone who takes the disk then has both."),
            whole(
                "store.free_mib_min", \.freeMebibytesMin, 1...1_048_576, "MiB", example: 512,
                "With less free space on the data folder's disk, /readyz says that the daemon is not ready."),
            path(
                "areas.file", \.areasFile, example: "/etc/thawd/areas.geojson", defaultText: "none, so one area: everywhere",
                "The areas, as a GeoJSON FeatureCollection of polygons, such as a city's neighborhoods."),
            parsed(
                "areas.id_property", \.areaFormat.idProperty, valueName: "property",
                allowed: "the name of a property that every feature has",
                example: "BDNAME", "The property with an area's ID; thawd turns other text into an ID such as powderhorn-park.",
                parse: isLine, write: { $0 }),
            parsed(
                "areas.name_property", \.areaFormat.nameProperty, valueName: "property",
                allowed: "the name of a property that every feature has", example: "BDNAME", "The property with an area's name.",
                parse: isLine, write: { $0 }),
            number(
                "area.km2_min", \.areaFormat.squareKilometresMin, 0.5...10_000, "km²", example: 1,
                "The smallest allowed area, and the smallest part of one; no part of an area may identify a house or a school."),
        ]
    }

    fileprivate static var reports: [Setting] {
        [
            whole(
                "report.age_hours_max", \.rules.reports.ageHoursMax, 1...48, "hours", example: 12,
                "Hours after which a report is too old."),
            choice(
                "sighting.slot_minutes", \.rules.reports.slotMinutes, [("30", 30), ("60", 60)], valueName: "minutes", example: "60",
                "The length of a slot, the finest time that thawd stores."),
            number(
                "voice.half_life_days", \.rules.voices.halfLifeDays, 1...35, "days", example: 7,
                "Days until a voice's weight falls to half."),
            whole(
                "voice.weeks", \.rules.voices.weeks, 1...5, "weeks", example: 4,
                "Weeks until a week's key and its voices are erased."),
        ]
    }

    fileprivate static var listings: [Setting] {
        [
            number(
                "suspect.evidence", \.rules.suspicion.evidence, 1...100, "voices", example: 3,
                "The evidence at which a watched plate becomes suspected."),
            whole(
                "suspect.voices", \.rules.suspicion.voices, 1...100, "voices", example: 5,
                "The number of trusted voices at which a watched plate becomes suspected."),
            whole(
                "confirmed.days", \.rules.listings.confirmedDays, 1...30, "days", example: 14,
                "Days until a confirmed plate lapses, if nobody renews it."),
            whole(
                "cleared.days", \.rules.listings.clearedDays, 0...90, "days", example: 30,
                "Days during which token holders see that a plate was cleared."),
            whole(
                "cleared.hold_days", \.rules.listings.clearedHoldDays, 1...730, "days", example: 180,
                "Days during which only a moderator can list a cleared plate again."),
            choice(
                "visibility.suspected", \.rules.listings.suspectedViewer, [("reader", Viewer.member), ("moderator", .moderator)],
                valueName: "role", example: "moderator", because: "; no lower role is possible",
                "The lowest role that sees suspected plates."),
            toggle(
                "visibility.public", \.rules.listings.isPublic,
                "Whether anyone may look up confirmed plates; if false, only readers and higher roles may."),
        ]
    }

    fileprivate static var list: [Setting] {
        [
            whole(
                "list.hours", \.rules.list.hours, 1...WireLimits.listHours, "hours", example: 12,
                "Hours for which a device may keep the signed list of confirmed plates."),
            whole(
                "list.listings_max", \.rules.list.listingsMax, 1...WireLimits.listingsPerList, "listings", example: 50_000,
                "The most plates on the signed list; if more are confirmed, it has the newest and says so."),
        ]
    }

    fileprivate static var moderation: [Setting] {
        [
            whole(
                "moderation.undo_hours", \.rules.moderation.undoHours, 1...24, "hours", example: 12,
                "Hours during which a verdict can be undone; then the data for the undo is erased."),
            whole(
                "moderation.second_above", \.rules.moderation.secondAbove, 1...100, "plates", example: 50,
                "If one moderator purges or decides in bulk more plates than this within 24 hours, a second moderator must approve."),
        ]
    }

    fileprivate static var ageing: [Setting] {
        [
            whole(
                "ageing.live_hours", \.rules.ageing.liveHours, 1...4, "hours", example: 2,
                "Hours during which a sighting keeps its slot."),
            whole(
                "ageing.day_days", \.rules.ageing.dayDays, 1...7, "days", example: 3,
                "Days during which a sighting keeps its day."),
            whole(
                "ageing.week_days", \.rules.ageing.weekDays, 1...30, "days", example: 14,
                "Days during which a sighting keeps its area and week; then it is erased."),
        ]
    }

    fileprivate static var tokens: [Setting] {
        [
            whole(
                "token.reports_per_day", \.rules.tokens.reportsPerDay, 1...10_000, "reports", example: 400,
                "Reports per day with a trusted volunteer's token."),
            whole(
                "token.reports_per_day_in_probation", \.rules.tokens.reportsPerDayInProbation, 1...10_000, "reports", example: 20,
                "Reports per day with a token on probation."),
            whole(
                "token.probation_days", \.rules.tokens.probationDays, 0...180, "days", example: 30,
                "Days until a new token is trusted, unless it was issued as trusted."),
            whole(
                "token.days", \.rules.tokens.days, 1...730, "days", example: 90,
                "Days until a token expires."),
        ]
    }

    fileprivate static var chapter: [Setting] {
        [
            line(
                "chapter.help", \.chapterHelp, example: "Legal hotline 555-0100, day and night: do not open the door.",
                "Text under every answer to a person: what to do now, a hotline; each language of web.languages may have its own, as chapter.help_so."
            )
        ] + helpByLanguage + [
            path(
                "chapter.advice_file", \.adviceFile, example: "/etc/thawd/advice.txt", defaultText: "none, so a built-in text",
                "A text file for \"What to do now\" on the help page, with empty lines between its paragraphs."),
            line(
                "chapter.contact", \.chapterContact, example: "Wrongly listed? Write to contact@example.org",
                "Text under every answer to a person: whom to write to about a wrong listing."),
        ]
    }

    private static func address(_ key: String, _ property: Property<ListenAddress>, example: String, _ help: String) -> Setting {
        parsed(
            key, property, valueName: "address", allowed: "a host and a port (127.0.0.1:8780, [::1]:8780) or unix:/path/to/socket",
            example: example, help, parse: { ListenAddress($0) }, write: { $0.description })
    }
}
