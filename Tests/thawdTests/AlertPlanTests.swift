import Alerts
import DaemonSupport
import Foundation
import Seal
import Server
import Sightings
import TestSupport
import Testing
import Vocabulary
import Wire
import thawd

@Suite("Resolving the outputs of alerts")
struct AlertPlanTests {
    private let place = TemporaryFolder()
    private static let key = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    private static let group = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="

    /// A plan with one output, and the texts of the errors if there is none.
    private func plan(
        _ kind: AlertDestination.Kind, url: String? = "https://receiver.example.org/canary", secret: String?, mode: mode_t = 0o600,
        environment: [String: String] = [:], _ change: (inout Settings, inout AlertOutputSettings) -> Void = { _, _ in }
    ) throws -> (plan: StartPlan?, causes: [DaemonError.Cause]) {
        var output = AlertOutputSettings()
        output.kind = kind
        output.address = try url.map { try #require(AlertAddress($0)) }
        output.secretFile = secret.map { place.write($0, to: "secret", mode: mode) }
        var settings = Settings()
        change(&settings, &output)
        settings.alertOutputs["north"] = output
        do throws(DaemonError) {
            let environment = environment.merging(["HOME": place.path]) { given, _ in given }
            return (try StartPlan(settings, paths: HomePaths(environment: environment)), [])
        } catch {
            return (nil, error.causes)
        }
    }

    @Test(
        arguments: [
            (.ntfy, "https://receiver.example.org/canary", "tk_canary\n"), (.ntfy, "https://receiver.example.org/canary", nil),
            (.signal, "http://127.0.0.1:8080", " \(group) \n+16125550199\n\n"), (.text, nil, "https://chat.example.org/canary\r\n"),
            (.webhook, "https://receiver.example.org/canary", key),
        ] as [(AlertDestination.Kind, String?, String?)])
    func `an output of each kind is resolved with its secret`(_ kind: AlertDestination.Kind, _ url: String?, _ secret: String?) throws {
        let (plan, causes) = try plan(kind, url: url, secret: secret)
        #expect(causes.isEmpty)
        let output = try #require(plan?.alerts?.outputs["north"])
        #expect(output.destination.kind == kind && !output.carriesPlate)
    }

    @Test(
        arguments: [
            (.signal, nil, "alerts.outputs.north needs alerts.outputs.north.secret_file, with a group's ID in base64"),
            (.text, nil, "alerts.outputs.north needs alerts.outputs.north.secret_file, with the whole address"),
            (.webhook, nil, "alerts.outputs.north needs alerts.outputs.north.secret_file, with a key that begins with whsec_"),
            (.ntfy, "tk_canary canary", "alerts.outputs.north.secret_file: the file needs to hold an access token, and nothing else."),
            (.signal, "canary", "alerts.outputs.north.secret_file: the file needs to hold a group's ID"),
            (.text, "http://chat.example.org/canary", "alerts.outputs.north.secret_file: the file needs to hold the whole address"),
            (.webhook, "whsec_canary", "alerts.outputs.north.secret_file: the file needs to hold a key that begins with whsec_"),
            (.webhook, "", "alerts.outputs.north.secret_file: the file is empty."),
            (.ntfy, " \n", "alerts.outputs.north.secret_file: the file is empty."),
        ] as [(AlertDestination.Kind, String?, String)])
    func `a secret that is missing or malformed is refused without being shown`(
        _ kind: AlertDestination.Kind, _ secret: String?, _ words: String
    ) throws {
        let causes = try plan(kind, url: kind == .text ? nil : "https://receiver.example.org/canary", secret: secret).causes
        #expect(causes.map(\.code) == [.configValue])
        #expect(causes.first?.detail.hasPrefix(words) == true, "\(causes.map(\.detail))")
        #expect(causes.allSatisfy { !$0.detail.contains("canary") && !$0.detail.contains("example.org") })
    }

    @Test(arguments: [0o640, 0o604, 0o666] as [mode_t])
    func `a secret that others can read is refused`(_ mode: mode_t) throws {
        let causes = try plan(.webhook, secret: Self.key, mode: mode).causes
        #expect(causes.map(\.code) == [.configValue])
        #expect(causes.first?.detail.hasPrefix("alerts.outputs.north.secret_file: cannot read the file (") == true)
    }

    @Test func `a secret's file that is missing or too large is refused`() throws {
        let missing = try plan(.webhook, secret: nil) { $1.secretFile = "/nowhere/secret" }.causes
        #expect(missing.map(\.code) == [.configValue] && !missing[0].detail.contains("nowhere"))
        let large = try plan(.text, url: nil, secret: String(repeating: "a", count: 5_000)).causes
        #expect(large.map(\.code) == [.configValue])
    }

    @Test func `a secret's file may be a link, and a systemd credential may have any mode`() throws {
        try FileManager.default.createSymbolicLink(
            atPath: place.path(of: "link"), withDestinationPath: place.write(Self.key, to: "real"))
        #expect(try plan(.webhook, secret: nil) { $1.secretFile = place.path(of: "link") }.causes.isEmpty)
        place.write(Self.key, to: "alerts.north", mode: 0o440)
        let environment = ["CREDENTIALS_DIRECTORY": place.path]
        #expect(try plan(.webhook, secret: nil, environment: environment).causes.isEmpty, "the credential is found by its name")
        #expect(
            try plan(.webhook, secret: nil, environment: environment) { $1.secretFile = place.path(of: "alerts.north") }.causes
                .isEmpty)
        #expect(try !plan(.webhook, secret: nil) { $1.secretFile = place.path(of: "alerts.north") }.causes.isEmpty)
    }

    @Test func `an area that does not exist is refused`() throws {
        let causes = try plan(.webhook, secret: Self.key) { settings, output in
            settings.areasFile = RepositoryFiles.example("areas.geojson")
            output.areas = ["powderhorn", "nowhere", "elsewhere"].compactMap { AreaID($0) }
        }.causes
        #expect(causes.map(\.detail) == ["alerts.outputs.north.areas: there is no area nowhere, elsewhere."])
    }

    @Test func `an onion address in a secret needs a proxy, too`() throws {
        let secret = "http://exampleexample.onion/canary"
        let causes = try plan(.text, url: nil, secret: secret).causes
        #expect(causes.map(\.detail) == ["alerts.outputs.north has an onion address, which needs alerts.proxy."])
        let proxied = try plan(.text, url: nil, secret: secret) { settings, _ in
            settings.alertProxy = AlertProxy("socks5://127.0.0.1:9050")
        }
        #expect(proxied.causes.isEmpty)
    }

    @Test func `the rules know the outputs, in every command`() throws {
        var settings = Settings()
        var output = AlertOutputSettings()
        let everywhere = try #require(AreaID("everywhere"))
        (output.kind, output.areas) = (.webhook, [everywhere])
        settings.alertOutputs = ["b": output, "a": AlertOutputSettings()]
        // A command that does not send reads no secret.
        let plan = try StartPlan(settings, paths: HomePaths(environment: ["HOME": place.path]), listens: false)
        #expect(
            plan.settings.rules.alerts.outputs == [
                AlertOutput(name: "a", events: [.seen], areas: nil),
                AlertOutput(name: "b", events: [.seen], areas: [everywhere]),
            ])
        #expect(plan.alerts == nil)
    }

    @Test func `without pages, alerts have their words all the same, and no page`() throws {
        let plan = try plan(.webhook, secret: Self.key) { settings, output in
            settings.servesPages = false
            output.language = settings.languages.last
        }.plan
        let alerts = try #require(plan?.alerts)
        let sample = try #require(AlertWriter(alerts, clock: TestClock().wallClock).sample(for: "north"))
        #expect(sample.body.text == "Essai\u{A0}: les alertes arrivent ici. Rien n'a été vu." && sample.body.page == nil)
    }

    @Test(
        arguments: [
            ([], nil), (["http://exampleexample.onion"], "http://exampleexample.onion/"),
            (["http://exampleexample.onion", "https://registry.example.org"], "https://registry.example.org/"),
        ] as [([String], String?)])
    func `alerts name the page under its first address with TLS, or else its first one`(_ origins: [String], _ page: String?) throws {
        let plan = try plan(.webhook, secret: Self.key) { settings, _ in
            settings.pageOrigins = origins.compactMap { PageOrigin($0) }
        }.plan
        let alerts = try #require(plan?.alerts)
        #expect(alerts.page == page)
    }

    @Test func `a topic without a token, and two outputs with the same receivers, are warnings`() throws {
        let open = try #require(try plan(.ntfy, secret: nil).plan).warnings()
        #expect(open.count == 1 && open[0].hasPrefix("alerts.outputs.north: without an access token"))
        let token = place.write("tk_a", to: "token")
        let twice = try #require(
            try plan(.ntfy, secret: "tk_b") { settings, output in
                var other = output
                other.secretFile = token
                settings.alertOutputs["south"] = other
            }.plan
        ).warnings()
        #expect(twice.count == 1 && twice[0].hasPrefix("alerts.outputs.south: it has the same receivers as alerts.outputs.north"))
        #expect(!(open + twice).joined().contains("canary"))
    }

    @Test func `the digest of the settings changes with an output's address`() throws {
        let digests = try ["https://receiver.example.org/a", "https://receiver.example.org/b"].map { url in
            try #require(try plan(.webhook, url: url, secret: Self.key).plan).settingsDigest.bytes
        }
        #expect(digests[0] != digests[1])
    }

    // MARK: The sample

    @Test func `a sample is sent once, in the output's language, and its status is shown`() async throws {
        let server = FakeServer { _, _ in .text("canary-answer", status: 202, type: "text/plain") }
        let plan = try plan(.text, url: nil, secret: server.url + "/hook") { settings, output in output.language = settings.languages[1] }
            .plan
        let alerts = try #require(plan?.alerts)
        let line = try await AlertSample.send(to: "north", alerts, proxy: nil, clock: TestClock().wallClock)
        #expect(line == "north: the receiver accepted the sample (202).")
        let bodies = server.received.map { String(decoding: $0.body, as: UTF8.self) }
        #expect(bodies == [#"{"text":"Prueba: aquí llegan las alertas. No se vio nada."}"#])
    }

    @Test func `a sample that is not taken is an error with the reason, and without the answer`() async throws {
        let server = FakeServer { _, _ in .text("canary-answer", status: 403, type: "text/plain") }
        let plan = try plan(.text, url: nil, secret: server.url + "/canary").plan
        let alerts = try #require(plan?.alerts)
        let error = await #expect(throws: DaemonError.self) {
            try await AlertSample.send(to: "north", alerts, proxy: nil, clock: TestClock().wallClock)
        }
        #expect(error?.causes == [DaemonError.Cause(.alertsUndelivered, "north: the receiver answered 403.")])
        #expect(error?.exitStatus == 1 && error?.description.contains("canary") == false)
        #expect(server.received.count == 1)
    }
}
