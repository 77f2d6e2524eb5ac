import NIOCore
import NIOEmbedded
import TestSupport
import Testing
import Voice

@Suite("Hostile bytes")
struct HostileBytesTests {
    /// Bytes that look like what a parser expects, with random changes.
    private func mutations(of sample: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
        var bytes = sample
        for _ in 0..<Int.random(in: 1...6, using: &random) where !bytes.isEmpty {
            let place = Int.random(in: bytes.indices, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.remove(at: place)
            case 2: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
            default: bytes.removeSubrange(place...)
            }
        }
        return bytes
    }

    private static let wav: [UInt8] =
        Array("RIFF".utf8) + [36, 0, 0, 0] + Array("WAVEfmt ".utf8) + [
            16, 0, 0, 0, 1, 0, 1, 0, 0x40, 0x1F, 0, 0, 0x80, 0x3E, 0, 0, 2, 0, 16, 0,
        ]
        + Array("data".utf8) + [4, 0, 0, 0, 1, 2, 3, 4]
    private static let transcript = Array("{\"type\":\"transcript\",\"data_length\":15}\n{\"text\":\"kilo\"}".utf8)
    private static let form = Array("CallSid=CA1&SpeechResult=kilo+lima%2C&Digits=*1".utf8)
    private static let frames: [UInt8] = [0x01, 0, 16] + Array(0..<16) + [0x10, 0, 4, 1, 2, 3, 4, 0x03, 0, 1, 0x35, 0, 0, 0]

    @Test(arguments: [UInt64.random(in: 0...UInt64.max)])
    func `no bytes crash a parser, and none is read as more than it holds`(_ seed: UInt64) {
        var random = SplitMix64(state: seed)
        for _ in 0..<3_000 {
            let wav = mutations(of: Self.wav, &random)
            #expect((Sound.samples(wav: wav) ?? []).count <= wav.count / 2)
            let form = mutations(of: Self.form, &random)
            #expect((WebhookForm(form)?.fields ?? []).count <= form.count)
            var answer = WyomingAnswer(bytesMax: 200)
            _ = try? answer.add(mutations(of: Self.transcript, &random))
            let channel = EmbeddedChannel(handler: ByteToMessageHandler(AudioSocketDecoder(), maximumBufferSize: 16_000))
            _ = try? channel.writeInbound(ByteBuffer(bytes: mutations(of: Self.frames, &random)))
            while let frame: AudioSocketFrame = try? channel.readInbound() {
                if case .audio(let samples) = frame { #expect(samples.count <= AudioSocketDecoder.payloadMax / 2) }
            }
        }
    }
}
