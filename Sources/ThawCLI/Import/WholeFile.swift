import Wire

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Reads a file that a person named.
enum WholeFile {
    private static let pieceBytes = 1 << 20

    /// - Parameter bytesMax: A larger file is refused, whatever it says of its size.
    /// - Parameter advice: What to do about a larger one.
    static func read(_ path: String, bytesMax: Int, advice: String) throws(Failure) -> [UInt8] {
        guard let file = fopen(path, "re") else { throw failure("cannot be opened") }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        while true {
            let piece = [UInt8](unsafeUninitializedCapacity: pieceBytes) { buffer, count in
                count = fread(buffer.baseAddress, 1, buffer.count, file)
            }
            bytes += piece
            guard bytes.count <= bytesMax else {
                throw .usage("The file is larger than \(bytesMax >> 20) MiB.", advice: advice)
            }
            if piece.count < pieceBytes {
                guard ferror(file) == 0 else { throw failure("cannot be read") }
                return bytes
            }
        }
    }

    private static func failure(_ what: String) -> Failure {
        Failure(
            .clientFile, "The file \(what): \(String(cString: strerror(errno))).", advice: "Check its name, and whether you may read it.")
    }
}
