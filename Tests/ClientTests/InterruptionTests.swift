import Client
import Foundation
import TestSupport
import Testing
import Wire

@Suite struct InterruptionTests {
    @Test func `an interruption ends a transfer`() throws {
        let interruption = Interruption()
        let server = FakeServer { _, _ in Reply(steps: [.run { interruption.raise() }, .hold]) }
        let client = ThawClient(server: try server.address, token: nil, environment: .test(), interruption: interruption)
        #expect(reason { try client.stats() } == .interrupted)
        #expect(server.received.count == 1)
    }

    @Test func `an interruption stays raised until it is lowered, and then the client works again`() throws {
        let interruption = Interruption()
        let server = FakeServer { _, _ in .json(InvitesBody(invites: [])) }
        let client = ThawClient(server: try server.address, token: nil, environment: .test(), interruption: interruption)
        interruption.raise()
        #expect(reason { try client.invites() } == .interrupted)
        #expect(reason { try client.invites() } == .interrupted)
        #expect(server.received.isEmpty)
        interruption.lower()
        #expect(!interruption.isRaised)
        #expect(try client.invites().invites.isEmpty)
    }

    @Test func `an interruption ends the wait before another attempt`() throws {
        let interruption = Interruption()
        let server = FakeServer { _, _ in Reply(steps: [.reset]) }
        var environment = ClientEnvironment.test()
        environment.random = { 0.99 }
        environment.wait = { seconds, interruption in
            interruption.raise()
            ClientEnvironment(now: { testNow }, variables: [:]).wait(seconds, interruption)
        }
        let settings = ClientSettings.test(
            retry: RetryPolicy(attemptsMax: 3, baseSeconds: 3_600, capSeconds: 3_600, totalSeconds: 100_000))
        let client = ThawClient(
            server: try server.address, token: nil, settings: settings, environment: environment, interruption: interruption)
        #expect(reason { try client.stats() } == .interrupted)
        #expect(server.received.count == 1)
    }

    @Test func `Ctrl-C ends the transfer and not the process`() async {
        await #expect(processExitsWith: .success) {
            let interruption = Interruption()
            let server = FakeServer { _, _ in Reply(steps: [.run { kill(getpid(), SIGINT) }, .hold]) }
            let client = ThawClient(server: try server.address, token: nil, environment: .test(), interruption: interruption)
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
                // Signals that were not delivered yet are merged into one.
                while !interruption.isRaised { usleep(1_000) }
                kill(getpid(), SIGINT)
                sleep(60)
            }
        }
    }

    @Test func `outside a transfer, Ctrl-C ends the process`() async {
        await #expect(processExitsWith: .signal(SIGINT)) {
            try Interruption().catching { () throws(ClientError) in }
            kill(getpid(), SIGINT)
            sleep(60)
        }
    }

    @Test func `if Ctrl-C is ignored, as in the background, it stays ignored`() async {
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
