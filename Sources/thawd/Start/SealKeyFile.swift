import Files
import Foundation
import Glibc
package import Seal
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
        do throws(FileError) {
            text = try FileLocation(path: path).read(bytesMax: Self.bytesMax, trust)
        } catch {
            switch error.reason {
            case .missing: throw DaemonError(.sealMissing, "There is no seal key at \(path).")
            case .notPrivate(let mode):
                let octal = String(mode, radix: 8)
                throw DaemonError(.sealPermissions, "The seal key \(path) has mode 0\(octal), so others can read it: chmod 600 \(path)")
            case .notOwned(let owner):
                throw DaemonError(
                    .sealPermissions,
                    "The seal key \(path) belongs to user \(owner), and thawd runs as user \(geteuid()): chown it to that one.")
            case .tooLarge: throw malformed
            default: throw DaemonError(.sealMissing, "The seal key \(path) cannot be read (\(error.cause)).")
            }
        }
        guard let secret = Self.secret(in: text) else { throw malformed }
        return secret
    }

    private static let bytesMax = 4096

    private var malformed: DaemonError {
        DaemonError(.sealMalformed, "The seal key \(path) is not \(SealKeys.secretLength) bytes in hex or base64.")
    }

    /// systemd grants a credential to one service by an access list, which a mode does not show. A key may lie behind a link.
    private var trust: FileTrust {
        isGivenBySystemd ? FileTrust(followsLinks: true) : FileTrust(owner: .ownOrRoot, mustBePrivate: true, followsLinks: true)
    }

    /// Makes a new key. Only ever right before there is a database: a new key opens nothing old.
    package func create(_ random: RandomSource = .system) throws(DaemonError) {
        let hex = random.bytes(SealKeys.secretLength).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        do {
            try FileLocation(path: path).create(Array("\(hex)\n".utf8))
        } catch {
            throw DaemonError(.folderUnwritable, "The seal key cannot be written to \(path).")
        }
    }

    /// Hex where there are twice as many digits as bytes, else base64; white space at the ends is left out.
    private static func secret(in bytes: [UInt8]) -> [UInt8]? {
        let text = String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        if text.utf8.count == 2 * SealKeys.secretLength {
            let nibbles = text.compactMap(\.hexDigitValue)
            guard nibbles.count == text.utf8.count else { return nil }
            return stride(from: 0, to: nibbles.count, by: 2).map { UInt8(nibbles[$0] << 4 | nibbles[$0 + 1]) }
        }
        guard let data = Data(base64Encoded: text), data.count == SealKeys.secretLength else { return nil }
        return Array(data)
    }
}
