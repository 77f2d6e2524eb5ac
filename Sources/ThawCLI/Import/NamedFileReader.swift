import Files
import Wire

/// Reads a file that a person named.
enum NamedFileReader {
    /// - Parameter bytesMax: A larger file is refused.
    /// - Parameter advice: The advice for a larger file.
    static func read(_ path: String, bytesMax: Int, advice: String) throws(Failure) -> [UInt8] {
        do throws(FileError) {
            return try FileLocation(path: path).read(bytesMax: bytesMax, .named)
        } catch {
            if case .tooLarge = error.reason { throw .usage("The file is larger than \(bytesMax >> 20) MiB.", advice: advice) }
            let what = error.operation == .open ? "open" : "read"
            throw Failure(
                .clientFile, "Cannot \(what) the file: \(error.cause).", advice: "Check its name and its permissions.")
        }
    }
}
