import Files
import FoundationEssentials
import Wire

/// A file with a signed head of the audit chain, to keep where the server cannot reach it.
enum SavedHead {
    private static let bytesMax = 1 << 20

    static func read(_ path: String) throws(Failure) -> SignedHeadBody {
        let bytes = try NamedFileReader.read(path, bytesMax: bytesMax, advice: "Name a file that --save-head wrote.")
        do {
            return try WireJSON.decodeAnswer(SignedHeadBody.self, from: Data(bytes))
        } catch {
            throw Failure(.clientFile, "The file does not contain a saved head.", advice: "Name a file that --save-head wrote.")
        }
    }

    /// Writes a new file. It never replaces an older head.
    static func write(_ head: SignedHeadBody, to path: String) throws(Failure) {
        do throws(FileError) {
            // A head is not secret: the umask decides who may read it.
            try FileLocation(path: path).create(Array(WireJSON.encode(head)) + [UInt8(ascii: "\n")], mode: 0o666)
        } catch {
            guard error.reason != .exists else {
                throw Failure(
                    .clientFile, "The file already exists.", advice: "Name a new file, and keep the older head.")
            }
            throw Failure(
                .clientFile, "Cannot save the head: \(error.cause).", advice: "Check the folder and the free disk space.")
        }
    }
}
