import Crypto
import FoundationEssentials
package import Wire

/// The ids of reports: 128 bits as 32 lower-case hexadecimal digits.
package enum ReportIdentity {
    /// A new one, from the system's random source.
    package static func random() -> String {
        var generator = SystemRandomNumberGenerator()
        return hex((0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
    }

    package static func isWellFormed(_ text: String) -> Bool {
        text.utf8.count == 32
            && text.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || UInt8(ascii: "a")...UInt8(ascii: "f") ~= $0 }
    }

    static func hex(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef")
        return bytes.reduce(into: "") { text, byte in
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
    }
}

/// Ids for imported rows, made from what the rows say: the same row is the same report, however often its file is imported.
///
/// They are an HMAC-SHA-256 under a salt that lies in the state folder, so an id tells nobody which plate it stands for. The salt does not
/// change with the token; the server is part of what is hashed.
package struct ImportIdentity: Sendable {
    private let salt: SymmetricKey
    private let server: String

    /// Reads the salt, or makes it.
    ///
    /// - Throws: `.fileMalformed` for a damaged salt: a new one would give every row a new id.
    package init(folders: Folders, server: ServerAddress) throws(ClientError) {
        guard let folder = try PrivateFolder.open(folders.state, making: true) else {
            throw ClientError(.filesFailed, subject: folders.state)
        }
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

    /// The id of a row, given as the report that it becomes; neither the id that the report has already nor the order of signs enters.
    package func id(for report: ReportBody) -> String {
        var content = report
        content.id = ""
        content.signs = Set(report.signs).sorted()
        var code = HMAC<SHA256>(key: salt)
        code.update(data: Data(("report\n" + server + "\n").utf8))
        code.update(data: WireJSON.encode(content))
        return ReportIdentity.hex(code.finalize().prefix(16))
    }

    /// A name for anything, as unguessable as the ids and never the same as one: 32 hexadecimal digits.
    package func name(of bytes: [UInt8]) -> String {
        var code = HMAC<SHA256>(key: salt)
        code.update(data: Data("name\n".utf8))
        code.update(data: Data(bytes))
        return ReportIdentity.hex(code.finalize().prefix(16))
    }

    private static let fileName = "import-salt"
    private static let saltBytes = 32
}
