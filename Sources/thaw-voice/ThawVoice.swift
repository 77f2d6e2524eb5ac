import ArgumentParser
import DaemonSupport
import Foundation
import Logging
import Plates
import Vocabulary
import Voice

/// The command line of the program that answers calls.
@main
struct ThawVoice: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "thaw-voice",
        abstract: "Answer telephone calls: callers say or key a plate, and hear whether it is listed.",
        discussion: """
            It asks thawd with a token of the role caller, and holds no registry. Calls come through a carrier's webhooks, through \
            Asterisk, or both.

              thaw-voice --config /etc/thaw/thaw-voice.yaml   answer calls
              thaw-voice check-config                         check the configuration, and change nothing
              thaw-voice phrases es                           list what calls say in Spanish, for making sounds
            """,
        version: ProgramVersion.text,
        subcommands: [ServeCommand.self, CheckConfigCommand.self, PhrasesCommand.self],
        defaultSubcommand: ServeCommand.self)

    static let program = Settings.program

    @MainActor static func main() async {
        Hardening.applyOrExit(program: program)
        await main(nil)
    }
}

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Answer calls until SIGTERM or SIGINT.",
        discussion: """
            Exit status: 0 after a stop; 1 if it could not start; 64 for a wrong flag; 78 for a wrong configuration, such as a token \
            that may do more than a caller's, or a registry that does not answer anyone.

              thaw-voice serve --config /etc/thaw/thaw-voice.yaml
            """)

    @OptionGroup var options: ProgramSettingOptions<Settings>

    func run() async throws {
        try await reportingErrors(of: ThawVoice.program) {
            let environment = ProcessInfo.processInfo.environment
            let reading = try options.read(environment: environment)
            let plan = try VoicePlan(reading.settings, paths: HomePaths(environment: environment, program: ThawVoice.program))
            let logger = Logger.daemon(reading.settings.logLevel, label: ThawVoice.program)
            try await VoiceDaemon(plan: plan, environment: environment, logger: logger).run()
        }
    }
}

struct CheckConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-config",
        abstract: "Check the configuration, and show every setting that is not the default.",
        discussion: """
            Reads flags, variables, the file, the token, the carrier's key and the sounds as `serve` does, and reports everything that \
            `serve` would refuse. It asks nobody and changes nothing.

            Exit status: 0 if the configuration is valid; 78 if it must change; 64 for a wrong flag.
            """)

    @OptionGroup var options: ProgramSettingOptions<Settings>

    func run() async throws {
        try await reportingErrors(of: ThawVoice.program) {
            let environment = ProcessInfo.processInfo.environment
            let reading = try options.read(environment: environment)
            _ = try VoicePlan(reading.settings, paths: HomePaths(environment: environment, program: ThawVoice.program))
            for line in reading.summary { print(line) }
        }
    }
}

struct PhrasesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "phrases",
        abstract: "List everything that calls say in a language: the name of a sound, a tab, and its text.")

    @Argument(help: "en, es or fr.")
    var language: String

    func run() throws {
        guard let language = SpokenLanguage(rawValue: language) else { throw ValidationError("The languages are en, es and fr.") }
        let words = CallWords.of(language)
        for phrase in words.phrases {
            guard let name = phrase.clip else { continue }
            print("\(name)\t\(phrase.text(words))")
        }
    }
}
