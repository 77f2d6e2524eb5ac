import Foundation
import NIOCore
import NIOExtras
import Wire

/// The lines on the control socket. Each is one JSON value of limited length.
enum ControlLine {
    /// Enough for ten thousand plates.
    static let bytesMax = 1 << 20

    static func configure(_ channel: any Channel) throws -> NIOAsyncChannel<ByteBuffer, ByteBuffer> {
        try channel.pipeline.syncOperations.addHandler(ByteToMessageHandler(LineBasedFrameDecoder(), maximumBufferSize: bytesMax))
        return try NIOAsyncChannel(wrappingChannelSynchronously: channel)
    }

    static func encode(_ value: some Encodable) -> ByteBuffer {
        var line = ByteBuffer(bytes: WireJSON.encode(value))
        line.writeInteger(UInt8(ascii: "\n"))
        return line
    }

    /// nil for a line that this version does not understand.
    static func decode<Value: Decodable>(_ line: ByteBuffer) -> Value? {
        try? WireJSON.decode(from: Data(line.readableBytesView))
    }
}
