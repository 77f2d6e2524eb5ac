import Alerts
import DaemonSupport
import Sightings
import TestSupport
import Testing
import Vocabulary
import Web
import Wire
import thawd

@Suite("Settings of alerts")
struct AlertSettingsTests {
    private let folder = TemporaryFolder()

    private func read(
        environment: [String: String] = [:], yaml: String? = nil
    ) -> (reading: SettingsReader.Reading?, causes: [DaemonError.Cause]) {
        let file = yaml.map { folder.write($0, to: "thawd.yaml") }
        let environment = environment.merging(["HOME": folder.path]) { given, _ in given }
        return SettingsReader(flags: [:], environment: environment, file: file).readOrCauses()
    }

    /// A file with one output `north`, made of the lines.
    private func output(_ lines: String..., rest: String = "") -> String {
        "alerts:\n  outputs:\n    north:\n" + lines.map { "      \($0)\n" }.joined() + rest
    }

    @Test func `an output has the fields of its mapping, and defaults`() throws {
        let yaml = """
            alerts:
              per_hour: 12
              plate: true
              proxy: socks5://127.0.0.1:9050
              outputs:
                north:
                  kind: ntfy
                  url: https://ntfy.example.org/harrow-falls
                  secret_file: /etc/thawd/alerts.north
                  areas: [powderhorn, seward]
                  events: [seen, confirmed]
                  plate: false
                  language: es
                hot-line: {kind: signal, url: "http://127.0.0.1:8080", secret_file: ~/signal}
            """
        let settings = try #require(read(yaml: yaml).reading).settings
        #expect(settings.rules.alerts.perHour == 12 && settings.rules.alerts.carriesPlate)
        #expect(settings.alertProxy?.description == "socks5://127.0.0.1:9050")
        let north = try #require(settings.alertOutputs["north"])
        #expect(north.kind == .ntfy && north.address?.text == "https://ntfy.example.org/harrow-falls")
        #expect(north.secretFile == "/etc/thawd/alerts.north" && north.carriesPlate == false && north.language?.code == "es")
        #expect(north.areas?.map(\.description) == ["powderhorn", "seward"] && north.events == [.seen, .confirmed])
        let hotline = try #require(settings.alertOutputs["hot-line"])
        #expect(hotline.kind == .signal && hotline.areas == nil && hotline.events == nil && hotline.carriesPlate == nil)
        #expect(settings.alertOutputs.count == 2)
    }

    @Test func `a variable wins over the file, and may name an output of its own`() throws {
        let environment = [
            "THAW_ALERTS_OUTPUTS_HOT_LINE_KIND": "webhook", "THAW_ALERTS_OUTPUTS_HOT_LINE_URL": "https://hook.example.org/",
            "THAW_ALERTS_OUTPUTS_HOT_LINE_SECRET_FILE": "/a", "THAW_ALERTS_OUTPUTS_NORTH_LANGUAGE": "fr",
        ]
        let yaml = output("kind: text", "secret_file: /b", "language: es")
        let reading = try #require(read(environment: environment, yaml: yaml).reading)
        #expect(reading.settings.alertOutputs["north"]?.language?.code == "fr")
        #expect(reading.settings.alertOutputs["hot-line"]?.kind == .webhook)
        #expect(reading.settings.alertOutputs["hot-line"]?.secretFile == "/a")
        #expect(reading.origins["alerts.outputs.north.language"] == "THAW_ALERTS_OUTPUTS_NORTH_LANGUAGE")
    }

    @Test(arguments: ["alerts:\n", "alerts:\n  outputs:\n", "alerts: {outputs: {}}\n"])
    func `no outputs are no mistake`(_ yaml: String) throws {
        #expect(try #require(read(yaml: yaml).reading).settings.alertOutputs.isEmpty)
    }

    @Test func `the changes name the file's lines, and show neither addresses nor paths of secrets`() throws {
        let reading = try #require(
            read(yaml: output("kind: webhook", "url: https://hook.example.org/canary", "secret_file: /etc/canary")).reading)
        let changes = reading.summary.joined(separator: "\n")
        #expect(changes.contains("alerts.outputs.north.kind = webhook   (\(folder.path)/thawd.yaml:4)"))
        #expect(changes.contains("alerts.outputs.north.url = not shown   (\(folder.path)/thawd.yaml:5)"))
        #expect(!changes.contains("canary"))
    }

    @Test(arguments: [
        "url: http://canary.example.org/hook", "url: canary", "url: https://user:canary@example.org/", "secret_file: whsec_canary",
        "secret_file: tk_canary", "secret_file: https://canary.example.org/", "kind: [canary]", "areas: [Canary]", "areas: [a, a]",
        "areas: []", "events: [seen, seen]", "events: []", "events: [purged]", "plate: canary", "language: canary", "url: [canary]",
        "kind: https://canary.example.org/hook", "kind: whsec_canary", "areas: [https://canary.example.org/]", "events: [tk_canary]",
        "plate: +canary", "language: https://canary.example.org/",
    ])
    func `a value that is not allowed is refused with its line and its rule, and not repeated`(_ line: String) throws {
        let causes = read(yaml: output("# the next line is the fifth", line)).causes
        let key = String(line.prefix { $0 != ":" })
        let cause = try #require(causes.first { $0.detail.contains("thawd.yaml:5") })
        #expect(cause.code == .configValue && cause.detail.contains("alerts.outputs.north.\(key) takes "))
        #expect(causes.allSatisfy { !$0.detail.lowercased().contains("canary") }, "\(cause.detail)")
    }

    @Test(
        arguments: [
            ("url: https://a.example.org/", "alerts.outputs.north needs alerts.outputs.north.kind: ntfy, signal, text or webhook."),
            ("kind: webhook", "alerts.outputs.north needs alerts.outputs.north.url."),
            ("kind: signal", "alerts.outputs.north needs alerts.outputs.north.url."),
            (
                "kind: text, url: https://a.example.org/",
                """
                alerts.outputs.north.url: the address of a text output is its secret. \
                Put it into the file of alerts.outputs.north.secret_file.
                """
            ),
            (
                "kind: ntfy, url: https://a.example.org/",
                "alerts.outputs.north.url must end with the topic alone, as in https://ntfy.example.org/harrow-falls."
            ),
            (
                "kind: webhook, url: http://exampleexample.onion/canary",
                "alerts.outputs.north.url is an onion address, which needs alerts.proxy."
            ),
            ("kind: text, plate: true", "alerts.outputs.north.plate (true) needs alerts.plate: true."),
            ("kind: text, language: de", "alerts.outputs.north.language needs de in web.languages (en, es, fr)."),
        ])
    func `fields that do not fit each other are refused`(_ fields: String, _ detail: String) {
        let causes = read(yaml: "alerts: {outputs: {north: {\(fields)}}}\n").causes
        #expect(causes.map(\.detail) == [detail])
        #expect(causes.allSatisfy { $0.code == .configValue })
    }

    @Test(arguments: ["North", "north_side", "-north", "north-", "a--b", String(repeating: "a", count: 33), "é"])
    func `a name has lower-case letters, digits and single hyphens`(_ name: String) {
        let causes = read(yaml: "alerts: {outputs: {\(name): {kind: text}}}\n").causes
        #expect(
            causes.map(\.detail) == [
                "alerts.outputs.\(name): a name has lower-case letters, digits and single hyphens, 32 in all at most."
            ])
    }

    @Test func `at most eight outputs are possible`() {
        func causes(_ count: Int) -> [DaemonError.Cause] {
            let outputs = (0..<count).map { "o\($0): {kind: text}" }.joined(separator: ", ")
            return read(yaml: "alerts: {outputs: {\(outputs)}}\n").causes
        }
        #expect(causes(AlertOutput.countMax).isEmpty)
        #expect(causes(AlertOutput.countMax + 1).map(\.detail) == ["alerts.outputs: at most 8 outputs are possible."])
    }

    @Test func `an unknown field is refused, and the right one suggested`() {
        let causes = read(yaml: output("kind: text", "languge: es")).causes
        #expect(causes.map(\.code) == [.configUnknownKey])
        #expect(causes.first?.detail.contains("did you mean alerts.outputs.north.language?") == true)
    }

    @Test func `more alerts for an area than in all are refused`() {
        let causes = read(yaml: "alerts: {per_hour: 5, per_area_hour: 6}\n").causes
        #expect(causes.map(\.detail) == ["alerts.per_area_hour (6) must not be more than alerts.per_hour (5)."])
    }

    @Test(arguments: ["127.0.0.1:9050", "http://127.0.0.1:9050", "socks5://127.0.0.1", "socks5://canary:canary@127.0.0.1:9050"])
    func `a proxy is a SOCKS5 proxy, and no error shows what else was written`(_ proxy: String) {
        let causes = read(yaml: "alerts: {proxy: \"\(proxy)\"}\n").causes
        #expect(causes.map(\.code) == [.configValue])
        #expect(causes.allSatisfy { !$0.detail.contains("canary") })
    }
}
