import Client
import Foundation
import Synchronization
import TestSupport
import Testing
import Wire

/// These tests kill child processes, so each runs in its own process.
@Suite(.serialized) struct CrashTests {
    @Test func `a file that is cut short or changed at any byte counts as damaged, and is never sent as another report`() throws {
        let fixture = try Fixture()
        let good = try fixture.outbox.add(.test("MN GOOD"))
        let entry = try fixture.outbox.add(.test("MN CUT"))
        let file = URL(fileURLWithPath: fixture.folders.state + "/outbox/0000000002-\(entry.id).json")
        let bytes = try Data(contentsOf: file)
        #expect(bytes.count > 200)
        let damaged =
            (0..<bytes.count).map { ("cut to \($0)", bytes.prefix($0)) }
            + (0..<bytes.count).map { index in
                var changed = bytes
                changed[index] ^= 1 << UInt8(index % 8)
                return ("changed at \(index)", changed)
            }
            + [("longer", bytes + Data("\n".utf8)), ("twice", bytes + bytes), ("zeros", Data(count: bytes.count))]
        for (what, content) in damaged {
            try content.write(to: file)
            let contents = try fixture.outbox.contents()
            #expect(contents.waiting.map(\.id) == [good.id], "\(what)")
            #expect(contents.setAside.count == 1, "\(what)")
            for file in contents.setAside { try FileManager.default.removeItem(atPath: file.path) }
        }
        try bytes.write(to: file)
        #expect(try fixture.outbox.contents().waiting == [good, entry])
    }

    @Test func `a draft of a killed process becomes a report if it is complete, and a damaged file if not`() throws {
        let fixture = try Fixture()
        let entry = try fixture.outbox.add(.test())
        let folder = fixture.folders.state + "/outbox/"
        let name = "0000000001-\(entry.id).json"
        let bytes = try Data(contentsOf: URL(fileURLWithPath: folder + name))
        try FileManager.default.removeItem(atPath: folder + name)
        let draft = folder + ".draft-0123456789abcdef-" + name
        for count in stride(from: 0, to: bytes.count, by: 7) {
            try bytes.prefix(count).write(to: URL(fileURLWithPath: draft))
            let contents = try fixture.outbox.contents()
            #expect(contents.waiting.isEmpty && contents.setAside.count == 1, "\(count)")
            for file in contents.setAside { try FileManager.default.removeItem(atPath: file.path) }
        }
        try bytes.write(to: URL(fileURLWithPath: draft))
        #expect(try fixture.outbox.contents().waiting == [entry])
        #expect(fixture.outboxFiles == [name])
    }

    @Test func `after a kill between the two steps of moving it, a report is not sent again`() throws {
        let fixture = try Fixture()
        let entry = try fixture.outbox.add(.test())
        let file = fixture.folders.state + "/outbox/" + fixture.outboxFiles[0]
        let bytes = try Data(contentsOf: URL(fileURLWithPath: file))
        _ = try fixture.outbox.deliver(through: fixture.client)
        try bytes.write(to: URL(fileURLWithPath: file.replacing(".json", with: ".tried.json")))
        let delivery = try fixture.outbox.deliver(through: fixture.client)
        #expect(delivery.answered.isEmpty && delivery.waiting.isEmpty && fixture.outboxFiles.isEmpty)
        #expect(fixture.registry.counts == [entry.id: 1] && fixture.sentFiles.count == 1)
    }

    @Test("after a kill while saving, every saved report is there", arguments: 0..<8)
    func killedWhileSaving(round: Int) async throws {
        let fixture = try Fixture()
        let path = fixture.scratch.path
        let port = fixture.server.port
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String, port = port as Int, round = round as Int] in
            let scratch = Scratch(borrowed: path)
            let outbox = Outbox(folders: try scratch.folders, account: try .test(port: port), environment: .test())
            let acknowledged = open(path + "/acknowledged", O_WRONLY | O_CREAT | O_APPEND, 0o600)
            for count in 0... {
                let entry = try outbox.add(.test())
                _ = write(acknowledged, entry.id + "\n", 33)
                guard count == 0 else { continue }
                Thread.detachNewThread {
                    usleep(useconds_t(round * 7_300))
                    kill(getpid(), SIGKILL)
                }
            }
        }
        let text = try String(contentsOfFile: path + "/acknowledged", encoding: .utf8)
        let acknowledged = text.split(separator: "\n").map(String.init).filter { $0.count == 32 }
        let contents = try fixture.outbox.contents()
        #expect(!acknowledged.isEmpty)
        #expect(Array(contents.waiting.map(\.id).prefix(acknowledged.count)) == acknowledged)
        #expect(contents.waiting.count <= acknowledged.count + 1 && contents.setAside.count <= 1)
    }

    @Test("after a kill while sending, every report arrives exactly once", arguments: [0, 1, 2])
    func killedWhileSending(moment: Int) async throws {
        let registry = ScriptedRegistry()
        // This file tells the child that its request has arrived.
        let arrived = NSTemporaryDirectory() + "thaw-arrived-" + UUID().uuidString
        defer { unlink(arrived) }
        let fixture = try Fixture(registry: registry) { request, index in
            // The first child is killed with its request unread, unanswered, or answered and perhaps not yet moved.
            let recorded = try! registry.answer(request)
            close(open(arrived, O_WRONLY | O_CREAT, 0o600))
            guard index == 0, moment < 2 else { return recorded }
            return Reply(steps: [.hold])
        }
        let ids = try (0..<5).map { try fixture.outbox.add(.test("MN A\($0)")).id }
        let path = fixture.scratch.path
        let port = fixture.server.port
        await #expect(processExitsWith: .signal(SIGKILL)) {
            [path = path as String, arrived = arrived as String, port = port as Int, moment = moment as Int] in
            let scratch = Scratch(borrowed: path)
            let account = try Account.test(port: port)
            let outbox = Outbox(folders: try scratch.folders, account: account, environment: .test())
            if moment < 2 {
                Thread.detachNewThread {
                    while access(arrived, F_OK) != 0 { usleep(1_000) }
                    kill(getpid(), SIGKILL)
                }
            }
            var settled = 0
            _ = try outbox.deliver(through: ThawClient(account: account, environment: .test())) { _ in
                settled += 1
                if settled == 2 { kill(getpid(), SIGKILL) }
            }
        }
        let waiting = try fixture.outbox.contents().waiting
        #expect(waiting.allSatisfy { $0.wasTried } && waiting.count == (moment < 2 ? 5 : 3))
        let delivery = try fixture.outbox.deliver(through: fixture.client)
        #expect(delivery.answered.count == waiting.count && delivery.answered.allSatisfy { $0.result.replayed == true })
        #expect(Set(registry.known.keys) == Set(ids))
        #expect(Set(try fixture.outbox.sent().map(\.id)) == Set(ids) && fixture.outboxFiles.isEmpty)
    }

    @Test func `on a full disk saving fails and leaves no partial file, and later it works`() async throws {
        let fixture = try Fixture()
        let path = fixture.scratch.path
        let port = fixture.server.port
        await #expect(processExitsWith: .success) { [path = path as String, port = port as Int] in
            let scratch = Scratch(borrowed: path)
            let outbox = Outbox(folders: try scratch.folders, account: try .test(port: port), environment: .test())
            let (failed, left) = try onFullDisk {
                (reason { try outbox.add(.test()) }, scratch.files(in: try scratch.folders.state + "/outbox"))
            }
            #expect(failed == .filesFailed && left.isEmpty)
            try outbox.add(.test())
            #expect(try outbox.contents().waiting.count == 1)
        }
    }
}

/// Runs `body` under a limit on file sizes, which makes a write fail halfway, like a full disk.
func onFullDisk<Result>(_ body: () throws -> Result) rethrows -> Result {
    signal(SIGXFSZ, SIG_IGN)
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
    let whole = limit.rlim_cur
    limit.rlim_cur = 64
    setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
    defer {
        limit.rlim_cur = whole
        setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
    }
    return try body()
}
