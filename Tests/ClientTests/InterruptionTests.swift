import Client
import Foundation
import TestSupport
import Testing
import Wire

@Suite struct InterruptionTests {
    @Test func `an interruption ends a transfer that would go on`() throws {
        let interruption = Interruption()
        let server = FakeServer { _, _ in Reply(steps: [.run { interruption.raise() }, .hold]) }
        let client = ThawClient(server: try server.address, token: nil, surroundings: .test(), interruption: interruption)
        #expect(reason { try client.stats() } == .interrupted)
        #expect(server.received.count == 1)
    }

    @Test func `it stays until it is lowered, and the client works on`() throws {
        let interruption = Interruption()
        let server = FakeServer { _, _ in .json(InvitesBody(invites: [])) }
        let client = ThawClient(server: try server.address, token: nil, surroundings: .test(), interruption: interruption)
        interruption.raise()
        #expect(reason { try client.invites() } == .interrupted)
        #expect(reason { try client.invites() } == .interrupted)
        #expect(server.received.isEmpty)
        interruption.lower()
        #expect(!interruption.isRaised)
        #expect(try client.invites().invites.isEmpty)
    }

    @Test func `it ends the wait before another attempt`() throws {
        let interruption = Interruption()
        let server = FakeServer { _, _ in Reply(steps: [.reset]) }
        var surroundings = Surroundings.test()
        surroundings.random = { 0.99 }
        surroundings.wait = { seconds, interruption in
            interruption.raise()
            Surroundings(now: { testNow }, environment: [:]).wait(seconds, interruption)
        }
        var settings = ClientSettings()
        settings.retry = RetryPolicy(attemptsMax: 3, baseSeconds: 3_600, capSeconds: 3_600, totalSeconds: 100_000)
        let client = ThawClient(
            server: try server.address, token: nil, settings: settings, surroundings: surroundings, interruption: interruption)
        #expect(reason { try client.stats() } == .interrupted)
        #expect(server.received.count == 1)
    }

    @Test func `Ctrl-C ends the transfer and not the process`() async {
        await #expect(processExitsWith: .success) {
            let interruption = Interruption()
            let server = FakeServer { _, _ in Reply(steps: [.run { kill(getpid(), SIGINT) }, .hold]) }
            let client = ThawClient(server: try server.address, token: nil, surroundings: .test(), interruption: interruption)
            for _ in 0..<3 {
                #expect(reason { try interruption.catching { () throws(ClientError) in try client.stats() } } == .interrupted)
                interruption.lower()
            }
            #expect(server.received.count == 3)
        }
    }

    @Test func `the second Ctrl-C ends the process`() async {
        await #expect(processExitsWith: .signal(SIGINT)) {
            let interruption = Interruption()
            try interruption.catching { () throws(ClientError) in
                kill(getpid(), SIGINT)
                // Signals that are not delivered yet do not add up.
                while !interruption.isRaised { usleep(1_000) }
                kill(getpid(), SIGINT)
                sleep(60)
            }
        }
    }

    @Test func `Ctrl-C outside ends the process`() async {
        await #expect(processExitsWith: .signal(SIGINT)) {
            try Interruption().catching { () throws(ClientError) in }
            kill(getpid(), SIGINT)
            sleep(60)
        }
    }

    @Test func `where Ctrl-C is ignored, as in the background, it stays ignored`() async {
        await #expect(processExitsWith: .success) {
            signal(SIGINT, SIG_IGN)
            let interruption = Interruption()
            try interruption.catching { () throws(ClientError) in
                kill(getpid(), SIGINT)
                kill(getpid(), SIGTERM)
                while !interruption.isRaised { usleep(1_000) }
                interruption.lower()
                var action = sigaction()
                #expect(sigaction(SIGINT, nil, &action) == 0)
                #expect(unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self))
                kill(getpid(), SIGINT)
            }
            #expect(!interruption.isRaised)
        }
    }
}
