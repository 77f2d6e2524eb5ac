import ArgumentParser
import DaemonSupport
import Foundation
import Glibc
import Logging
import Sightings
import Wire

struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Ask for the most important settings, and make the configuration, the seal key and the registry.",
        discussion: """
            On a terminal, it asks a few questions and writes a configuration file: /etc/thawd/thawd.yaml for root, else the file of \
            --config or ~/.config/thawd/thawd.yaml. It never replaces a file. Ctrl-D and Ctrl-C leave nothing behind. Flags answer \
            their questions in advance. --yes asks nothing, and takes the default of each question.

            For root, without --config, it prepares the service thawd.service: it makes /etc/thawd/seal.key, too. The service's first \
            start makes the registry and its first admin token.

            Otherwise it also makes the data folder, the seal key, the database and the first admin token, as the first `serve` would. \
            Without a terminal and without --yes, it does only that. After that, registry.utc_offset cannot change. If there is a registry \
            already, it changes nothing.

              sudo thawd init
              thawd init --yes --registry-issuer US-MN
              thawd init --registry-utc-offset -06:00 --registry-time-zone America/Chicago
              thawd init --seal-key-file /etc/thawd/seal.key
            """)

    @Flag(help: "Ask nothing, and take the default of each question.")
    var yes = false

    @OptionGroup var options: SettingOptions

    func run() async throws {
        try await reportingErrors {
            let environment = ProcessInfo.processInfo.environment
            guard yes || TerminalScreen.isThere else {
                return try await makeRegistry(options.read(environment: environment), environment)
            }
            let named = options.config ?? environment[Setting.fileVariable].flatMap { $0.isEmpty ? nil : $0 }
            if named == nil, geteuid() == 0 {
                try prepareService(.system, environment)
            } else {
                try await prepareOwn(named, environment)
            }
        }
    }

    // MARK: The packaged service

    private func prepareService(_ service: ServiceFiles, _ environment: [String: String]) throws {
        if FileManager.default.fileExists(atPath: service.configuration) {
            guard options.flags.values.isEmpty else {
                throw DaemonError(
                    .configValue, "\(service.configuration) exists, and init does not change it. Write the settings into the file.")
            }
            try InitFiles.makeKey(of: service)
            let settings = try SettingsReader(flags: [:], environment: [:], file: service.configuration).read().settings
            OperatorScreen.show(["There is a configuration already: \(service.configuration). It was not changed."])
            return OperatorScreen.show(InitNextSteps.lines(settings, service: service, file: nil))
        }
        // Before the questions, so that nobody answers them for nothing.
        try InitFiles.checkKey(of: service)
        let paths = HomePaths(environment: environment)
        var values = try answers(for: service, folder: service.folder, paths)
        var settings = try Self.settings(of: values)
        settings.sealKeyFile = service.sealKey.path
        // Everything is checked before a file is written.
        _ = try StartPlan(settings, paths: paths)
        let areas = settings.areasFile.flatMap { service.mustCopy($0) ? $0 : nil }
        if areas != nil { values["areas.file"] = service.areas }
        settings = try Self.settings(of: values)
        try InitFiles.write(SettingsReference.file(setting: Set(values.keys), from: settings), for: service, copyingAreas: areas)
        OperatorScreen.show([
            "configuration  \(service.configuration)",
            "seal key       \(service.sealKey.path)   (keep a copy elsewhere: without it, the data cannot be read)",
            "data folder    \(settings.dataFolder ?? service.dataFolder)   (the first start makes it)",
        ])
        OperatorScreen.show(InitNextSteps.lines(settings, service: service, file: nil))
    }

    // MARK: A registry of this user

    private func prepareOwn(_ named: String?, _ environment: [String: String]) async throws {
        let paths = HomePaths(environment: environment)
        guard let file = named.map(paths.expand) ?? paths.configurationFile else {
            throw DaemonError(.configUnreadable, "There is no home folder for the configuration. Name a file with --config.")
        }
        guard !FileManager.default.fileExists(atPath: file) else {
            OperatorScreen.show(["There is a configuration already: \(file). It was not changed."])
            return try await makeRegistry(options.read(environment: environment), environment)
        }
        let values = try answers(for: nil, folder: URL(filePath: file).deletingLastPathComponent().path, paths)
        let settings = try Self.settings(of: values)
        // Everything is checked before a file is written.
        _ = try StartPlan(settings, paths: paths)
        try InitFiles.write(SettingsReference.file(setting: Set(values.keys), from: settings), to: file)
        OperatorScreen.show(["configuration  \(file)"])
        try await makeRegistry(SettingsReader(flags: [:], environment: environment, file: file).read(), environment)
        OperatorScreen.show(InitNextSteps.lines(settings, service: nil, file: named == nil ? nil : file))
    }

    /// Makes the registry, as the first start would.
    private func makeRegistry(_ reading: SettingsReader.Reading, _ environment: [String: String]) async throws {
        let plan = try StartPlan(reading.settings, paths: HomePaths(environment: environment))
        let isNew = !FileManager.default.fileExists(atPath: DataFolder.database(in: plan.dataFolder))
        let registry = try OpenRegistry(plan, logger: .daemon(.warning))
        defer { registry.close() }
        let ledger = try await registry.openLedger(clock: Daemon.clock)
        try await registry.handFirstAdminToken(from: ledger, toTerminal: isatty(STDOUT_FILENO) == 1) { print($0) }
        await ledger.stop()
        var lines = [isNew ? "The registry was made." : "There is a registry already. Nothing was changed."]
        let file = FirstAdminToken(folder: registry.folder)
        if !isNew, file.waiting() != nil { lines.append(file.announcement) }
        lines.append("data folder  \(plan.dataFolder)")
        lines.append("seal key     \(plan.keyFile.path)   (keep a copy elsewhere: without it, the data cannot be read)")
        let source = reading.settings.timeZone == nil ? "the machine's; registry.time_zone sets another" : "registry.time_zone"
        lines.append("time zone    \(reading.settings.zone.identifier)   (of the times on pages: \(source))")
        OperatorScreen.show(lines)
    }

    // MARK: Answers

    private func answers(for service: ServiceFiles?, folder: String, _ paths: HomePaths) throws -> [String: String] {
        let given = try Self.settings(of: options.flags.values)
        let machine = InitDialog.Machine.system(given, service: service, paths: paths, seconds: Daemon.clock.now().seconds)
        let screen: any DialogScreen = if yes { DefaultsScreen() } else { TerminalScreen() }
        var dialog = InitDialog(screen: screen, machine: machine, service: service, folder: folder, given: options.flags.values)
        var values: [String: String]
        do {
            values = try dialog.run()
        } catch {
            OperatorScreen.show(["", "Nothing was written."])
            throw ExitCode(1)
        }
        // The daemon starts in another folder, and may have another home.
        for key in Self.pathKeys {
            if let path = values[key] { values[key] = URL(filePath: paths.expand(path)).standardizedFileURL.path }
        }
        return values
    }

    /// Settings that are asked for, and that name a file.
    private static let pathKeys = ["areas.file", "server.tls.certificate", "server.tls.key", "seal.key_file"]

    /// Values as a configuration file would give them, without the environment's. Throws every error at once.
    private static func settings(of values: [String: String]) throws(DaemonError) -> Settings {
        try SettingsReader(flags: values, environment: [:], file: nil).read().settings
    }
}
