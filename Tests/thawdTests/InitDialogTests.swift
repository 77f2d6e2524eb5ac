import DaemonSupport
import Foundation
import TestSupport
import Testing
import Vocabulary
import thawd

/// Answers from a list, and keeps what it showed.
private final class ScriptedScreen: DialogScreen {
    private var answers: [String]
    private(set) var shown: [String] = []

    init(_ answers: [String]) {
        self.answers = answers
    }

    func show(_ line: String) { shown.append(line) }

    func answer(to prompt: String) -> String? {
        shown.append(prompt)
        return answers.isEmpty ? nil : answers.removeFirst()
    }
}

@Suite("The dialog of thawd init")
struct InitDialogTests {
    private static let service = ServiceFiles(folder: "/etc/thawd", dataFolder: "/var/lib/thawd", socket: "/run/thawd/thawd.sock")

    private func machine(areaProblems: [String] = [], certificateProblems: [String] = []) -> InitDialog.Machine {
        InitDialog.Machine(
            timeZone: "America/Chicago", standardOffset: { $0 == "America/Chicago" ? UTCOffset("-06:00") : UTCOffset("-05:00") },
            areaProblems: { $0 == "bad.geojson" ? areaProblems : [] },
            certificateProblems: { certificate, _ in certificate == "bad.pem" ? certificateProblems : [] })
    }

    private func run(
        _ answers: [String], service: ServiceFiles? = service, given: [String: String] = [:], machine: InitDialog.Machine? = nil
    ) throws -> (values: [String: String], shown: [String]) {
        let screen = ScriptedScreen(answers)
        var dialog = InitDialog(
            screen: screen, machine: machine ?? self.machine(), service: service, folder: "/etc/thawd", given: given)
        return (try dialog.run(), screen.shown)
    }

    /// The file that the values give, read again as the daemon reads it.
    private func file(of values: [String: String]) throws -> (text: String, origins: [String: String]) {
        let settings = try SettingsReader(flags: values, environment: [:], file: nil).read().settings
        let text = SettingsReference.file(setting: Set(values.keys), from: settings)
        let place = TemporaryFolder()
        let reading = try SettingsReader(flags: [:], environment: [:], file: place.write(text, to: "thawd.yaml")).read()
        for (key, value) in values {
            let setting = try #require(Setting.named(key))
            var expected = Settings()
            #expect(setting.parse(value, &expected))
            #expect(setting.show(reading.settings) == setting.show(expected), "\(key)")
        }
        return (text, reading.origins)
    }

    @Test func `Enter at each question gives the defaults of this machine`() throws {
        let values = try run(Array(repeating: "", count: 7)).values
        #expect(
            values == [
                "registry.name": "Thaw", "registry.issuer": "ZZ", "registry.time_zone": "America/Chicago", "registry.utc_offset": "-06:00",
                "data.folder": "/var/lib/thawd",
            ])
    }

    @Test func `each question shows its default`() throws {
        let shown = try run(Array(repeating: "", count: 7)).shown
        for text in ["[Thaw]: ", "[ZZ]: ", "[America/Chicago]: ", "[-06:00]: ", "[none: one area, everywhere]: ", "[none]: ", "[1]: "] {
            #expect(shown.contains { $0.hasSuffix(text) }, "\(text)")
        }
    }

    @Test func `the file of a chapter's answers is the golden one, and check-config accepts it`() throws {
        let values = try run([
            "Thaw of \"Harrow Falls\"", "us-mn", "America/Detroit", "", "/etc/thawd/areas.geojson", "Legal hotline 555-0100.", "2",
            "https://registry.example.org",
        ]).values
        let file = try file(of: values)
        #expect(
            file.text == """
                # `thawd init` wrote this file. `man thawd.yaml` describes every setting.
                # After a change, check the file with `thawd check-config`, and restart thawd.

                registry:
                  # The registry's name.
                  name: "Thaw of \\"Harrow Falls\\""
                  # The issuer of a report that does not name one.
                  issuer: US-MN
                  # The time zone of the times on pages.
                  time_zone: America/Detroit
                  # The offset from UTC. Days begin at its midnight, all year; it cannot change after the database is made.
                  utc_offset: "-05:00"

                server:
                  # Proxies whose X-Forwarded-For or PROXY line thawd trusts, and tor, whose PROXY line names a circuit.
                  proxies: ["127.0.0.1", "::1"]

                web:
                  # The addresses that people open in a browser; needed beyond loopback. Pages answer under no other name.
                  origins: ["https://registry.example.org"]

                data:
                  # The folder of the database and the week keys; thawd makes it with mode 0700, and refuses it if other users can enter it.
                  folder: /var/lib/thawd

                areas:
                  # The areas, as a GeoJSON FeatureCollection of polygons, such as a city's neighborhoods.
                  file: /etc/thawd/areas.geojson

                chapter:
                  # Text under every answer to a person: what to do now, a hotline; each language of web.languages may have its own, as chapter.help_so.
                  help: "Legal hotline 555-0100."

                """)
        #expect(Set(file.origins.keys) == Set(values.keys))
    }

    @Test(arguments: ["null", "~", "a: b # c", "\\", "\u{2028}x", "\u{85}", "Señales 'ñ'", "yes", "[x]", "12", "- x"])
    func `a name is read back as it was typed`(_ name: String) throws {
        _ = try file(of: ["registry.name": name])
    }

    @Test func `an answer that a setting does not take is explained, and asked again`() throws {
        let (values, shown) = try run(["", "Minnesota", "US-MN", "", "-06:10", "", "", "", "5", "1"])
        #expect(values["registry.issuer"] == "US-MN")
        #expect(values["registry.utc_offset"] == "-06:00")
        #expect(shown.contains { $0.contains("registry.issuer takes an issuer such as US-MN") })
        #expect(shown.contains { $0.contains("registry.utc_offset takes a sign") })
        #expect(shown.contains("  Type a number from 1 to 4."))
    }

    @Test func `an areas file that cannot be used is explained, five problems at most`() throws {
        let problems = (1...7).map { "Area \($0) is too small." }
        let (values, shown) = try run(
            ["", "", "", "", "bad.geojson", "good.geojson", "", ""], machine: machine(areaProblems: problems))
        #expect(values["areas.file"] == "good.geojson")
        #expect(shown.filter { $0.contains("is too small") }.count == 5)
        #expect(shown.contains("  … and 2 more"))
    }

    @Test func `with its own certificate, thawd listens on the port of its address`() throws {
        let answers = [
            "", "", "", "", "", "", "3", "http://registry.example.org", "https://registry.example.org:8443", "bad.pem", "", "", "",
        ]
        let values = try run(answers, machine: machine(certificateProblems: ["The key does not fit."])).values
        #expect(values["server.address"] == "0.0.0.0:8443")
        #expect(values["server.tls.certificate"] == "/etc/thawd/fullchain.pem")
        #expect(values["server.tls.key"] == "/etc/thawd/privkey.pem")
        #expect(values["seal.key_file"] == nil, "the service gets it as a credential")
        _ = try file(of: values)
    }

    @Test func `a user's own daemon with a certificate keeps its key outside of the data folder`() throws {
        let values = try run(["", "", "", "", "", "", "3", "https://registry.example.org", "", "", ""], service: nil).values
        #expect(values["seal.key_file"] == "/etc/thawd/seal.key")
        #expect(values["data.folder"] == nil)
    }

    @Test func `behind tor, the service listens on its Unix socket, and the address needs no scheme`() throws {
        let name = String(repeating: "a", count: 56) + ".onion"
        let values = try run(["", "", "", "", "", "", "4", "", name]).values
        #expect(values["web.onion"] == "http://\(name)")
        #expect(values["web.origins"] == "http://\(name)")
        #expect(values["server.proxies"] == "tor")
        #expect(values["server.address"] == "unix:/run/thawd/thawd.sock")
        _ = try file(of: values)
    }

    @Test func `values of the command line are not asked for, and stay`() throws {
        let given = ["registry.name": "Given", "registry.issuer": "US-WI", "server.address": "127.0.0.1:9000", "rate.anonymous": "30"]
        let (values, shown) = try run(["", "", "", ""], given: given)
        for (key, value) in given { #expect(values[key] == value) }
        #expect(!shown.contains { $0.contains("How do people reach") || $0.contains("Name of the registry") })
    }

    @Test(arguments: 0..<7)
    func `the end of the input cancels at each question`(_ count: Int) {
        #expect(throws: InitDialog.Canceled.self) { try run(Array(repeating: "", count: count)) }
    }

    @Test func `a question that never gets an answer ends the dialog`() {
        #expect(throws: InitDialog.Canceled.self) { try run(["", "", "", "", "", "", "2"] + Array(repeating: "", count: 50)) }
    }
}
