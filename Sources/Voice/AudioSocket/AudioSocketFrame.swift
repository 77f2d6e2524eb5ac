package import NIOCore

/// A message of Asterisk's AudioSocket: one byte for its kind, two for its length, then that many bytes.
package enum AudioSocketFrame: Hashable, Sendable {
    /// The caller hung up.
    case end
    /// The 16 bytes by which the dialplan names the call.
    case id([UInt8])
    /// A pressed key, in ASCII.
    case key(UInt8)
    /// Signed 16-bit samples at 8 kHz, little end first.
    case audio([Int16])
    /// 20 ms in which no sound came. It is never on the wire: ``GapFiller`` makes it.
    case gap
}

/// Reads the frames. It never holds more than one, and refuses lengths that no telephone needs.
package struct AudioSocketDecoder: NIOSingleStepByteToMessageDecoder {
    package typealias InboundOut = AudioSocketFrame

    /// Half a second of sound; Asterisk sends 20 ms.
    package static let payloadMax = 8_000
    private static let headerBytes = 3

    package enum Failure: Error, Hashable {
        case unknownKind
        case length
    }

    package init() {}

    package mutating func decode(buffer: inout ByteBuffer) throws -> AudioSocketFrame? {
        guard let kind = buffer.getInteger(at: buffer.readerIndex, as: UInt8.self),
            let length = buffer.getInteger(at: buffer.readerIndex + 1, as: UInt16.self).map(Int.init)
        else { return nil }
        try Self.check(kind, length)
        guard buffer.readableBytes >= Self.headerBytes + length else { return nil }
        buffer.moveReaderIndex(forwardBy: Self.headerBytes)
        guard let payload = buffer.readBytes(length: length) else { return nil }
        switch kind {
        case 0x01: return .id(payload)
        case 0x03: return .key(payload[0])
        case 0x10: return .audio(Sound.samples(littleEndian: payload[...]))
        default: return .end
        }
    }

    package mutating func decodeLast(buffer: inout ByteBuffer, seenEOF: Bool) throws -> AudioSocketFrame? {
        try decode(buffer: &buffer)
    }

    /// The kinds are checked before the payload has come, so that nobody can make us wait for one.
    private static func check(_ kind: UInt8, _ length: Int) throws(Failure) {
        let allowed: ClosedRange<Int>
        switch kind {
        case 0x00, 0xFF: allowed = 0...payloadMax
        case 0x01: allowed = 16...16
        case 0x03: allowed = 1...1
        case 0x10: allowed = 0...payloadMax
        default: throw .unknownKind
        }
        guard allowed.contains(length), kind != 0x10 || length.isMultiple(of: 2) else { throw .length }
    }

    /// A frame of sound to send.
    static func write(_ samples: some Collection<Int16>, to buffer: inout ByteBuffer) {
        buffer.writeInteger(UInt8(0x10))
        buffer.writeInteger(UInt16(samples.count * 2))
        for sample in samples { buffer.writeInteger(sample, endianness: .little) }
    }

    /// The frame that ends a call.
    static func writeEnd(to buffer: inout ByteBuffer) {
        buffer.writeBytes([0x00, 0x00, 0x00])
    }
}
