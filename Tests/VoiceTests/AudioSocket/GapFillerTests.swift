import NIOCore
import NIOEmbedded
import Plates
import Testing
import Voice

/// Asterisk's end of a connection whose clock is the test's.
private struct ClockedLine {
    private static let frame: [UInt8] = [0x10, 1, 64] + [UInt8](repeating: 0, count: 2 * Sound.blockSamples)

    let channel: NIOAsyncTestingChannel

    init() async throws {
        channel = try await NIOAsyncTestingChannel { channel in
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHandler(ByteToMessageHandler(AudioSocketDecoder()))
            try pipeline.addHandler(GapFiller())
        }
        try await channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 9_092))
    }

    func sendID() async throws {
        try await channel.writeInbound(ByteBuffer(bytes: [0x01, 0, 16] + [UInt8](repeating: 7, count: 16)))
    }

    func press(_ keys: String) async throws {
        for key in keys.utf8 { try await channel.writeInbound(ByteBuffer(bytes: [0x03, 0, 1, key])) }
    }

    /// Sends frames of sound at a telephone's pace; the time of the last has not passed.
    func sound(frames: Int) async throws {
        for number in 0..<frames {
            if number > 0 { await wait(.milliseconds(20)) }
            try await channel.writeInbound(ByteBuffer(bytes: Self.frame))
        }
    }

    func wait(_ time: TimeAmount) async { await channel.testingEventLoop.advanceTime(by: time) }

    /// The frames that came out since the last time.
    func frames() async throws -> [AudioSocketFrame] {
        var frames: [AudioSocketFrame] = []
        while let frame = try await channel.readInbound(as: AudioSocketFrame.self) { frames.append(frame) }
        return frames
    }

    func gaps() async throws -> Int { try await frames().count { $0 == .gap } }

    func end() async { _ = try? await channel.finish(acceptAlreadyClosed: true) }
}

@Suite("A telephone that sends no sound")
struct GapFillerTests {
    @Test func `a caller who sends nothing after the first frames hears the whole welcome, and keys are answered`() async throws {
        // Each phrase takes eight seconds.
        let sounds = SoundLibrary.lasting(blocks: 400)
        var call = Call(language: .english)
        var caller = FakeLine(AudioSession(call, sounds: sounds))
        let welcome = sounds.samples(of: call.handle(.began).say, call.words)
        let line = try await ClockedLine()

        try await line.sendID()
        try await line.sound(frames: 5)
        await line.wait(.milliseconds(Int64(welcome.count / 8 + 1_000)))
        for frame in try await line.frames() { await caller.receive(frame) }
        #expect(caller.playedBlocks == welcome.count / Sound.blockSamples && caller.playedBlocks >= 400)

        try await line.press("5564")
        await line.wait(.seconds(2))
        try await line.press("56#")
        await line.wait(.seconds(4))
        for frame in try await line.frames() { await caller.receive(frame) }
        #expect(caller.asked == [.search(keys: "556456")])
        #expect(caller.playedBlocks > welcome.count / Sound.blockSamples + 100 && !caller.isOver)

        // Nobody goes on, and the call ends by itself.
        await line.wait(.seconds(310))
        for frame in try await line.frames() { await caller.receive(frame) }
        #expect(caller.isOver)
        await line.end()
    }

    @Test func `keys without their end become a plate by time alone`() async throws {
        var caller = FakeLine()
        let line = try await ClockedLine()
        try await line.sendID()
        try await line.press("556456")
        await line.wait(.seconds(10))
        for frame in try await line.frames() { await caller.receive(frame) }
        #expect(caller.asked == [.search(keys: "556456")])
        await line.end()
    }

    @Test func `gaps begin 100 ms after the last frame, and end with the next`() async throws {
        let line = try await ClockedLine()
        try await line.sendID()
        try await line.sound(frames: 50)
        #expect(try await line.gaps() == 0)
        await line.wait(.milliseconds(99))
        #expect(try await line.gaps() == 0)
        await line.wait(.milliseconds(1))
        #expect(try await line.gaps() == 1)
        await line.wait(.seconds(2))
        #expect(try await line.gaps() == 100)
        try await line.sound(frames: 50)
        await line.wait(.milliseconds(99))
        #expect(try await line.gaps() == 0)
        await line.end()
    }

    @Test func `a telephone that puts 120 ms into a frame leaves no gap`() async throws {
        let line = try await ClockedLine()
        let bytes = 2 * 6 * Sound.blockSamples
        for _ in 0..<20 {
            try await line.channel.writeInbound(
                ByteBuffer(bytes: [0x10, UInt8(bytes >> 8), UInt8(bytes & 0xFF)] + [UInt8](repeating: 0, count: bytes)))
            await line.wait(.milliseconds(120))
        }
        #expect(try await line.gaps() == 0)
        await line.end()
    }

    @Test(arguments: [[0x10, 0, 0], [0x03, 0, 1, 0x35]] as [[UInt8]])
    func `frames without sound do not stop the clock`(_ bytes: [UInt8]) async throws {
        let line = try await ClockedLine()
        try await line.sendID()
        for _ in 0..<50 {
            await line.wait(.milliseconds(20))
            try await line.channel.writeInbound(ByteBuffer(bytes: bytes))
        }
        #expect(try await line.gaps() == 46)
        await line.end()
    }

    @Test func `a connection that sends no frame is closed after five seconds, without a gap`() async throws {
        let line = try await ClockedLine()
        try await line.channel.writeInbound(ByteBuffer(bytes: [0x10, 1, 64, 0]))
        await line.wait(.milliseconds(4_900))
        #expect(line.channel.isActive)
        await line.wait(.milliseconds(200))
        #expect(!line.channel.isActive)
        #expect(try await line.frames().isEmpty)
        await line.end()
    }

    @Test func `nothing passes for a peer that takes nothing, which is closed after five seconds`() async throws {
        let line = try await ClockedLine()
        try await line.sendID()
        await line.wait(.milliseconds(100))
        #expect(try await line.gaps() == 1)
        line.channel.isWritable = false
        await line.wait(.seconds(4))
        #expect(try await line.gaps() == 0)
        // It takes some again: time goes on as it would have, and none is made up for.
        line.channel.isWritable = true
        await line.wait(.seconds(1))
        #expect(try await line.gaps() == 50)
        line.channel.isWritable = false
        await line.wait(.milliseconds(5_100))
        #expect(!line.channel.isActive)
        await line.end()
    }

    @Test func `a connection that ends has no timer left`() async throws {
        let line = try await ClockedLine()
        try await line.sendID()
        try await line.channel.close()
        await line.wait(.seconds(10))
        #expect(try await line.gaps() == 0)
        await line.end()
    }
}
