import Client
import Foundation
import Plates
import Synchronization
import TestSupport
import Testing
import Wire

/// These tests kill child processes, so each runs in its own process.
@Suite(.serialized) struct ListCrashTests {
    @Test("after a kill while replacing it, one list or the other is there, whole, and every report", arguments: 0..<8)
    func killedWhileReplacing(round: Int) async throws {
        let fixture = try ListFixture()
        try fixture.sync()
        let registry = fixture.registry
        let outbox = Outbox(folders: fixture.folders, account: fixture.account, environment: .test())
        let waiting = try outbox.add(.test())
        registry.change { state in
            // Each list is newer than the one before, and every other one has this plate.
            state.onReply = { reply in
                registry.changeAfterwards()
                return reply
            }
        }
        let (path, port) = (fixture.scratch.path, fixture.server.port)
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String, port = port as Int, round = round as Int] in
            let scratch = Scratch(borrowed: path)
            let account = try Account.test(port: port)
            let list = KeptList(folders: try scratch.folders, account: account, environment: .test())
            let client = ThawClient(account: account, settings: .test(), environment: .test())
            try list.sync(through: client)
            Thread.detachNewThread {
                usleep(useconds_t(round * 3_700))
                kill(getpid(), SIGKILL)
            }
            while true { try list.sync(through: client) }
        }
        let kept = try fixture.open()
        #expect(kept.summary.asOfSeconds >= testNow - 600)
        let hasPlate = try !kept.lookUp(Plate("MN XYZ987").key, similar: false).listings.isEmpty
        #expect(hasPlate == (kept.summary.count == 6))
        #expect(try outbox.contents().waiting == [waiting])
        #expect(try outbox.contents().setAside.isEmpty)
    }

    @Test func `on a full disk the former list stays and answers, and later the new one comes`() async throws {
        let fixture = try ListFixture()
        try fixture.sync()
        fixture.registry.change { state in
            state.plates.append("MN XYZ987")
            state.asOf += 60
        }
        let (path, port) = (fixture.scratch.path, fixture.server.port)
        await #expect(processExitsWith: .success) { [path = path as String, port = port as Int] in
            let scratch = Scratch(borrowed: path)
            let account = try Account.test(port: port)
            let list = KeptList(folders: try scratch.folders, account: account, environment: .test())
            let client = ThawClient(account: account, settings: .test(), environment: .test())
            let failed = onFullDisk { reason { try list.sync(through: client) } }
            #expect(failed == .filesFailed)
            #expect(try list.open().summary.count == 5)
            #expect(scratch.files(in: try scratch.folders.cache) == ["list", "list-index"])
            try list.sync(through: client)
            #expect(try list.open().summary.count == 6)
        }
    }

    @Test func `several processes at once fetch and ask, and none gets a wrong answer`() async throws {
        let fixture = try ListFixture()
        try fixture.sync()
        let registry = fixture.registry
        registry.change { state in
            state.onReply = { reply in
                registry.changeAfterwards()
                return reply
            }
        }
        let (folders, account) = (fixture.folders, fixture.account)
        let errors = Mutex<[ClientError.Reason]>([])
        let wrong = Mutex(0)
        DispatchQueue.concurrentPerform(iterations: 4) { thread in
            let list = KeptList(folders: folders, account: account, environment: .test())
            let client = ThawClient(account: account, settings: .test(), environment: .test())
            for _ in 0..<20 {
                do {
                    if thread.isMultiple(of: 2) {
                        try list.sync(through: client)
                    } else {
                        let open = try list.open()
                        let matches = try open.lookUp(Plate("MN XYZ987").key, similar: false)
                        if matches.listings.isEmpty == (open.summary.count == 6) { wrong.withLock { $0 += 1 } }
                    }
                } catch {
                    errors.withLock { $0.append((error as? ClientError)?.reason ?? .interrupted) }
                }
            }
        }
        #expect(wrong.withLock { $0 } == 0)
        #expect(errors.withLock { $0 }.allSatisfy { $0 == .filesBusy }, "\(errors.withLock { $0 })")
    }
}

extension ListServer {
    /// The next list is a second newer, and has one plate more or less.
    ///
    /// Called while the state is in use, so it changes what the next request meets.
    fileprivate func changeAfterwards() {
        let registry = self
        Thread.detachNewThread {
            registry.change { state in
                state.asOf += 1
                if state.plates.contains("MN XYZ987") { state.plates.removeLast() } else { state.plates.append("MN XYZ987") }
            }
        }
    }
}
