import Alerts
import DaemonSupport
import Sightings
import Vocabulary
import Web

extension Setting {
    static var alerts: [Setting] {
        [
            whole(
                "alerts.per_area_hour", \.rules.alerts.perAreaHour, 1...60, "alerts", example: 3,
                "The most alerts about one area in an hour; after that, one message says how many were held back."),
            whole(
                "alerts.per_hour", \.rules.alerts.perHour, 1...600, "alerts", example: 12,
                "The most alerts in an hour, for all areas together; corrections do not count."),
            whole(
                "alerts.late_minutes_max", \.rules.alerts.lateMinutesMax, 1...240, "minutes", example: 30,
                "Minutes after a slot's end; a later report about the slot causes no alert."),
            toggle(
                "alerts.plate", \.rules.alerts.carriesPlate,
                "Whether alerts may carry the plate. A sent alert cannot be purged, and its receivers decide how long to keep it."),
            parsed(
                "alerts.proxy", \.alertProxy, valueName: "proxy", allowed: "a SOCKS5 proxy such as socks5://127.0.0.1:9050",
                example: "socks5://127.0.0.1:9050", secrecy: .everywhere,
                "The proxy, such as tor, for all receivers except those on this machine; it resolves their names.",
                parse: { AlertProxy($0).map { .some($0) } }, write: { $0?.description }),
        ]
    }

    /// The settings of the output that has this name.
    static func alertOutput(_ name: String) -> [Setting] {
        [
            field(
                name, "kind", \.kind,
                Shape(valueName: "kind", allowed: "ntfy, signal, text (Mattermost, Slack, Rocket.Chat, Google Chat) or webhook"),
                example: "ntfy",
                "The kind of receiver. There can be 8 outputs; choose a name for each instead of \(name).",
                parse: { AlertDestination.Kind(rawValue: $0.lowercased()) }, write: { $0.rawValue }),
            field(
                name, "url", \.address,
                Shape(
                    valueName: "address",
                    allowed: "an address that begins with https://, or with http:// on this machine or for .onion", secrecy: .everywhere),
                example: "https://ntfy.example.org/harrow-falls",
                "The address of an ntfy topic, a signal-cli daemon or a webhook. The address of a text output is in secret_file.",
                parse: { AlertAddress($0) }, write: { $0.text }),
            field(
                name, "secret_file", \.secretFile, Shape(valueName: "path", allowed: "a path", secrecy: .everywhere),
                example: "/etc/thawd/alerts.north", defaultText: "the systemd credential alerts.\(name), if there is one",
                "A file of mode 0600 with ntfy's token, a Signal group's ID (with an account below it), a text output's address, or a whsec_ key.",
                parse: pathOfSecret, write: { $0 }),
            field(
                name, "areas", \.areas, Shape(valueName: "areas", allowed: "IDs of areas", isList: true), example: "powderhorn",
                defaultText: "every area", "The areas that this output gets alerts about.",
                parse: { text in distinct(items(of: text)) { AreaID($0) } }, write: { $0.map(\.description).joined(separator: ", ") }),
            field(
                name, "events", \.events, Shape(valueName: "events", allowed: "seen, confirmed, or both", isList: true),
                example: "seen, confirmed", defaultText: "seen",
                "The alerts that it gets: a confirmed plate was seen, or a plate became confirmed. Corrections always follow.",
                parse: { text in distinct(items(of: text)) { AlertEvent(rawValue: $0) } },
                write: { $0.map(\.rawValue).joined(separator: ", ") }),
            field(
                name, "plate", \.carriesPlate, Shape(valueName: "true|false", allowed: "true or false", isSwitch: true), example: "false",
                defaultText: "alerts.plate", "Whether its alerts carry the plate; true requires alerts.plate.",
                parse: { truth($0) }, write: { String($0) }),
            field(
                name, "language", \.language, Shape(valueName: "language", allowed: "a language of web.languages"), example: "es",
                defaultText: "the first of web.languages", "The language of its alerts.",
                parse: { Language($0) }, write: { $0.code }),
        ]
    }

    private static func field<Value: Sendable>(
        _ name: String, _ field: String, _ property: OutputProperty<Value>, _ shape: Shape, example: String, defaultText: String? = nil,
        _ help: String, parse: @escaping @Sendable (String) -> Value?, write: @escaping @Sendable (Value) -> String
    ) -> Setting {
        var quiet = shape
        // Someone may have written the address or the secret into the wrong field.
        if quiet.secrecy == .none { quiet.secrecy = .inErrors }
        return Setting(
            "\(outputsPrefix)\(name).\(field)", quiet, help: help, example: example, defaultText: defaultText,
            parse: { text, settings in
                // An empty text means the default, but an empty list does not mean every item.
                if text.isEmpty { return !shape.isList }
                guard let value = parse(text) else { return false }
                settings.alertOutputs[name, default: AlertOutputSettings()][keyPath: property] = value
                return true
            },
            show: { settings in settings.alertOutputs[name].flatMap { $0[keyPath: property] }.map(write) })
    }

    /// The settings of all outputs that a file's keys or the environment's variables name.
    fileprivate static func alertOutputs(keys: [String], variables: [String]) -> [Setting] {
        let ofKeys = keys.compactMap { key -> String? in
            guard key.hasPrefix(outputsPrefix) else { return nil }
            return key.dropFirst(outputsPrefix.count).split(separator: ".").first.map { String($0) }
        }
        let prefix = Settings.variablePrefix + "ALERTS_OUTPUTS_"
        let fields = alertOutput("x").map { "_" + $0.key.dropFirst("\(outputsPrefix)x.".count).uppercased() }
        let ofVariables = variables.compactMap { variable -> String? in
            guard variable.hasPrefix(prefix), let field = fields.first(where: { variable.hasSuffix($0) }) else { return nil }
            let name = variable.dropFirst(prefix.count).dropLast(field.count)
            return name.isEmpty ? nil : name.lowercased().replacing("_", with: "-")
        }
        return Set(ofKeys + ofVariables).sorted().flatMap { alertOutput($0) }
    }
}

extension Settings {
    package static var samples: [Setting] { Setting.alertOutput("north") }

    /// The settings of the outputs that there are.
    var alertTable: [Setting] { alertOutputs.keys.sorted().flatMap { Setting.alertOutput($0) } }

    static func furtherAlerts(keys: [String], variables: [String]) -> [Setting] {
        Setting.alertOutputs(keys: keys, variables: variables)
    }
}

private let outputsPrefix = "alerts.outputs."

private typealias OutputProperty<Value> = any WritableKeyPath<AlertOutputSettings, Value?> & Sendable

/// A path; nil for the secret itself in the place of its file.
@Sendable private func pathOfSecret(_ text: String) -> String? {
    let isSecret = ["whsec_", "tk_", "http://", "https://"].contains { text.hasPrefix($0) } || Settings.looksSecret(text)
    return isSecret || text.contains("\0") ? nil : text
}
