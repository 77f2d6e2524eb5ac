import Foundation
import Glibc
package import Seal
import Vocabulary
import Wire

/// The file with the registry's one secret: 32 random bytes in hex or base64.
package struct SealKeyFile: Sendable, Hashable {
    /// The name of the systemd credential.
    package static let credential = "seal.key"

    package let path: String
    /// Whether whoever takes the data folder takes the key with it.
    package let liesInDataFolder: Bool
    private let isGivenBySystemd: Bool

    /// Where the key is, or would be made: the configured file, else the credential, else the data folder.
    package init(configured: String?, paths: HomePaths, dataFolder: String) {
        let credential = paths.credentialsFolder.map { "\($0)/\(Self.credential)" }
        if let configured {
            let expanded = paths.expand(configured)
            path = expanded
            isGivenBySystemd = paths.credentialsFolder.map { expanded.hasPrefix($0 + "/") } ?? false
        } else if let credential, FileManager.default.fileExists(atPath: credential) {
            path = credential
            isGivenBySystemd = true
        } else {
            path = "\(dataFolder)/\(DataFolder.sealKeyName)"
            isGivenBySystemd = false
        }
        liesInDataFolder = Self.folder(of: path).hasPrefix(Self.folder(of: "\(dataFolder)/\(Self.credential)"))
    }

    /// The folder that really holds a file, whether or not the file is there, with a slash at its end.
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
        do throws(PrivateFile.Failure) {
            text = try PrivateFile.read(path, isGivenBySystemd: isGivenBySystemd)
        } catch {
            switch error {
            case .missing: throw DaemonError(.sealMissing, "There is no seal key at \(path).")
            case .notPrivate(let mode):
                throw DaemonError(.sealPermissions, "The seal key \(path) has mode 0\(String(mode, radix: 8)), or is another user's.")
            case .system(let number): throw DaemonError(.sealMissing, "The seal key \(path) cannot be read (\(SystemReason(number))).")
            }
        }
        guard let secret = Self.secret(in: text) else {
            throw DaemonError(.sealMalformed, "The seal key \(path) is not \(SealKeys.secretLength) bytes in hex or base64.")
        }
        return secret
    }

    /// Makes a new key. Only ever right before there is a database: a new key opens nothing old.
    package func create(_ random: RandomSource = .system) throws(DaemonError) {
        let hex = random.bytes(SealKeys.secretLength).hexadecimal
        do {
            try PrivateFile.create(path, Array("\(hex)\n".utf8))
        } catch {
            throw DaemonError(.folderUnwritable, "The seal key cannot be written to \(path).")
        }
    }

    /// Hex where there are twice as many digits as bytes, else base64; white space at the ends is left out.
    private static func secret(in bytes: [UInt8]) -> [UInt8]? {
        let text = String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        if text.utf8.count == 2 * SealKeys.secretLength {
            return [UInt8](hexadecimal: text, count: SealKeys.secretLength)
        }
        guard let data = Data(base64Encoded: text), data.count == SealKeys.secretLength else { return nil }
        return Array(data)
    }
}
