import Logging
import Plates
import Server
import Sightings
import Vocabulary
import Wire

extension Setting {
    /// Every option there is, in the order of the reference page. Ranges keep what the registry promises: ageing can be made quicker, an area
    /// larger and a list less visible, never the other way round.
    package static let all: [Setting] = registry + listening + keeping + reports + standing + moderation + ageing + tokens + chapter

    package static func named(_ key: String) -> Setting? {
        all.first { $0.key == key }
    }

    private static let registry: [Setting] = [
        parsed(
            "registry.name", \.registryName, valueName: "text", allowed: "one line of at most \(lineLength) characters",
            example: "Thaw of Harrow Falls", "What the registry calls itself.", parse: isLine, write: { $0 }),
        choice(
            "registry.country", \.country, Country.allCases.map { ($0.rawValue, $0) }, valueName: "country", example: "CA",
            "The country in which a bare two- or three-letter issuer is looked up first."),
        parsed(
            "registry.issuer", \.issuer, valueName: "issuer", allowed: "an issuer such as US-MN, or ZZ for none", example: "US-MN",
            "The issuer of a report that names none.", parse: Issuer.init(code:), write: { $0.code }),
        parsed(
            "registry.utc_offset", \.rules.utcOffset, valueName: "offset",
            allowed: "a sign, hours and minutes from -12:00 to +14:00 in steps of 15 minutes, such as -06:00 or +05:45", example: "-06:00",
            "Days begin at midnight of this offset from UTC, all year round; fixed when the database is made, and a changed value is refused.",
            parse: UTCOffset.init, write: { $0.description }),
    ]

    private static let listening: [Setting] = [
        address(
            "server.address", \.address, example: "unix:/run/thawd/thawd.sock",
            "Where people's programs reach the registry."),
        address(
            "operator.address", \.operatorAddress, example: "127.0.0.1:9780",
            "Where the operator's own tools find /livez, /readyz and /metrics; keep it on loopback."),
        path(
            "server.tls.certificate", \.certificateFile, example: "/etc/thaw/fullchain.pem", standard: "none, so no TLS",
            "The certificate chain, PEM; read again on SIGHUP."),
        path(
            "server.tls.key", \.certificateKeyFile, example: "/etc/thaw/privkey.pem", standard: "none, so no TLS",
            "The certificate's private key, PEM; read again on SIGHUP."),
        proxies("server.proxies", \.proxies),
        whole(
            "server.connections_max", \.limits.connection.connections, 16...65_536, "connections", example: 4096,
            "How many connections are served at once; more are closed at once."),
        toggle(
            "server.fast_path", \.usesFastPath,
            "Whether look-ups and reports are answered ahead of the router, at a fraction of the cost; the answers are the same."),
        whole(
            "rate.anonymous", \.anonymousLookupsPerMinute, 1...100_000_000, "requests", example: 30,
            "Look-up requests a minute from one address without a token; all clients on loopback share one address."),
        whole(
            "rate.token", \.tokenRequestsPerMinute, 60...100_000_000, "requests", example: 1200,
            "Requests a minute with one token."),
        choice(
            "log.level", \.logLevel, Logger.Level.allCases.map { ($0.rawValue, $0) }, valueName: "level", example: "debug",
            "The least that is logged; no level logs a plate, a token, an address or a body."),
    ]

    private static let keeping: [Setting] = [
        path(
            "data.folder", \.dataFolder, example: "/var/lib/thawd", standard: "$XDG_STATE_HOME/thawd, or ~/.local/state/thawd",
            "Where the database and the week keys lie; made with mode 0700, and refused if others can enter it."),
        path(
            "seal.key_file", \.sealKeyFile, example: "/etc/thaw/seal.key",
            standard: "the systemd credential seal.key, else seal.key in the data folder",
            "The file with the key that seals plates: 32 random bytes in hex or base64, mode 0600."),
        toggle(
            "seal.beside_data", \.sealBesideData,
            "Serve beyond loopback although the seal key lies in the data folder, where whoever takes the disk takes both."),
        whole(
            "store.free_mib_min", \.freeMebibytesMin, 1...1_048_576, "MiB", example: 512,
            "Below so much free room on the data folder's disk the daemon says that it is not ready."),
        path(
            "areas.file", \.areasFile, example: "/etc/thaw/areas.geojson", standard: "none, so one area: everywhere",
            "The areas, as a GeoJSON FeatureCollection of polygons, such as a city publishes of its neighborhoods."),
        parsed(
            "areas.id_property", \.areaFormat.idProperty, valueName: "property", allowed: "the name of a property that every feature has",
            example: "BDNAME", "The property that holds an area's ID; a text that is no ID becomes one, as in powderhorn-park.",
            parse: isLine, write: { $0 }),
        parsed(
            "areas.name_property", \.areaFormat.nameProperty, valueName: "property",
            allowed: "the name of a property that every feature has", example: "BDNAME", "The property that holds an area's name.",
            parse: isLine, write: { $0 }),
        number(
            "area.km2_min", \.areaFormat.squareKilometresMin, 0.5...10_000, "km²", example: 1,
            "The smallest area allowed, and the smallest part of one; no part of an area may mean a house or a school."),
    ]

    private static let reports: [Setting] = [
        whole(
            "report.age_hours_max", \.rules.reportAgeHoursMax, 1...48, "hours", example: 12,
            "How far back a report may lie."),
        choice(
            "sighting.slot_minutes", \.rules.slotMinutes, [("30", 30), ("60", 60)], valueName: "minutes", example: "60",
            "The length of a slot, the finest time that is kept."),
        number(
            "voice.half_life_days", \.rules.halfLifeDays, 1...35, "days", example: 7,
            "Days in which a voice's weight falls to half."),
        whole(
            "voice.weeks", \.rules.voiceWeeks, 1...5, "weeks", example: 4,
            "Weeks until a week's key is erased, and its voices with it."),
    ]

    private static let standing: [Setting] = [
        number(
            "suspect.evidence", \.rules.suspectEvidence, 1...100, "voices", example: 3,
            "The evidence that makes a watched plate suspected."),
        whole(
            "suspect.voices", \.rules.suspectVoices, 1...100, "voices", example: 5,
            "The trusted voices that make a watched plate suspected."),
        whole(
            "confirmed.days", \.rules.confirmedDays, 1...30, "days", example: 14,
            "Days after which a confirmed plate lapses unless it was renewed."),
        whole(
            "cleared.days", \.rules.clearedDays, 0...90, "days", example: 30,
            "Days that token holders see when a plate was cleared."),
        whole(
            "cleared.hold_days", \.rules.clearedHoldDays, 1...730, "days", example: 180,
            "Days that only a moderator can list a cleared plate again."),
        choice(
            "visibility.suspected", \.rules.suspectedViewer, [("reader", Viewer.member), ("moderator", .moderator)], valueName: "role",
            example: "moderator", because: ": it may be narrowed, never widened", "The least role that sees suspected plates."),
        toggle(
            "visibility.public", \.rules.isPublic,
            "Whether anyone may look up confirmed plates; if false, only token holders."),
    ]

    private static let moderation: [Setting] = [
        whole(
            "moderation.undo_hours", \.rules.undoHours, 1...24, "hours", example: 12,
            "How long a verdict can be undone; what it set aside is erased then."),
        whole(
            "moderation.second_above", \.rules.secondAbove, 1...100, "plates", example: 50,
            "More plates than this, purged or decided in bulk by one moderator within 24 hours, need a second moderator."),
    ]

    private static let ageing: [Setting] = [
        whole(
            "ageing.live_hours", \.rules.liveHours, 1...4, "hours", example: 2,
            "Hours after its slot that a sighting keeps it."),
        whole(
            "ageing.day_days", \.rules.dayDays, 1...7, "days", example: 3,
            "Days that a sighting keeps its day."),
        whole(
            "ageing.week_days", \.rules.weekDays, 1...30, "days", example: 14,
            "Days that a sighting keeps its area and week; then it is erased."),
    ]

    private static let tokens: [Setting] = [
        whole(
            "token.reports_per_day", \.rules.tokenReportsPerDay, 1...10_000, "reports", example: 400,
            "Reports a day that a trusted volunteer's token may write."),
        whole(
            "token.reports_per_day_in_probation", \.rules.tokenReportsPerDayInProbation, 1...10_000, "reports", example: 20,
            "Reports a day that a token in probation may write."),
        whole(
            "token.probation_days", \.rules.probationDays, 0...180, "days", example: 30,
            "Days until a token is trusted that was not issued so."),
        whole(
            "token.days", \.rules.tokenDays, 1...730, "days", example: 90,
            "Days until a token expires."),
    ]

    private static let chapter: [Setting] = [
        line(
            "chapter.help", \.chapterHelp, example: "Legal hotline 555-0100, day and night: do not open the door.",
            "What to do now, a hotline: stands under every answer to a person."),
        line(
            "chapter.contact", \.chapterContact, example: "Wrongly listed? Write to contact@example.org",
            "Whom to write to about a wrong listing: stands under every answer to a person."),
    ]
}
