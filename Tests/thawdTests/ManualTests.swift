import DaemonSupport
import Foundation
import TestSupport
import Testing
import thawd

@Suite("The manual pages of thawd")
struct ManualTests {
    @Test func `thawd(8) is what the help says`() throws {
        let page = ManualPage(
            dump: try ToolDump(json: CommandHelp.dump), section: 8, manual: "System Manager's Manual",
            leftOut: Set(Setting.all.map(\.flag)), closings: [Self.settings, Self.files], seeAlso: ["thawd.yaml (5)", "thaw (1)"])
        #expect(try RepositoryFiles.difference(of: "man/thawd.8", from: page.text) == nil)
    }

    @Test func `thawd.yaml(5) is what the table of settings says`() throws {
        #expect(try RepositoryFiles.difference(of: "man/thawd.yaml.5", from: SettingsManual.text) == nil)
    }

    @Test func `every setting is in thawd.yaml(5), and none is repeated in thawd(8)`() throws {
        let settings = try RepositoryFiles.document("man/thawd.yaml.5")
        let commands = try RepositoryFiles.document("man/thawd.8")
        for setting in Setting.all + Settings.samples {
            #expect(settings.contains("\\fB\(RoffText.escaped(setting.key))\\fR"), "\(setting.key)")
            #expect(!commands.contains(".TP\n\\fB\(RoffText.escaped("--" + setting.flag))"), "\(setting.key)")
        }
    }

    private static let settings = ManualPage.Closing(
        title: "SETTINGS",
        lines: [
            "Every command also takes each setting of",
            ".BR thawd.yaml (5)",
            "as a flag or as a variable: \\fBreport.age_hours_max\\fR is \\fB\\-\\-report\\-age\\-hours\\-max\\fR",
            "and \\fBTHAW_REPORT_AGE_HOURS_MAX\\fR.",
            "A flag wins over a variable, and a variable over the file.",
        ])

    private static let files = ManualPage.Closing(
        title: "FILES",
        lines: file(ServiceFiles.system.configuration, "The configuration of the service thawd.service.")
            + file(ServiceFiles.system.sealKey.path, "Its seal key. Without it, nobody can read the data or a backup.")
            + file(ServiceFiles.system.dataFolder, "Its database, its week keys and its log of tombstones.")
            + file("$XDG_CONFIG_HOME/thawd/thawd.yaml, $XDG_STATE_HOME/thawd", "The same for a daemon that a user starts."))

    private static func file(_ path: String, _ words: String) -> [String] {
        [".TP", "\\fI" + RoffText.escaped(path) + "\\fR", RoffText.escaped(words)]
    }
}
