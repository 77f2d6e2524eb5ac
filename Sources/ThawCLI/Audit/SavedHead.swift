import Files
import FoundationEssentials
import Wire

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

    /// Writes a file that is not there yet, whole or not at all: an older head is never replaced.
    static func write(_ head: SignedHeadBody, to path: String) throws(Failure) {
        do throws(FileError) {
            // A head is no secret: the umask decides who may read it.
            try FileLocation(path: path).create(Array(WireJSON.encode(head)) + [UInt8(ascii: "\n")], mode: 0o666)
        } catch {
            guard error.reason != .exists else {
                throw Failure(
                    .clientFile, "That file is there already, and is not overwritten.", advice: "Name another; keep the older head.")
            }
            throw Failure(
                .clientFile, "The head was not saved: \(error.cause).", advice: "Check the folder and the space on its disk.")
        }
    }
}
