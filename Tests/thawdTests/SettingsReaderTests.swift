import DaemonSupport
import Foundation
import Server
import Sightings
import TestSupport
import Testing
import Vocabulary
import Wire
import thawd

@Suite("Reading the settings")
struct SettingsReaderTests {
    private let folder = TemporaryFolder()

    private func read(
        flags: [String: String] = [:], environment: [String: String] = [:], yaml: String? = nil
    ) -> (reading: SettingsReader.Reading?, causes: [DaemonError.Cause]) {
        let file = yaml.map { folder.write($0, to: "thawd.yaml") }
        let environment = environment.merging(["HOME": folder.path]) { given, _ in given }
        return SettingsReader(flags: flags, environment: environment, file: file).readOrCauses()
    }

    // MARK: Sources

    @Test func `flags win over variables, and variables over the file`() throws {
        let yaml = "suspect:\n  voices: 4\n  evidence: 4\nvoice:\n  weeks: 4\n"
        let environment = ["THAW_SUSPECT_VOICES": "5", "THAW_SUSPECT_EVIDENCE": "5"]
        let reading = try #require(read(flags: ["suspect.voices": "6"], environment: environment, yaml: yaml).reading)
        #expect(reading.settings.rules.suspicion.voices == 6)
        #expect(reading.settings.rules.suspicion.evidence == 5)
        #expect(reading.settings.rules.voices.weeks == 4)
        #expect(reading.origins["suspect.voices"] == "--suspect-voices")
        #expect(reading.origins["suspect.evidence"] == "THAW_SUSPECT_EVIDENCE")
        #expect(reading.origins["voice.weeks"] == "\(folder.path)/thawd.yaml:5")
        #expect(reading.isGivenWithCommand("suspect.voices") && reading.isGivenWithCommand("suspect.evidence"))
        #expect(!reading.isGivenWithCommand("voice.weeks") && !reading.isGivenWithCommand("seal.key_file"))
    }

    @Test func `each served language may have its own help line`() throws {
        let yaml = "web:\n  languages: [en, so, hmn]\nchapter:\n  help: '1'\n  help_en: '2'\n  help_so: '3'\n"
        let reading = try #require(read(environment: ["THAW_CHAPTER_HELP_HMN": "4"], yaml: yaml).reading)
        #expect(reading.settings.chapterHelp == "1")
        #expect(reading.settings.chapterHelpByLanguage == ["en": "2", "so": "3", "hmn": "4"])
        #expect(reading.origins["chapter.help_so"] == "\(folder.path)/thawd.yaml:6")
        #expect(reading.origins["chapter.help_hmn"] == "THAW_CHAPTER_HELP_HMN")
    }

    @Test(arguments: ["help_so", "help_fr"])
    func `a help line for a language that is not served is refused by name`(_ key: String) {
        let causes = read(yaml: "web:\n  languages: [en, es]\nchapter:\n  \(key): '1'\n").causes
        #expect(causes.map(\.detail) == ["chapter.\(key) needs \(key.suffix(2)) in web.languages (en, es)."])
    }

    @Test(arguments: ["help_", "help_e", "help_ESP", "help_somali"])
    func `a help line for no language is an unknown key`(_ key: String) {
        #expect(read(yaml: "chapter:\n  \(key): '1'\n").causes.map(\.code) == [.configUnknownKey])
    }

    @Test func `without any source, every setting has its default`() throws {
        let reading = try #require(read().reading)
        #expect(reading.origins.isEmpty)
        #expect(reading.file == nil)
    }

    @Test func `a file in the XDG folder is found without being named`() throws {
        #expect(mkdirs("\(folder.path)/.config/thawd"))
        _ = folder.write("registry:\n  name: Ours\n", to: ".config/thawd/thawd.yaml")
        #expect(try #require(read().reading).settings.registryName == "Ours")
        let other = folder.write("registry:\n  name: Other\n", to: "other.yaml")
        #expect(try #require(read(environment: ["THAW_CONFIG": other]).reading).settings.registryName == "Other")
    }

    @Test(arguments: [
        "", "# only a comment\n", "---\n", "registry:\n", "registry:\n  name:\n", "registry:\n  name: ~\n", "registry: {name: null}\n",
    ])
    func `a file without values is valid`(_ yaml: String) throws {
        #expect(try #require(read(yaml: yaml).reading).settings.registryName == "Thaw")
    }

    @Test(arguments: ["registry.utc_offset", "data.folder", "seal.key_file", "server.address", "areas.file", "registry.issuer"])
    func `an empty value is refused in a flag, and is the default in a variable`(_ key: String) throws {
        let setting = try #require(Setting.named(key))
        let causes = read(flags: [key: ""]).causes
        #expect(causes.map(\.code) == [.configValue])
        #expect(causes.first?.detail == "--\(setting.flag): the value is empty: \(key) takes \(setting.shape.allowed).")
        #expect(read(environment: [setting.variable: ""]).causes.isEmpty)
    }

    @Test(arguments: ["registry.name", "chapter.help", "server.proxies"])
    func `an empty text or list is allowed in a flag`(_ key: String) {
        #expect(read(flags: [key: ""]).causes.isEmpty)
    }

    @Test(arguments: [
        "server:\n  proxies: [10.0.0.0/8, \"::1\"]\n", "server:\n  proxies: 10.0.0.0/8, ::1\n",
        "server.proxies: [10.0.0.0/8, \"::1\"]\n",
    ])
    func `a list can be a YAML list or text with commas`(_ yaml: String) throws {
        #expect(try #require(read(yaml: yaml).reading).settings.proxies == ["10.0.0.0/8", "::1"])
    }

    /// YAML 1.1 reads `-10:00` without quotes as the number −600.
    @Test(arguments: ["-10:00", "+10:30", "-06:00", "+05:45", "+00:00", "-12:00", "+14:00"])
    func `an offset keeps its text in the file, with and without quotes, in a variable and in a flag`(_ offset: String) throws {
        let readings = [
            read(yaml: "registry:\n  utc_offset: \(offset)\n"), read(yaml: "registry:\n  utc_offset: \"\(offset)\"\n"),
            read(yaml: "registry: {utc_offset: \(offset)}\n"), read(environment: ["THAW_REGISTRY_UTC_OFFSET": offset]),
            read(flags: ["registry.utc_offset": offset]),
        ]
        for reading in readings {
            #expect(try #require(reading.reading).settings.rules.utcOffset.description == offset)
        }
    }

    @Test(arguments: ["-600", "-6", "[-10:00]", "-10:0"])
    func `an offset in another form is refused with its line and an example`(_ written: String) {
        let causes = read(yaml: "registry:\n  utc_offset: \(written)\n").causes
        #expect(causes.map(\.code) == [.configValue])
        #expect(causes.first?.detail.contains("thawd.yaml:2") == true)
        #expect(causes.first?.detail.contains("such as -06:00") == true)
    }

    @Test func `a line for people may have commas in every source`() throws {
        let line = "Call 555-0100, day and night: \"do not open\"."
        let flag = try #require(read(flags: ["chapter.help": line]).reading)
        let variable = try #require(read(environment: ["THAW_CHAPTER_HELP": line]).reading)
        let file = try #require(read(yaml: "chapter:\n  help: '\(line)'\n").reading)
        #expect([flag, variable, file].allSatisfy { $0.settings.chapterHelp == line })
    }

    // MARK: Errors

    @Test func `an unknown key is reported with its line and the most similar key`() {
        let causes = read(yaml: "# first\nreport:\n  age_hour_max: 3\nsurprise: 1\n").causes
        #expect(causes.map(\.code) == [.configUnknownKey, .configUnknownKey])
        #expect(causes[0].detail.contains("thawd.yaml:3: there is no key report.age_hour_max: did you mean report.age_hours_max?"))
        #expect(causes[1].detail.contains("thawd.yaml:4: there is no key surprise"))
    }

    @Test func `an unknown variable is reported`() {
        let causes = read(environment: ["THAW_SUSPECT_VOICE": "3", "OTHER_THAW_X": "1"]).causes
        #expect(causes.count == 1)
        #expect(causes[0].code == .configUnknownKey)
        #expect(causes[0].detail == "THAW_SUSPECT_VOICE: there is no such variable: did you mean THAW_SUSPECT_VOICES?")
    }

    @Test(arguments: [
        ("suspect.voices", "0"), ("suspect.voices", "-3"), ("suspect.voices", "three"), ("suspect.voices", "3.5"),
        ("suspect.voices", ""), ("suspect.evidence", "nan"), ("suspect.evidence", "inf"), ("suspect.evidence", "0.4"),
        ("ageing.live_hours", "5"),
        ("ageing.week_days", "31"), ("voice.weeks", "6"), ("sighting.slot_minutes", "15"), ("sighting.slot_minutes", "45"),
        ("area.km2_min", "0.1"), ("visibility.suspected", "anyone"), ("visibility.public", "perhaps"), ("registry.issuer", "Atlantis"),
        ("registry.country", "DE"), ("registry.utc_offset", "-6"), ("registry.utc_offset", "-06:07"), ("registry.utc_offset", "+14:15"),
        ("registry.utc_offset", "-600"), ("server.address", "8780"),
        ("server.address", "127.0.0.1:70000"), ("server.address", "unix:"), ("server.address", "::1:8780"),
        ("web.origins", "registry.example.org"), ("web.origins", "http://registry.example.org"),
        ("web.origins", "http://example.onion,https://example.onion"), ("web.origins", "null"),
        ("server.proxies", "10.0.0.0/33"), ("server.proxies", "proxy.local"), ("log.level", "loud"), ("store.free_mib_min", "0"),
        ("report.age_hours_max", "99999999999999999999"), ("chapter.help", "two\nlines"),
    ])
    func `a value that is not allowed is refused, and the error says what is allowed`(_ key: String, _ value: String) throws {
        let allowed = try #require(Setting.named(key)).shape.allowed
        let flag = read(flags: [key: value]).causes
        let variable = read(environment: [try #require(Setting.named(key)).variable: value]).causes
        for causes in [flag, variable] {
            #expect(causes.count == 1)
            #expect(causes.first?.code == .configValue)
            #expect(causes.first?.detail.contains("\(key) takes \(allowed)") == true)
        }
    }

    @Test(arguments: ["seal.key_file", "areas.file"])
    func `a key in the place of a path is refused, and not repeated`(_ key: String) {
        let secret = String(repeating: "0123456789abcdef", count: 4)
        let causes = read(flags: [key: secret]).causes
        #expect(causes.map(\.code) == [.configValue])
        #expect(causes.first?.detail.contains("this looks like a key") == true)
        #expect(causes.first?.detail.contains(secret) == false)
    }

    @Test(arguments: [
        (["ageing.day_days": "7", "ageing.week_days": "5"], "ageing.day_days (7) must not be more than ageing.week_days (5)"),
        (["cleared.hold_days": "7"], "cleared.days (14) must not be more than cleared.hold_days (7)"),
        (["token.days": "14"], "token.probation_days (14) must be less than token.days (14)"),
        (["token.reports_per_day": "20"], "token.reports_per_day_in_probation (50) must not be more than token.reports_per_day (20)"),
        (["server.tls.certificate": "/c.pem"], "server.tls.certificate (/c.pem) needs server.tls.key (not set)"),
        (["server.tls.key": "/k.pem"], "server.tls.key (/k.pem) needs server.tls.certificate (not set)"),
        (["server.address": "0.0.0.0:8780"], "server.address (0.0.0.0:8780) needs web.enabled: false, or web.origins (not set)"),
        (["web.onion": "http://b.onion"], "web.onion (http://b.onion) needs to be one of web.origins (not set)"),
        (
            ["web.onion": "http://b.onion", "web.origins": "https://a.example"],
            "web.onion (http://b.onion) needs to be one of web.origins (https://a.example)"
        ),
        (["operator.address": "127.0.0.1:8780"], "operator.address (127.0.0.1:8780) must differ from server.address (127.0.0.1:8780)"),
    ])
    func `values that contradict each other are refused, and the error names both`(_ flags: [String: String], _ sentence: String) {
        let causes = read(flags: flags).causes
        #expect(causes.map(\.code) == [.configValue])
        #expect(causes.first?.detail.hasPrefix(sentence) == true)
    }

    @Test(arguments: [
        ["web.origins": "https://registry.example.org, http://example.onion", "web.onion": "http://example.onion"],
        ["web.enabled": "false"],
    ])
    func `beyond loopback, the pages need their origins or must be off`(_ flags: [String: String]) {
        #expect(read(flags: flags.merging(["server.address": "0.0.0.0:8780"]) { $1 }).causes.isEmpty)
    }

    @Test func `origins are a list in the file, and stay as browsers write them`() throws {
        let settings = try #require(read(yaml: "web:\n  origins: [\"HTTPS://A.example:443/\", \"http://b.onion\"]\n").reading).settings
        #expect(settings.pageOrigins.map(\.description) == ["https://a.example", "http://b.onion"])
    }

    @Test func `all errors are reported at once`() {
        let causes = read(
            flags: ["log.level": "loud"], environment: ["THAW_NOTHING": "1", "THAW_VOICE_WEEKS": "9"],
            yaml: "suspect:\n  voices: 0\nnowhere: 1\nageing:\n  day_days: 7\n  week_days: 2\n"
        ).causes
        let text = causes.map(\.detail).joined(separator: "\n")
        for part in ["--log-level", "THAW_NOTHING", "THAW_VOICE_WEEKS", "thawd.yaml:2", "thawd.yaml:3", "ageing.day_days (7)"] {
            #expect(text.contains(part))
        }
        #expect(causes.count == 6)
    }

    @Test(
        arguments: [
            ("a: [1\n", 2), ("- 1\n- 2\n", nil), ("just words\n", nil), ("a: 1\na: 2\n", 1), ("registry:\n  name: {x: 1}\n", nil),
            ("server:\n\tproxies: 1\n", 2),
        ] as [(String, Int?)])
    func `a file that is not a configuration is refused, with a line if there is one`(_ yaml: String, _ line: Int?) {
        let causes = read(yaml: yaml).causes
        #expect(!causes.isEmpty)
        #expect(causes.allSatisfy { [.configUnreadable, .configUnknownKey, .configValue].contains($0.code) })
        if let line { #expect(causes[0].detail.contains("thawd.yaml:\(line):")) }
    }

    private func causes(file: String) -> [DaemonError.Cause] {
        SettingsReader(flags: [:], environment: [:], file: file).readOrCauses().causes
    }

    @Test func `a named file that is missing, a folder, not text or too large is refused, with the reason`() throws {
        let binary = "\(folder.path)/binary.yaml"
        try Data([0xFF, 0xFE, 0x00]).write(to: URL(filePath: binary))
        for (path, reason) in [
            ("\(folder.path)/none.yaml", "the file does not exist"), (folder.path, "it is not a regular file"),
            (binary, "it is not UTF-8 text"),
            (folder.write(String(repeating: "#", count: 1_048_577), to: "large.yaml"), "it is larger than 1048576 bytes"),
        ] {
            let causes = causes(file: path)
            #expect(causes.map(\.code) == [.configUnreadable])
            #expect(causes.first?.detail == "\(path): \(reason).")
        }
        #expect(read(yaml: "a\u{0}b").causes.map(\.code) == [.configUnreadable])
        #expect(causes(file: folder.write(String(repeating: "#", count: 1_048_576), to: "full.yaml")).isEmpty)
    }

    @Test func `a named file may be a link`() throws {
        let file = folder.write("registry:\n  name: Ours\n", to: "real.yaml")
        try FileManager.default.createSymbolicLink(atPath: "\(folder.path)/link.yaml", withDestinationPath: file)
        let reading = SettingsReader(flags: [:], environment: [:], file: "\(folder.path)/link.yaml").readOrCauses().reading
        #expect(reading?.settings.registryName == "Ours")
    }

    @Test(arguments: [
        "suspect:\n  voices: [1, 2]\n", "server:\n  proxies: [[10.0.0.0/8]]\n",
        "suspect:\n  voices: {}\n# nothing\nserver:\n  proxies: [{a: b}]\n",
    ])
    func `a list instead of a single value is refused`(_ yaml: String) {
        let causes = read(yaml: yaml).causes
        #expect(causes.map(\.code) == [.configValue])
        #expect(causes[0].detail.contains(yaml.contains("{}") ? "thawd.yaml:5" : "thawd.yaml:2"))
    }

    @Test func `a value keeps its text, even if YAML has another type for it`() throws {
        let yaml = "registry:\n  name: 0x10\nchapter:\n  help: yes\n  contact: 2026-11-29\n"
        let settings = try #require(read(yaml: yaml).reading).settings
        #expect(settings.registryName == "0x10" && settings.chapterHelp == "yes" && settings.chapterContact == "2026-11-29")
    }

    @Test func `an error in the configuration has exit status 78`() throws {
        let reader = SettingsReader(flags: ["suspect.voices": "0"], environment: [:], file: nil)
        let error = #expect(throws: DaemonError.self) { try reader.read() }
        #expect(error?.exitStatus == 78)
        #expect(error?.description.contains("suspect.voices takes a whole number") == true)
    }
}
