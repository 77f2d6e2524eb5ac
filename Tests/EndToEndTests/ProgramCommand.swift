import Foundation
import Synchronization
import TestSupport

/// A command of one of the programs, as an operator gives it beside a daemon or without one, or a volunteer.
final class ProgramCommand: Sendable {
    struct Result {
        let status: Int32
        let output: String
        let error: String
    }

    private let process: Mutex<Process>
    private let folder = TemporaryFolder()
    private let isOver = Atomic(false)

    /// Starts one of `thawd`'s own commands on a data folder.
    convenience init(_ arguments: [String], on dataFolder: String, input: String = "", environment: [String: String] = [:]) throws {
        try self.init(
            Program.thawd, arguments + ["--data-folder", dataFolder], home: dataFolder, input: input, environment: environment)
    }

    /// - Parameters:
    ///   - input: its standard input.
    ///   - environment: more variables for it.
    init(_ program: String, _ arguments: [String], home: String, input: String = "", environment: [String: String] = [:]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.environment = ["HOME": home, "PATH": "/usr/bin:/bin"].merging(environment) { $1 }
        // Files, and no pipes: nothing waits for anybody.
        process.standardInput = FileHandle(forReadingAtPath: folder.write(input, to: "input"))
        process.standardOutput = FileHandle(forWritingAtPath: folder.write("", to: "output"))
        process.standardError = FileHandle(forWritingAtPath: folder.write("", to: "error"))
        try process.run()
        self.process = Mutex(process)
    }

    deinit {
        process.withLock { if $0.isRunning { $0.terminate() } }
    }

    /// Whether nobody has seen it end yet. Another thread may wait for it meanwhile.
    var isRunning: Bool { !isOver.load(ordering: .acquiring) }

    func wait() -> Result {
        let status = process.withLock { process in
            process.waitUntilExit()
            isOver.store(true, ordering: .releasing)
            return process.terminationStatus
        }
        func text(_ name: String) -> String { (try? String(contentsOfFile: "\(folder.path)/\(name)", encoding: .utf8)) ?? "" }
        return Result(status: status, output: text("output"), error: text("error"))
    }
}

extension RunningDaemon {
    /// Gives a command on its data folder, whether it runs or not, and waits for it.
    func operate(_ arguments: String..., input: String = "") throws -> ProgramCommand.Result {
        try ProgramCommand(arguments, on: dataFolder, input: input).wait()
    }

    /// Reports plates with an admin's token, 500 at once.
    func report(_ plates: [String], token: String) throws {
        let connection = try connect()
        let seen = Date().addingTimeInterval(-600).formatted(.iso8601)
        for start in stride(from: 0, to: plates.count, by: 500) {
            let items = plates[start..<min(plates.count, start + 500)].map { plate in
                let id = UUID().uuidString.lowercased().replacing("-", with: "")
                return #"{"id":"\#(id)","plate":"MN:\#(plate)","seen_at":"\#(seen)","area":"everywhere","signs":["convoy"]}"#
            }
            let answer = try connection.request(
                "POST", "/v1/reports", token: token, body: #"{"reports":[\#(items.joined(separator: ","))]}"#)
            guard answer.status == 200, !answer.text.contains("refused") else { throw Refused(status: answer.status) }
        }
    }

    struct Refused: Error {
        let status: Int
    }

    /// Files that a restore or a backup left half-way.
    func stagedFiles() -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: dataFolder)) ?? []).filter { $0.hasPrefix("staged-") }
    }
}
