import NIOCore
import NIOPosix
import Synchronization

/// Asterisk's end of a call: sends frames as fast as it can, and counts the frames of sound that come back.
final class FakePhone: Sendable {
    private final class Counter: ChannelInboundHandler, Sendable {
        typealias InboundIn = ByteBuffer
        let frames = Mutex(0)

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            // Each frame of sound has 323 bytes; the last frame has three.
            let bytes = unwrapInboundIn(data).readableBytes
            frames.withLock { $0 += bytes }
        }
    }

    private let channel: any Channel
    private let counter = Counter()

    init(_ address: SocketAddress) async throws {
        let counter = counter
        channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in channel.pipeline.addHandler(counter) }
            .connect(to: address).get()
    }

    func send(_ bytes: [UInt8]) async throws {
        try await channel.writeAndFlush(ByteBuffer(bytes: bytes))
    }

    func send(id byte: UInt8) async throws {
        try await send([0x01, 0, 16] + [UInt8](repeating: byte, count: 16))
    }

    func key(_ keys: String) async throws {
        for key in keys.utf8 { try await send([0x03, 0, 1, key]) }
    }

    func say(quiet seconds: Double) async throws { try await say(20, seconds) }
    func say(speech seconds: Double) async throws { try await say(4_000, seconds) }

    private func say(_ loudness: Int16, _ seconds: Double) async throws {
        var frame: [UInt8] = [0x10, 1, 64]
        for index in 0..<160 {
            let sample = UInt16(bitPattern: index.isMultiple(of: 2) ? loudness : -loudness)
            frame += [UInt8(truncatingIfNeeded: sample), UInt8(truncatingIfNeeded: sample >> 8)]
        }
        for _ in 0..<Int(seconds * 50) {
            // The other end may hang up at any time.
            guard channel.isActive, (try? await send(frame)) != nil else { return }
            // A fiftieth of a telephone's pace, which leaves time for answers between two frames.
            try await Task.sleep(for: .microseconds(400))
        }
    }

    /// Is quiet until a condition holds, or until the call ends.
    func listen(until condition: () -> Bool) async throws {
        while channel.isActive, !condition() { try await say(20, 0.02) }
    }

    /// Waits for the end of the call, or hangs up first; returns how many bytes of sound came.
    func end(hangsUp: Bool = false) async throws -> Int {
        if hangsUp { try? await send([0, 0, 0]) }
        try? await channel.closeFuture.get()
        return counter.frames.withLock { $0 }
    }
}
