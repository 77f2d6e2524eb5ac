import DaemonSupport
import Foundation
import Logging
import NIOCore
import Wire

/// The context of a command: the running daemon, or the data folder itself if no daemon runs.
struct OperatorContext {
    /// The requirement of a command: an existing registry, or only the data folder.
    enum Need {
        case registry, folder
    }

    private let settings: Settings
    private let paths: HomePaths
    let dataFolder: String

    /// Connection attempts: a starting daemon holds the folder's lock before it listens.
    private static let attempts = 50
    private static let pause = Duration.milliseconds(100)

    init(_ settings: Settings, environment: [String: String] = ProcessInfo.processInfo.environment) throws(DaemonError) {
        self.settings = settings
        paths = HomePaths(environment: environment)
        dataFolder = try StartPlan.dataFolder(settings, paths)
    }

    /// Runs `work` in a session, then ends the session and erases its staged files.
    func withSession<Answer>(_ need: Need, _ work: (any OperationSession) async throws -> Answer) async throws -> Answer {
        // Anyone who can write to the folder could pretend to be the daemon.
        if FileManager.default.fileExists(atPath: dataFolder) { try DataFolder.checkPrivate(dataFolder, of: nil) }
        var locked: DaemonError?
        for _ in 0..<Self.attempts {
            if let channel = try await ControlClient.connect(to: DataFolder.controlSocket(in: dataFolder)) {
                return try await Self.translating { try await ControlClient.with(channel, work) }
            }
            do {
                return try await withoutDaemon(need, work)
            } catch let error as DaemonError where error.causes.first?.code == .folderLocked {
                locked = error
                try await Task.sleep(for: Self.pause)
            }
        }
        throw DaemonError(.controlUnreachable, locked?.causes.first?.detail ?? "The folder \(dataFolder) is in use.")
    }

    private func withoutDaemon<Answer>(_ need: Need, _ work: (any OperationSession) async throws -> Answer) async throws -> Answer {
        if need == .registry, !FileManager.default.fileExists(atPath: DataFolder.database(in: dataFolder)) {
            throw DaemonError(.folderNoRegistry, "There is no database in \(dataFolder).")
        }
        OperatorScreen.showProgress("No daemon is running. The command opens the data folder itself.")
        let logger = Logger.forCommands
        let plan = try StartPlan(settings, paths: paths, listens: false)
        let home = try RegistryHome(plan, logger: logger, makesKey: false)
        let holder = UnservedRegistry(home, clock: Daemon.clock, logger: logger)
        let session = Operations(home, holder: holder, clock: Daemon.clock).session()
        let result: Result<Answer, any Error>
        do {
            result = .success(try await work(session))
        } catch {
            result = .failure(error)
        }
        await holder.close()
        try session.close()
        return try result.get()
    }

    private static func translating<Answer>(_ work: () async throws -> Answer) async throws -> Answer {
        do {
            return try await work()
        } catch is ChannelError {
            throw DaemonError(.controlLost, "The connection to the daemon broke.")
        } catch is IOError {
            throw DaemonError(.controlLost, "The connection to the daemon broke.")
        }
    }
}

extension Logger {
    /// Made once, because the logging system can be set up only once.
    static let forCommands = Logger.daemon(.warning)
}

extension OperationSession {
    /// Performs a request, and shows its progress on a terminal.
    func ask(_ request: OperationRequest) async throws(DaemonError) -> OperationAnswer {
        try await perform(request) { step in OperatorScreen.showProgress(step.sentence) }
    }

    /// Performs a request, and returns the part of the answer that `value` selects.
    func ask<Value>(_ request: OperationRequest, _ value: (OperationAnswer) -> Value?) async throws(DaemonError) -> Value {
        guard let value = value(try await ask(request)) else {
            throw DaemonError(.controlMalformed, "The daemon's answer does not fit the request.")
        }
        return value
    }
}
