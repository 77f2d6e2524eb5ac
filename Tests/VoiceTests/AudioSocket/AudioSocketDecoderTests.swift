import NIOCore
import NIOEmbedded
import Testing
import Voice

@Suite("Frames of AudioSocket")
struct AudioSocketDecoderTests {
    private func frames(_ bytes: [[UInt8]]) throws -> [AudioSocketFrame] {
        let channel = EmbeddedChannel(
            handler: ByteToMessageHandler(AudioSocketDecoder(), maximumBufferSize: 2 * AudioSocketDecoder.payloadMax))
        for part in bytes { try channel.writeInbound(ByteBuffer(bytes: part)) }
        var frames: [AudioSocketFrame] = []
        while let frame: AudioSocketFrame = try channel.readInbound() { frames.append(frame) }
        return frames
    }

    private static let id = Array(UInt8(0)..<16)
    private static let all: [UInt8] = [0x01, 0, 16] + id + [0x10, 0, 4, 1, 0, 0xFF, 0xFF] + [0x03, 0, 1, 0x35] + [0, 0, 0]
    private static let expected: [AudioSocketFrame] = [.id(id), .audio([1, -1]), .key(0x35), .end]

    @Test func `all kinds are read`() throws {
        #expect(try frames([Self.all]) == Self.expected)
    }

    @Test func `frames may come in any pieces`() throws {
        #expect(try frames(Self.all.map { [$0] }) == Self.expected)
        for cut in 1..<Self.all.count {
            #expect(try frames([Array(Self.all[..<cut]), Array(Self.all[cut...])]) == Self.expected)
        }
    }

    @Test func `half a frame is awaited`() throws {
        #expect(try frames([[0x10, 0, 4, 1, 0]]).isEmpty)
    }

    @Test(
        arguments: [
            [0x10, 0xFF, 0xFF], [0x10, 0, 3], [0x01, 0, 15], [0x01, 0, 17], [0x03, 0, 0], [0x03, 0, 2], [0x00, 0xFF, 0xFF], [0x11, 0, 4],
            [0x7F, 0, 0],
        ] as [[UInt8]])
    func `a length or kind that no telephone sends is refused before its payload`(_ bytes: [UInt8]) {
        #expect(throws: AudioSocketDecoder.Failure.self) { try frames([bytes]) }
    }
}
