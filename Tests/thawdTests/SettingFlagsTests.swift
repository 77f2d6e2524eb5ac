import ArgumentParser
import DaemonSupport
import Testing
import thawd

@Suite("Settings on the command line")
struct SettingFlagsTests {
    private struct Command: ParsableCommand {
        @OptionGroup(title: "Settings") var flags: SettingFlags
    }

    private func values(_ arguments: [String]) throws -> [String: String] {
        try Command.parse(arguments).flags.values
    }

    @Test func `without flags, nothing is set`() throws {
        #expect(try values([]).isEmpty)
    }

    @Test(arguments: Setting.all.filter { !$0.shape.isSwitch })
    func `every setting has a flag, with a space or an equals sign`(_ setting: Setting) throws {
        #expect(try values(["--\(setting.flag)", "x, y"]) == [setting.key: "x, y"])
        #expect(try values(["--\(setting.flag)=x, y"]) == [setting.key: "x, y"])
    }

    @Test(arguments: Setting.all.filter(\.shape.isSwitch))
    func `a switch alone means true`(_ setting: Setting) throws {
        #expect(try values(["--\(setting.flag)"]) == [setting.key: "true"])
        #expect(try values(["--\(setting.flag)", "--suspect-voices", "4"]) == [setting.key: "true", "suspect.voices": "4"])
        #expect(try values(["--\(setting.flag)", "false"]) == [setting.key: "false"])
        #expect(try values(["--\(setting.flag)=false"]) == [setting.key: "false"])
    }

    @Test func `a value may begin with a minus sign`() throws {
        #expect(try values(["--registry-utc-offset", "-06:00"]) == ["registry.utc_offset": "-06:00"])
    }

    @Test func `an unknown flag is refused with the most similar flag`() throws {
        let error = #expect(throws: (any Error).self) { try Command.parse(["--suspect-voice", "4"]) }
        let message = Command.fullMessage(for: try #require(error))
        #expect(message.contains("--suspect-voice"))
        #expect(message.contains("--suspect-voices"))
        #expect(Command.exitCode(for: try #require(error)).rawValue == 64)
    }

    @Test(arguments: Setting.all)
    func `the help has every setting with its help text and default`(_ setting: Setting) {
        let help = Command.helpMessage(columns: 2000)
        #expect(help.contains("--\(setting.flag) "))
        #expect(help.contains("\(setting.help)\(setting.defaultText.map { " (\($0))" } ?? "")"))
    }
}
