import FoundationEssentials
import NIOCore
import NIOPosix
package import Plates
import Wire

/// Turns speech into texts. `nil` means that it gave no answer: it never means that nothing was said.
package protocol Recognizer: Sendable {
    func texts(of samples: [Int16], language: SpokenLanguage) async -> [HeardText]?
}

/// A recognizer on a Unix socket that speaks the Wyoming protocol: lines of JSON, each with bytes after it if it says so.
///
/// Any Wyoming server will do. Ours adds `alternatives` to its transcript, a list of texts with scores, the likeliest first.
package struct WyomingRecognizer: Recognizer {
    /// The longest wait for an answer.
    private static let timeout = TimeAmount.seconds(8)
    /// The most that a recognizer may answer.
    private static let answerBytesMax = 65_536
    private static let chunkSamples = 4_000
    private static let textsMax = 8

    private let socketPath: String

    package init(socketPath: String) {
        self.socketPath = socketPath
    }

    package func texts(of samples: [Int16], language: SpokenLanguage) async -> [HeardText]? {
        do {
            let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton).connectTimeout(.seconds(1))
                .connect(unixDomainSocketPath: socketPath) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                    }
                }
            return try await channel.executeThenClose { inbound, outbound in
                // A recognizer that hangs ends the connection, and so the wait.
                let deadline = channel.channel.eventLoop.scheduleTask(in: Self.timeout) { channel.channel.close(promise: nil) }
                defer { deadline.cancel() }
                try await outbound.write(Self.request(samples, language))
                var answer = WyomingAnswer(bytesMax: Self.answerBytesMax)
                for try await part in inbound {
                    if let transcript = try answer.add(part.readableBytesView) { return Self.texts(of: transcript) }
                }
                return nil
            }
        } catch {
            return nil
        }
    }

    private static func texts(of transcript: WyomingTranscript) -> [HeardText] {
        let alternatives = (transcript.alternatives ?? []).prefix(textsMax).map { HeardText($0.text, score: $0.score ?? 0) }
        let texts = alternatives.isEmpty ? [HeardText(transcript.text)] : alternatives
        return texts.filter { $0.text.contains { !$0.isWhitespace } }
    }

    static func request(_ samples: [Int16], _ language: SpokenLanguage) -> ByteBuffer {
        let format = "\"rate\":\(Sound.samplesPerSecond),\"width\":2,\"channels\":1"
        var buffer = ByteBuffer()
        buffer.writeString("{\"type\":\"transcribe\",\"data\":{\"language\":\"\(language.rawValue)\"}}\n")
        buffer.writeString("{\"type\":\"audio-start\",\"data\":{\(format)}}\n")
        for start in stride(from: 0, to: samples.count, by: chunkSamples) {
            let chunk = samples[start..<min(start + chunkSamples, samples.count)]
            buffer.writeString("{\"type\":\"audio-chunk\",\"data\":{\(format)},\"payload_length\":\(chunk.count * 2)}\n")
            for sample in chunk { buffer.writeInteger(sample, endianness: .little) }
        }
        buffer.writeString("{\"type\":\"audio-stop\"}\n")
        return buffer
    }
}

/// The data of a `transcript` event.
package struct WyomingTranscript: Decodable, Sendable {
    package struct Alternative: Decodable, Sendable {
        package let text: String
        package let score: Double?
    }

    package let text: String
    package let alternatives: [Alternative]?
}

/// Reads a recognizer's events up to its transcript.
package struct WyomingAnswer {
    package enum Failure: Error {
        case tooLong
        case malformed
    }

    /// The first line of an event. Its data may be in it, or in the bytes after it; a payload comes last.
    private struct Header: Decodable {
        let type: String
        let data: WyomingTranscript?
        let dataLength: Int?
        let payloadLength: Int?

        enum CodingKeys: String, CodingKey {
            case type, data
            case dataLength = "data_length"
            case payloadLength = "payload_length"
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            type = try container.decode(String.self, forKey: .type)
            dataLength = try container.decodeIfPresent(Int.self, forKey: .dataLength)
            payloadLength = try container.decodeIfPresent(Int.self, forKey: .payloadLength)
            // Other events have other data.
            data = type == "transcript" ? try? container.decodeIfPresent(WyomingTranscript.self, forKey: .data) : nil
        }
    }

    private let bytesMax: Int
    private var bytes: [UInt8] = []

    package init(bytesMax: Int) {
        self.bytesMax = bytesMax
    }

    /// Takes bytes; returns the transcript once it is complete.
    package mutating func add(_ part: some Collection<UInt8>) throws -> WyomingTranscript? {
        guard part.count <= bytesMax - bytes.count else { throw Failure.tooLong }
        bytes += part
        while let end = bytes.firstIndex(of: UInt8(ascii: "\n")) {
            let header = try WireJSON.decodeAnswer(Header.self, from: Data(bytes[..<end]))
            let (data, payload) = (header.dataLength ?? 0, header.payloadLength ?? 0)
            guard 0...bytesMax ~= data, 0...bytesMax ~= payload else { throw Failure.tooLong }
            guard bytes.count - end - 1 >= data + payload else { return nil }
            let body = bytes[(end + 1)...].prefix(data)
            bytes.removeFirst(end + 1 + data + payload)
            guard header.type == "transcript" else { continue }
            if data > 0 { return try WireJSON.decodeAnswer(WyomingTranscript.self, from: Data(body)) }
            guard let transcript = header.data else { throw Failure.malformed }
            return transcript
        }
        return nil
    }
}
