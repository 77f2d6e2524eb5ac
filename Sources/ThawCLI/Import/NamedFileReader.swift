import Files
import Wire

/// Reads a file that a person named.
enum NamedFileReader {
    /// - Parameter bytesMax: A larger file is refused, whatever it says of its size.
    /// - Parameter advice: What to do about a larger one.
    static func read(_ path: String, bytesMax: Int, advice: String) throws(Failure) -> [UInt8] {
        do throws(FileError) {
            return try FileLocation(path: path).read(bytesMax: bytesMax, .named)
        } catch {
            if case .tooLarge = error.reason { throw .usage("The file is larger than \(bytesMax >> 20) MiB.", advice: advice) }
            let what = error.operation == .open ? "opened" : "read"
            throw Failure(
                .clientFile, "The file cannot be \(what): \(error.cause).", advice: "Check its name, and whether you may read it.")
        }
    }
}
