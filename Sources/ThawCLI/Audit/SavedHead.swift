import FoundationEssentials
import Glibc
import Wire

/// A file with a signed head of the audit chain, to keep where the server cannot reach it.
enum SavedHead {
    private static let bytesMax = 1 << 20

    static func read(_ path: String) throws(Failure) -> SignedHeadBody {
        let bytes = try WholeFile.read(path, bytesMax: bytesMax, advice: "Name a file that --save-head wrote.")
        do {
            return try WireJSON.decodeAnswer(SignedHeadBody.self, from: Data(bytes))
        } catch {
            throw Failure(.clientFile, "The file does not contain a saved head.", advice: "Name a file that --save-head wrote.")
        }
    }

    /// Writes a new file. It never replaces an older head.
    static func write(_ head: SignedHeadBody, to path: String) throws(Failure) {
        guard let file = fopen(path, "wxe") else {
            guard errno != EEXIST else {
                throw Failure(
                    .clientFile, "The file already exists.", advice: "Name a new file, and keep the older head.")
            }
            throw failure()
        }
        let bytes = Array(WireJSON.encode(head)) + [UInt8(ascii: "\n")]
        let isWritten = fwrite(bytes, 1, bytes.count, file) == bytes.count
        guard fclose(file) == 0, isWritten else { throw failure() }
    }

    private static func failure() -> Failure {
        Failure(
            .clientFile, "Cannot save the head: \(String(cString: strerror(errno))).",
            advice: "Check the folder and the free disk space.")
    }
}
