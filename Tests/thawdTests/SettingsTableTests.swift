import DaemonSupport
import Server
import Sightings
import TestSupport
import Testing
import Wire
import thawd

@Suite("The table of settings")
struct SettingsTableTests {
    @Test func `keys, flags and variables are unique`() {
        #expect(Set(Setting.all.map(\.key)).count == Setting.all.count)
        #expect(Set(Setting.all.map(\.flag)).count == Setting.all.count)
        #expect(Set(Setting.all.map(\.variable)).count == Setting.all.count)
    }

    @Test(arguments: Setting.all)
    func `a key has a group and a name in lower case, and the help is one sentence`(_ setting: Setting) {
        #expect(setting.key.wholeMatch(of: /[a-z]+(\.[a-z][a-z0-9_]*)+/) != nil)
        #expect(setting.help.hasSuffix("."))
        #expect(setting.help.first?.isUppercase == true)
    }

    @Test(arguments: Setting.all)
    func `an example is allowed, and differs from the default`(_ setting: Setting) {
        let folder = TemporaryFolder()
        let reading = SettingsReader(flags: [setting.key: setting.example], environment: ["HOME": folder.path], file: nil).readOrCauses()
        let causes = reading.causes.filter { !$0.detail.contains("needs") }
        #expect(causes.isEmpty)
        #expect(setting.example != setting.defaultText)
    }

    @Test func `the defaults are the design's`() {
        let settings = Settings()
        #expect(settings.rules == Rules())
        #expect(settings.address.description == "127.0.0.1:8780")
        #expect(settings.operatorAddress.description == "127.0.0.1:8781")
        #expect(settings.areaFormat.squareKilometresMin == 0.5)
        #expect(settings.anonymousLookupsPerMinute == 60)
        #expect(!settings.sealBesideData)
    }

    @Test func `the defaults do not contradict each other`() throws {
        let folder = TemporaryFolder()
        _ = try SettingsReader(flags: [:], environment: ["HOME": folder.path], file: nil).read()
    }

    /// The design's defaults, so that a mistake in `Rules` or in the table is found.
    @Test(arguments: [
        ("registry.utc_offset", "+00:00"), ("registry.country", "US"), ("registry.issuer", "ZZ"), ("report.age_hours_max", "24"),
        ("sighting.slot_minutes", "30"), ("token.reports_per_day", "200"), ("token.reports_per_day_in_probation", "50"),
        ("voice.weeks", "5"), ("voice.half_life_days", "14"), ("token.probation_days", "14"), ("suspect.evidence", "2"),
        ("suspect.voices", "3"),
        ("confirmed.days", "30"), ("cleared.days", "14"), ("cleared.hold_days", "90"), ("ageing.live_hours", "4"), ("ageing.day_days", "7"),
        ("ageing.week_days", "30"), ("visibility.suspected", "reader"), ("visibility.public", "true"), ("token.days", "180"),
        ("rate.anonymous", "60"), ("area.km2_min", "0.5"), ("seal.beside_data", "false"),
        ("list.hours", "24"), ("list.listings_max", "200000"), ("alerts.per_area_hour", "6"), ("alerts.per_hour", "30"),
        ("alerts.late_minutes_max", "60"), ("alerts.plate", "false"),
    ])
    func `a default is the one in the rules`(_ key: String, _ value: String) throws {
        #expect(try #require(Setting.named(key)).defaultText == value)
    }
}

extension Setting: CustomTestStringConvertible {
    package var testDescription: String { key }
}

extension SettingsReader {
    /// The causes of the error, if there is one.
    func readOrCauses() -> (reading: Reading?, causes: [DaemonError.Cause]) {
        do throws(DaemonError) {
            return (try read(), [])
        } catch {
            return (nil, error.causes)
        }
    }
}
