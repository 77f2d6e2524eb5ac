import Crypto
import FoundationEssentials
import Vocabulary
package import Wire

/// The IDs of reports: 128 bits as 32 lower-case hexadecimal digits.
package enum ReportIdentity {
    /// A new ID from the system's random source.
    package static func random() -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }.hexadecimal
    }

    package static func isWellFormed(_ text: String) -> Bool {
        text.utf8.count == 32
            && text.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || UInt8(ascii: "a")...UInt8(ascii: "f") ~= $0 }
    }
}

/// The IDs of imported rows. They depend on the row's content, so importing a file again gives the same reports.
///
/// An ID is an HMAC-SHA-256 under a salt in the state folder, so it does not reveal the plate. The salt stays the same when the token
/// changes. The server is part of the hashed message.
package struct ImportIdentity: Sendable {
    private let salt: SymmetricKey
    private let server: String

    /// Reads the salt, or makes one.
    ///
    /// - Throws: `.fileMalformed` for a damaged salt: a new salt would give every row a new ID.
    package init(folders: Folders, server: ServerAddress) throws(ClientError) {
        let folder = try PrivateFolder.make(folders.state)
        let lock = try folder.lock(Outbox.lockName)
        defer { withExtendedLifetime(lock) {} }
        if let bytes = try folder.read(Self.fileName, bytesMax: Self.saltBytes) {
            guard bytes.count == Self.saltBytes else { throw ClientError(.fileMalformed, subject: folders.state + "/" + Self.fileName) }
            salt = SymmetricKey(data: bytes)
        } else {
            salt = SymmetricKey(size: .bits256)
            try folder.write(salt.withUnsafeBytes(Array.init), as: Self.fileName)
        }
        self.server = server.text
    }

    /// The ID of the report that a row becomes. It does not depend on the report's present ID or on the order of its signs.
    package func id(for report: ReportBody) -> String {
        var content = report
        content.id = ""
        content.signs = Set(report.signs).sorted()
        var code = HMAC<SHA256>(key: salt)
        code.update(data: Data(("report\n" + server + "\n").utf8))
        code.update(data: WireJSON.encode(content))
        return code.finalize().prefix(16).hexadecimal
    }

    /// A name for `bytes` that nobody can guess and that is never an ID: 32 hexadecimal digits.
    package func name(of bytes: [UInt8]) -> String {
        var code = HMAC<SHA256>(key: salt)
        code.update(data: Data("name\n".utf8))
        code.update(data: Data(bytes))
        return code.finalize().prefix(16).hexadecimal
    }

    private static let fileName = "import-salt"
    private static let saltBytes = 32
}
