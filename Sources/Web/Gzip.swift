import CZlib

/// Compresses data without secrets. An answer to a form is never compressed: its length could reveal its content.
package enum Gzip {
    package static func compress(_ bytes: [UInt8]) -> [UInt8] {
        var stream = z_stream()
        guard thaw_gzip_init(&stream) == Z_OK else { preconditionFailure("zlib has no memory for one stream") }
        defer { deflateEnd(&stream) }
        var input = bytes
        // zlib's bound for bytes that do not compress.
        let limit = Int(deflateBound(&stream, UInt(bytes.count)))
        return input.withUnsafeMutableBufferPointer { input in
            [UInt8](unsafeUninitializedCapacity: limit) { output, count in
                (stream.next_in, stream.avail_in) = (input.baseAddress, UInt32(input.count))
                (stream.next_out, stream.avail_out) = (output.baseAddress, UInt32(limit))
                let result = deflate(&stream, Z_FINISH)
                precondition(result == Z_STREAM_END, "zlib needs more than its own bound")
                count = limit - Int(stream.avail_out)
            }
        }
    }
}
