import Crypto
import Files
package import Seal
package import Sightings

/// The end of a backup: a keyed code over all bytes before it, after the database's last page.
package enum BackupSeal {
    private static let magic = Array("thaw backup 1\n".utf8)
    private static let codeBytes = 32
    private static let bytes = magic.count + codeBytes

    /// The result of checking a file's seal.
    package enum Finding: Hashable, Sendable {
        /// Every byte is as it was written. The database ends at this offset.
        case whole(databaseBytes: Int)
        /// A byte was changed, or another key sealed it.
        case altered(databaseBytes: Int)
        /// The file does not end in a seal. It may be a copy of a database or a truncated backup.
        case none

        /// The database's end; nil without a seal.
        var databaseBytes: Int? {
            switch self {
            case .whole(let bytes), .altered(let bytes): bytes
            case .none: nil
            }
        }
    }

    /// Seals a newly written backup.
    static func append(to path: String, _ checks: StoreChecks) throws {
        let file = try FileLocation(path: path).open(.readAndWrite)
        let end = try file.status().bytes
        try file.write(magic + code(of: file, bytes: end, checks), at: end)
    }

    /// Reads all of a file.
    package static func check(_ path: String, _ checks: StoreChecks) throws(StoreError) -> Finding {
        try translating {
            let file = try FileLocation(path: path).open(.read)
            let length = try file.status().bytes - bytes
            guard length > 0 else { return .none }
            let end = try file.read(bytes, at: length)
            guard end.count == bytes, end.starts(with: magic) else { return .none }
            let isWhole = try code(of: file, bytes: length, checks) == Array(end.suffix(codeBytes))
            return isWhole ? .whole(databaseBytes: length) : .altered(databaseBytes: length)
        }
    }

    private static func code(of file: OpenFile, bytes: Int, _ checks: StoreChecks) throws -> [UInt8] {
        var code = checks.backup()
        for offset in stride(from: 0, to: bytes, by: OpenFile.pieceBytes) {
            let wanted = min(OpenFile.pieceBytes, bytes - offset)
            let piece = try file.read(wanted, at: offset)
            guard piece.count == wanted else { throw StoreError.corrupt }
            code.update(data: piece)
        }
        return Array(code.finalize())
    }
}
