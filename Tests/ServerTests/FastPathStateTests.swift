import NIOCore
import Server
import Testing

struct FastPathStateTests {
    @Test("Nothing is held while no report waits")
    func nothingHeld() {
        for isPassedOn in [false, true] {
            var state = FastPathState()
            if isPassedOn { state.passOn() }
            #expect(state.hold(bytes: ByteBuffer(string: "x")) == false)
            #expect(state.hold(event: ChannelEvent.inputClosed) == false)
            #expect(state.hold(close: .all, promise: nil) == false)
            #expect(state.holdRead() == false)
            #expect(state.reportEnded() == nil)
            #expect(state.phase == (isPassedOn ? .passedOn : .reading))
            #expect(state.wantsBytes == !isPassedOn)
        }
    }

    @Test("Bytes that arrive while a report waits are stored in order, and returned once")
    func held() {
        var state = FastPathState()
        state.reportBegan()
        #expect(state.phase == .waiting)
        #expect(state.hold(event: "first") == true)
        #expect(state.hold(event: "second") == true)
        #expect(state.hold(event: ChannelEvent.inputClosed) == true)
        #expect(state.hold(close: .output, promise: nil) == true)
        #expect(state.hold(close: .all, promise: nil) == true)
        #expect(state.holdRead() == true)
        #expect(state.hold(bytes: ByteBuffer(string: "ab")) == true)
        #expect(state.hold(bytes: ByteBuffer(string: "c")) == true)
        guard let held = state.reportEnded() else {
            Issue.record("the report's wait had begun")
            return
        }
        #expect(held.events.compactMap { $0 as? String } == ["first", "second"])
        #expect(held.closes.map(\.mode) == [.output, .all])
        #expect(held.bytes == ByteBuffer(string: "abc"))
        #expect(held.isInputClosed && held.isReadWanted)
        #expect(state.phase == .reading && state.reportEnded() == nil)
        state.reportBegan()
        let next = state.reportEnded()
        #expect(next?.events.isEmpty == true && next?.closes.isEmpty == true && next?.bytes == nil)
        #expect(next?.isInputClosed == false && next?.isReadWanted == false)
    }

    @Test("While a report waits the socket is asked for bytes until there are some")
    func asksOnce() {
        var state = FastPathState()
        #expect(state.wantsBytes)
        state.reportBegan()
        #expect(state.wantsBytes)
        _ = state.hold(bytes: ByteBuffer(string: "x"))
        #expect(!state.wantsBytes)
        _ = state.reportEnded()
        #expect(state.wantsBytes)
    }
}
