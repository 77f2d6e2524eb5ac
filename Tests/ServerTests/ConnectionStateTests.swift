import NIOCore
import Server
import Testing
import Wire

/// The times, sizes and end of a connection, with a clock of the test's and no channel.
struct ConnectionStateTests {
    private typealias Actions = ConnectionState.Actions

    private static let start = NIODeadline.uptimeNanoseconds(1_000_000_000_000)

    private static func at(_ seconds: Int64) -> NIODeadline { start + .seconds(seconds) }

    private static let limits: ServerLimits = {
        var limits = ServerLimits()
        limits.times.headTime = .seconds(8)
        limits.times.idleTime = .seconds(60)
        limits.times.transferWindow = .seconds(4)
        limits.times.transferBytesPerSecond = 100
        limits.times.transferTime = .seconds(20)
        limits.times.lingerTime = .seconds(2)
        limits.times.lingerBytes = 1_000
        limits.connection.slowProtectedFor = .seconds(10)
        limits.connection.requestsPerConnection = 3
        return limits
    }()

    private var state = ConnectionState(Self.limits, acceptedAt: Self.start)

    /// Receives bytes as the guard does.
    private func receive(_ count: Int, at seconds: Int64, _ state: inout ConnectionState) -> Actions {
        let isOpen = state.stage == .open
        let actions = state.received(count)
        guard isOpen else { return actions }
        return state.handedOn() ?? state.awaitMore(at: Self.at(seconds))
    }

    /// Serves one request that came whole.
    private func serve(at seconds: Int64, _ state: inout ConnectionState) {
        _ = state.received(100)
        _ = state.countRequest()
        state.headReceived(bodyBytesOnWire: 0)
        _ = state.requestReceived()
        state.answerBegins()
        state.answerSent(at: Self.at(seconds))
    }

    // MARK: Times

    @Test("A silent client is disconnected without an answer when the first head's time is over")
    func silent() {
        var state = state
        #expect(state.nextDeadline == Self.at(8))
        #expect(state.timedOut(unsent: 0, at: Self.at(7)) == Actions(.scheduleTimeout))
        #expect(state.timedOut(unsent: 0, at: Self.at(8)) == Actions(.close(resetting: false)))
        #expect(state.end == .silent && state.stage == .closed)
    }

    @Test("The first head's time begins when the connection is accepted, however it drips")
    func drippingHead() {
        var state = state
        for second in 1...7 { #expect(receive(1, at: Int64(second), &state) == Actions(.scheduleTimeout)) }
        #expect(state.nextDeadline == Self.at(8))
        #expect(state.timedOut(unsent: 0, at: Self.at(8)) == Actions(.refuse(.requestTimeout)))
        #expect(state.end == .refused && state.stage == .draining)
    }

    @Test("A later head has its own time, from when its rest is waited for")
    func laterHead() {
        var state = state
        serve(at: 1, &state)
        #expect(state.nextDeadline == Self.at(61))
        #expect(receive(1, at: 50, &state) == Actions(.scheduleTimeout))
        #expect(receive(1, at: 55, &state) == Actions(.scheduleTimeout))
        #expect(state.nextDeadline == Self.at(58))
    }

    @Test("A connection that waits too long for its next request is finished without a word")
    func idle() {
        var state = state
        serve(at: 1, &state)
        #expect(state.timedOut(unsent: 0, at: Self.at(61)) == Actions(.finish))
        #expect(state.end == .idle)
    }

    @Test("No time limit runs while the server works")
    func working() {
        var state = state
        _ = state.received(100)
        state.headReceived(bodyBytesOnWire: 0)
        #expect(state.requestReceived() == Actions())
        #expect(state.nextDeadline == nil)
        #expect(state.awaitMore(at: Self.at(100)) == Actions())
        #expect(state.timedOut(unsent: 0, at: Self.at(1_000)) == Actions(.scheduleTimeout))
        #expect(state.refuse(.requestTimeout) == Actions())
    }

    @Test("A body must go on in each window, and end in time")
    func bodyPace() {
        var state = state
        _ = state.received(100)
        state.headReceived(bodyBytesOnWire: 100_000)
        #expect(state.awaitMore(at: Self.at(1)) == Actions(.claimSlowSlot(.body)))
        #expect(state.slowSlot(isGranted: nil, for: .body, at: Self.at(1)) == Actions(.scheduleTimeout))
        for window in 1...4 {
            let end = Int64(1 + 4 * window)
            #expect(state.nextDeadline == Self.at(end))
            #expect(receive(400, at: end - 1, &state) == Actions(.scheduleTimeout))
            #expect(state.timedOut(unsent: 0, at: Self.at(end)) == Actions(.scheduleTimeout))
        }
        #expect(receive(4_000, at: 20, &state) == Actions(.scheduleTimeout))
        #expect(state.timedOut(unsent: 0, at: Self.at(21)) == Actions(.refuse(.requestTimeout)), "20 s are over")
        var slow = self.state
        _ = slow.received(100)
        slow.headReceived(bodyBytesOnWire: 100_000)
        _ = slow.awaitMore(at: Self.at(1))
        _ = slow.slowSlot(isGranted: nil, for: .body, at: Self.at(1))
        #expect(receive(399, at: 4, &slow) == Actions(.scheduleTimeout))
        #expect(slow.timedOut(unsent: 0, at: Self.at(5)) == Actions(.refuse(.requestTimeout)))
    }

    @Test("A client that reads an answer too slowly is reset, and one that reads it in time is not")
    func slowReader() {
        var state = state
        serve(at: 1, &state)
        #expect(state.flushed(unsent: 5_000, at: Self.at(1)) == Actions(.claimSlowSlot(.answer)))
        #expect(state.isSending)
        #expect(state.slowSlot(isGranted: true, for: .answer, at: Self.at(1)) == Actions(.scheduleTimeout))
        #expect(state.nextDeadline == Self.at(5))
        state.sends(1_000)
        #expect(state.timedOut(unsent: 5_600, at: Self.at(5)) == Actions(.scheduleTimeout), "400 of 6,000 bytes went")
        var read = state
        #expect(read.timedOut(unsent: 0, at: Self.at(9)) == Actions(.scheduleTimeout, releasesSlowSlot: true))
        #expect(!read.isSending && read.nextDeadline == Self.at(61))
        #expect(state.timedOut(unsent: 5_201, at: Self.at(9)) == Actions(.close(resetting: true)))
        #expect(state.end == .slowReader)
    }

    // MARK: Sizes

    @Test("A head or a body that takes more bytes than it may is refused")
    func sizes() {
        var state = state
        #expect(receive(Self.limits.request.headBytes * 2 + 1_000, at: 1, &state) == Actions(.refuse(.requestHeadersTooLarge)))
        state = self.state
        _ = state.received(100)
        state.headReceived(bodyBytesOnWire: 10)
        #expect(receive(10, at: 1, &state) == Actions(.claimSlowSlot(.body)))
        #expect(receive(1, at: 1, &state) == Actions(.refuse(.requestTooLarge)))
        #expect(state.end == .refused)
    }

    @Test("The last request that a connection may carry is marked as the last")
    func requests() {
        var state = state
        #expect([false, false, true] == (0..<3).map { _ in state.countRequest() })
    }

    // MARK: Slow slots

    @Test("Without a slow slot a body is refused, and an answer reset")
    func noSlowSlot() {
        var state = state
        _ = state.received(100)
        state.headReceived(bodyBytesOnWire: 100)
        _ = state.awaitMore(at: Self.at(1))
        #expect(state.slowSlot(isGranted: false, for: .body, at: Self.at(1)) == Actions(.refuse(.serverBusy)))
        state = self.state
        serve(at: 1, &state)
        _ = state.flushed(unsent: 1, at: Self.at(1))
        #expect(state.slowSlot(isGranted: false, for: .answer, at: Self.at(1)) == Actions(.close(resetting: true)))
        #expect(state.end == .displaced)
    }

    @Test("A slow slot is given back once the body has come, or been refused, and is claimed once a transfer")
    func slowSlotEnds() {
        var state = state
        _ = state.received(100)
        state.headReceived(bodyBytesOnWire: 100)
        _ = state.awaitMore(at: Self.at(1))
        _ = state.slowSlot(isGranted: true, for: .body, at: Self.at(1))
        #expect(receive(10, at: 2, &state) == Actions(.scheduleTimeout))
        var refused = state
        #expect(refused.refuse(.requestTooLarge) == Actions(.refuse(.requestTooLarge), releasesSlowSlot: true))
        #expect(state.requestReceived() == Actions(releasesSlowSlot: true))
        #expect(state.requestReceived() == Actions())
    }

    @Test("If another needs the slot, a waiting connection leaves at once, and one that is answered stays")
    func displaced() {
        var state = state
        #expect(state.leaveIfPossible(unsent: 0, at: Self.at(1)) == Actions())
        state.displace()
        var answered = state
        #expect(state.leaveIfPossible(unsent: 0, at: Self.at(1)) == Actions(.finish))
        #expect(state.end == .displaced)
        _ = answered.received(100)
        answered.headReceived(bodyBytesOnWire: 0)
        _ = answered.requestReceived()
        #expect(answered.leaveIfPossible(unsent: 0, at: Self.at(1)) == Actions())
        answered.answerSent(at: Self.at(2))
        #expect(answered.leaveIfPossible(unsent: 0, at: Self.at(2)) == Actions(.finish))
    }

    @Test("A slow transfer keeps its slot for its time, and then leaves: a body with an answer, an answer by a reset")
    func slowDisplaced() {
        var body = state
        _ = body.received(100)
        body.headReceived(bodyBytesOnWire: 1_000)
        _ = body.awaitMore(at: Self.at(1))
        _ = body.slowSlot(isGranted: true, for: .body, at: Self.at(1))
        body.displace()
        #expect(body.leaveIfPossible(unsent: 0, at: Self.at(10)) == Actions())
        #expect(
            body.leaveIfPossible(unsent: 0, at: Self.at(11)) == Actions(.refuse(.serverBusy), releasesSlowSlot: true))
        #expect(body.end == .displaced)

        var answer = state
        serve(at: 1, &answer)
        _ = answer.flushed(unsent: 100, at: Self.at(1))
        _ = answer.slowSlot(isGranted: true, for: .answer, at: Self.at(1))
        answer.displace()
        #expect(answer.leaveIfPossible(unsent: 100, at: Self.at(10)) == Actions())
        var taken = answer
        #expect(taken.leaveIfPossible(unsent: 0, at: Self.at(11)) == Actions(.finish, releasesSlowSlot: true))
        var draining = answer
        _ = draining.finish(.orderly)
        #expect(draining.leaveIfPossible(unsent: 100, at: Self.at(11)) == Actions(.close(resetting: true)))
        #expect(draining.end == .orderly)
        #expect(answer.leaveIfPossible(unsent: 100, at: Self.at(11)) == Actions(.close(resetting: true)))
        #expect(answer.end == .displaced)
    }

    // MARK: The end

    @Test("An end drains, closes the sending side, and reads on until the peer ends, or its time or bytes are over")
    func lingering() {
        var state = state
        serve(at: 1, &state)
        #expect(state.finish(.orderly) == Actions(.finish))
        #expect(state.finish(.idle) == Actions(), "an end begins once")
        #expect(state.flushed(unsent: 0, at: Self.at(1)) == Actions())
        #expect(state.drained(at: Self.at(2)) == Actions(.closeOutput))
        #expect(state.stage == .lingering(until: Self.at(4)) && state.nextDeadline == Self.at(4))
        #expect(state.drained(at: Self.at(2)) == Actions())
        #expect(receive(1_000, at: 3, &state) == Actions())
        var (ended, flooded) = (state, state)
        #expect(ended.inputClosed() == Actions(.close(resetting: false)))
        #expect(receive(1, at: 3, &flooded) == Actions(.close(resetting: false)))
        #expect(state.timedOut(unsent: 0, at: Self.at(4)) == Actions(.close(resetting: false)))
        #expect([ended.end, flooded.end, state.end] == [.orderly, .orderly, .orderly])
        #expect(state.close(.aborted) == Actions(), "it is closed already")
    }

    @Test("If others need room, a lingering connection closes at once")
    func lingeringDisplaced() {
        var state = state
        serve(at: 1, &state)
        _ = state.refuse(.requestMalformed)
        _ = state.flushed(unsent: 0, at: Self.at(1))
        var sending = state
        state.displace()
        #expect(state.leaveIfPossible(unsent: 0, at: Self.at(1)) == Actions(), "its answer is not sent yet")
        #expect(state.drained(at: Self.at(1)) == Actions(.closeOutput))
        #expect(state.leaveIfPossible(unsent: 0, at: Self.at(1)) == Actions(.close(resetting: false)))
        #expect(state.end == .refused && state.stage == .closed)
        _ = sending.drained(at: Self.at(1))
        #expect(sending.leaveIfPossible(unsent: 0, at: Self.at(1)) == Actions(), "nobody needs it")
    }

    @Test("If the peer has ended already, a drained connection is closed at once")
    func peerEndedFirst() {
        var state = state
        serve(at: 1, &state)
        #expect(state.inputClosed() == Actions())
        _ = state.finish(.orderly)
        #expect(state.drained(at: Self.at(2)) == Actions(.close(resetting: false)))
        #expect(state.stage == .closed)
    }

    @Test("An answer that drains keeps its pace, and what comes meanwhile is thrown away")
    func draining() {
        var state = state
        serve(at: 1, &state)
        _ = state.finish(.orderly)
        #expect(state.flushed(unsent: 100, at: Self.at(1)) == Actions(.claimSlowSlot(.answer)))
        _ = state.slowSlot(isGranted: true, for: .answer, at: Self.at(1))
        #expect(state.nextDeadline == Self.at(5))
        #expect(receive(10, at: 2, &state) == Actions())
        #expect(state.awaitMore(at: Self.at(2)) == Actions())
        #expect(state.drained(at: Self.at(3)) == Actions(.closeOutput, releasesSlowSlot: true))
    }
}
