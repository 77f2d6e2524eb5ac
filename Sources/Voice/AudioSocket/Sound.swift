/// Sound as telephones carry it: signed 16-bit samples, 8,000 a second, one channel.
package enum Sound {
    package static let samplesPerSecond = 8_000
    /// The samples of 20 ms, the step in which calls are handled.
    package static let blockSamples = 160
    package static let blockMilliseconds = 20

    /// Reads a WAV file of 8 kHz, 16 bits and one channel; nil for any other.
    package static func samples(wav bytes: [UInt8]) -> [Int16]? {
        guard bytes.count >= 12, text(bytes, 0) == "RIFF", text(bytes, 8) == "WAVE" else { return nil }
        var place = 12
        var isPlain = false
        while place + 8 <= bytes.count {
            let (name, length) = (text(bytes, place), number(bytes, place + 4, bytes: 4))
            let start = place + 8
            guard length <= bytes.count - start else { return nil }
            if name == "fmt " {
                guard length >= 16 else { return nil }
                let format = [0, 2, 14].map { number(bytes, start + $0, bytes: 2) }
                isPlain = format == [1, 1, 16] && number(bytes, start + 4, bytes: 4) == samplesPerSecond
            } else if name == "data" {
                guard isPlain else { return nil }
                return samples(littleEndian: bytes[start..<(start + length)])
            }
            place = start + length + length % 2
        }
        return nil
    }

    /// The samples of bytes, the little end first, as the machines that this runs on have them.
    static func samples(littleEndian bytes: ArraySlice<UInt8>) -> [Int16] {
        [Int16](unsafeUninitializedCapacity: bytes.count / 2) { samples, count in
            count = bytes.count / 2
            UnsafeMutableRawBufferPointer(samples).copyBytes(from: bytes.prefix(2 * count))
        }
    }

    private static func text(_ bytes: [UInt8], _ place: Int) -> String { String(decoding: bytes[place..<(place + 4)], as: UTF8.self) }

    private static func number(_ bytes: [UInt8], _ place: Int, bytes count: Int) -> Int {
        (0..<count).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
    }
}
