import Crypto
import Foundation
package import Seal
package import Sightings

/// The end of a backup: a keyed code over every byte before it, behind the database's last page.
package enum BackupSeal {
    private static let magic = Array("thaw backup 1\n".utf8)
    private static let codeBytes = 32
    private static let bytes = magic.count + codeBytes
    private static let pieceBytes = 1 << 20

    /// What a file's end says of the rest.
    package enum Finding: Hashable, Sendable {
        /// Every byte is as it was written. The database ends here.
        case whole(databaseBytes: Int)
        /// A byte was changed, or another key sealed it.
        case altered(databaseBytes: Int)
        /// The file does not end in a seal: it is a copy of a database, perhaps, or a backup that was cut.
        case none

        /// Where the database ends; nil without a seal.
        var databaseBytes: Int? {
            switch self {
            case .whole(let bytes), .altered(let bytes): bytes
            case .none: nil
            }
        }
    }

    /// Seals a backup that was just written.
    static func append(to path: String, _ checks: StoreChecks) throws {
        let file = try FileHandle(forUpdating: URL(filePath: path))
        defer { try? file.close() }
        let end = try file.seekToEnd()
        let code = try code(of: file, bytes: Int(end), checks)
        try file.seekToEnd()
        try file.write(contentsOf: magic + code)
    }

    /// Reads all of a file.
    package static func check(_ path: String, _ checks: StoreChecks) throws(StoreError) -> Finding {
        do {
            let file = try FileHandle(forReadingFrom: URL(filePath: path))
            defer { try? file.close() }
            let length = Int(try file.seekToEnd())
            guard length > bytes else { return .none }
            try file.seek(toOffset: UInt64(length - bytes))
            guard let end = try file.read(upToCount: bytes), end.count == bytes, end.starts(with: magic) else { return .none }
            let isWhole = try code(of: file, bytes: length - bytes, checks) == Array(end.suffix(codeBytes))
            return isWhole ? .whole(databaseBytes: length - bytes) : .altered(databaseBytes: length - bytes)
        } catch {
            throw StoreError(error)
        }
    }

    private static func code(of file: FileHandle, bytes: Int, _ checks: StoreChecks) throws -> [UInt8] {
        var code = checks.backup()
        try file.seek(toOffset: 0)
        var left = bytes
        while left > 0 {
            guard let piece = try file.read(upToCount: min(left, pieceBytes)), !piece.isEmpty else { throw StoreError.corrupt }
            code.update(data: piece)
            left -= piece.count
        }
        return Array(code.finalize())
    }
}
