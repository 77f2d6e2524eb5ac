import NIOCore
import NIOPosix
import Plates
import TestSupport
import Testing
import Voice

@Suite("The recognizer's protocol")
struct RecognizerTests {
    private func answer(_ parts: [String]) throws -> WyomingTranscript? {
        var answer = WyomingAnswer(bytesMax: 1_000)
        for part in parts {
            if let transcript = try answer.add(Array(part.utf8)) { return transcript }
        }
        return nil
    }

    @Test(arguments: [
        "{\"type\":\"transcript\",\"data\":{\"text\":\"kilo\"}}\n",
        "{\"type\":\"transcript\",\"version\":\"1.5\",\"data_length\":15}\n{\"text\":\"kilo\"}",
        "{\"type\":\"info\",\"data\":{\"asr\":[]}}\n{\"type\":\"transcript\",\"data\":{\"text\":\"kilo\",\"language\":\"en\"}}\n",
        "{\"type\":\"x\",\"payload_length\":3}\nabc{\"type\":\"transcript\",\"data\":{\"text\":\"kilo\"}}\n",
    ])
    func `a transcript is read, in any pieces`(_ text: String) throws {
        #expect(try answer([text])?.text == "kilo")
        #expect(try answer(text.map(String.init))?.text == "kilo")
    }

    @Test func `alternatives are read with their scores`() throws {
        let line =
            "{\"type\":\"transcript\",\"data\":{\"text\":\"a\",\"alternatives\":[{\"text\":\"a\",\"score\":-0.1},{\"text\":\"b\"}]}}\n"
        let transcript = try #require(try answer([line]))
        #expect(transcript.alternatives?.map(\.text) == ["a", "b"])
        #expect(transcript.alternatives?.map(\.score) == [-0.1, nil])
    }

    @Test(arguments: [
        "{\"type\":\"transcript\",\"data_length\":2000}\n", "{\"type\":\"transcript\",\"payload_length\":-1}\n", "no JSON\n",
        "{\"type\":\"transcript\"}\n", String(repeating: "x", count: 1_001),
    ])
    func `a hostile answer is none`(_ text: String) {
        #expect(throws: (any Error).self) { try answer([text]) }
    }

    /// Serves one answer on a Unix socket to each client, once the sound has ended.
    private func recognizer(_ answer: String?, in folder: TemporaryFolder) async throws -> (any Channel, WyomingRecognizer) {
        let path = "\(folder.path)/r.sock"
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(AnsweringHandler(answer)) }
            }
            .bind(unixDomainSocketPath: path).get()
        return (server, WyomingRecognizer(socketPath: path))
    }

    @Test func `speech goes out and texts come back`() async throws {
        let folder = TemporaryFolder()
        let (server, recognizer) = try await recognizer("{\"type\":\"transcript\",\"data\":{\"text\":\" kilo lima \"}}\n", in: folder)
        let texts = await recognizer.texts(of: [Int16](repeating: 7, count: 20_000), language: .english)
        #expect(texts == [HeardText(" kilo lima ")])
        try await server.close()
    }

    @Test func `an empty transcript means that nothing was understood`() async throws {
        let folder = TemporaryFolder()
        let (server, recognizer) = try await recognizer("{\"type\":\"transcript\",\"data\":{\"text\":\"\"}}\n", in: folder)
        #expect(await recognizer.texts(of: [1, 2], language: .spanish) == [])
        try await server.close()
    }

    @Test(arguments: ["garbage\n", nil] as [String?])
    func `a recognizer that answers wrongly, or hangs up, gave no answer`(_ answer: String?) async throws {
        let folder = TemporaryFolder()
        let (server, recognizer) = try await recognizer(answer, in: folder)
        #expect(await recognizer.texts(of: [1, 2], language: .english) == nil)
        try await server.close()
    }

    @Test func `a recognizer that is not there gave no answer`() async {
        #expect(await WyomingRecognizer(socketPath: "/nonexistent/r.sock").texts(of: [1], language: .english) == nil)
    }
}

/// Answers once `audio-stop` has come; hangs up without an answer if there is none.
private final class AnsweringHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let answer: String?
    private var seen: [UInt8] = []

    init(_ answer: String?) { self.answer = answer }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        seen += unwrapInboundIn(data).readableBytesView
        guard seen.suffix(64).split(separator: 10).last.map({ String(decoding: $0, as: UTF8.self).contains("audio-stop") }) ?? false else {
            return
        }
        guard let answer else { return context.close(promise: nil) }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: answer)), promise: nil)
    }
}
