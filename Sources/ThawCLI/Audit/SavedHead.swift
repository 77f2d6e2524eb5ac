import FoundationEssentials
import Wire

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A signed head of the audit chain in a file, to be kept where the server cannot reach it.
enum SavedHead {
    private static let bytesMax = 1 << 20

    static func read(_ path: String) throws(Failure) -> SignedHeadBody {
        let bytes = try WholeFile.read(path, bytesMax: bytesMax, advice: "Name a file that --save-head wrote.")
        do {
            return try WireJSON.decodeAnswer(SignedHeadBody.self, from: Data(bytes))
        } catch {
            throw Failure(.clientFile, "That file holds no saved head.", advice: "Name a file that --save-head wrote.")
        }
    }

    /// Writes a file that is not there yet: an older head is never replaced.
    static func write(_ head: SignedHeadBody, to path: String) throws(Failure) {
        guard let file = fopen(path, "wxe") else {
            guard errno != EEXIST else {
                throw Failure(
                    .clientFile, "That file is there already, and is not overwritten.", advice: "Name another; keep the older head.")
            }
            throw failure()
        }
        let bytes = Array(WireJSON.encode(head)) + [UInt8(ascii: "\n")]
        let isWritten = fwrite(bytes, 1, bytes.count, file) == bytes.count
        guard fclose(file) == 0, isWritten else { throw failure() }
    }

    private static func failure() -> Failure {
        Failure(
            .clientFile, "The head was not saved: \(String(cString: strerror(errno))).",
            advice: "Check the folder and the space on its disk.")
    }
}
