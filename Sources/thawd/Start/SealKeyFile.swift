package import DaemonSupport
import Files
import Foundation
import Glibc
package import Seal
import Vocabulary
import Wire

/// The file with the registry's one secret: 32 random bytes in hex or base64.
package struct SealKeyFile: Sendable {
    /// The name of the systemd credential.
    package static let credential = "seal.key"

    package let path: String
    /// Whether anyone who takes the data folder gets the key as well.
    package let liesInDataFolder: Bool
    private let trust: FileTrust

    /// The path of the key, which may not exist yet: the configured file, else the systemd credential, else a file in the data folder.
    package init(configured: String?, paths: HomePaths, dataFolder: String) {
        let credential = paths.credentialsFolder.map { "\($0)/\(Self.credential)" }
        if let configured {
            path = paths.expand(configured)
        } else if let credential, FileManager.default.fileExists(atPath: credential) {
            path = credential
        } else {
            path = "\(dataFolder)/\(DataFolder.sealKeyName)"
        }
        trust = paths.trust(inSecret: path)
        liesInDataFolder = Self.folder(of: path).hasPrefix(Self.folder(of: "\(dataFolder)/\(Self.credential)"))
    }

    /// The real folder of a file that may not exist, with a slash at its end.
    private static func folder(of file: String) -> String {
        let folder = URL(filePath: file).deletingLastPathComponent()
        guard let real = realpath(folder.path, nil) else { return folder.standardizedFileURL.path + "/" }
        defer { free(real) }
        return String(cString: real) + "/"
    }

    package var exists: Bool {
        FileManager.default.fileExists(atPath: path)
    }

    /// The secret. Throws `seal.missing`, `seal.permissions` or `seal.malformed`.
    package func read() throws(DaemonError) -> [UInt8] {
        let text: [UInt8]
        do throws(FileError) {
            text = try FileLocation(path: path).read(bytesMax: Self.bytesMax, trust)
        } catch {
            switch error.reason {
            case .missing: throw DaemonError(.sealMissing, "There is no seal key at \(path).")
            case .notPrivate(let mode):
                let octal = String(mode, radix: 8)
                throw DaemonError(
                    .sealPermissions, "The seal key \(path) has mode 0\(octal), so others can read it. Run “chmod 600 \(path)”.")
            case .notOwned(let owner):
                throw DaemonError(
                    .sealPermissions,
                    "The seal key \(path) belongs to user \(owner), but thawd runs as user \(geteuid()). Run chown \(geteuid()) \(path)")
            case .tooLarge: throw malformed
            default: throw DaemonError(.sealMissing, "Cannot read the seal key \(path) (\(error.cause)).")
            }
        }
        guard let secret = Self.secret(in: text) else { throw malformed }
        return secret
    }

    private static let bytesMax = 4096

    private var malformed: DaemonError {
        DaemonError(.sealMalformed, "The seal key \(path) is not \(SealKeys.secretLength) bytes in hex or base64.")
    }

    /// Makes a new key. Call it only if there is no database: a new key cannot read existing data.
    package func create(_ random: RandomSource = .system) throws(DaemonError) {
        let hex = random.bytes(SealKeys.secretLength).hexadecimal
        try failing(as: .folderUnwritable, "Cannot write the seal key to \(path).") {
            try FileLocation(path: path).create(Array("\(hex)\n".utf8))
        }
    }

    /// Whether a text is a key instead of a path. Such a text must not reach a log.
    static func looksLikeKey(_ text: String) -> Bool {
        !text.hasPrefix("/") && !text.hasPrefix("~") && secret(in: Array(text.utf8)) != nil
    }

    /// Reads hex if the text has two characters for each byte, else base64. Ignores white space at the ends.
    private static func secret(in bytes: [UInt8]) -> [UInt8]? {
        let text = String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        if text.utf8.count == 2 * SealKeys.secretLength {
            return [UInt8](hexadecimal: text, count: SealKeys.secretLength)
        }
        guard let data = Data(base64Encoded: text), data.count == SealKeys.secretLength else { return nil }
        return Array(data)
    }
}

extension SealKeyFile {
    /// Why a key is probably not random, to follow "the key"; nil if it may be random.
    ///
    /// Fewer than one in 10^12 random keys has any of these patterns.
    package static func pattern(of secret: [UInt8]) -> String? {
        let steps = Set(zip(secret, secret.dropFirst()).map { $1 &- $0 })
        if steps == [0] { return "repeats one byte" }
        if steps.count == 1 { return "counts up or down" }
        if secret.allSatisfy({ 32...126 ~= $0 }) { return "is text" }
        let isRepeated = (2...secret.count / 2).contains { period in zip(secret, secret.dropFirst(period)).allSatisfy(==) }
        if isRepeated { return "repeats itself" }
        // 32 random bytes have 30 different values on average, and fewer than 20 once in 10^12.
        if Set(secret).count < 20 { return "has few different bytes" }
        return nil
    }
}
